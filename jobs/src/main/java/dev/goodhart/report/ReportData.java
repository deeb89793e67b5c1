package dev.goodhart.report;

import dev.goodhart.config.Settings;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All that the organisation's report shows: cohorts, never a person or a single session.
 *
 * @param from first day
 * @param to day after the last
 * @param minCohort fewest people that a figure tells of
 * @param maturityDays days after which missing outcomes count as evidence
 * @param honestBudget largest share of honest sessions that may be flagged
 * @param weeks weeks shown, in order
 * @param withheldWeeks weeks with sessions or outcomes that are not shown, for too few people
 * @param teams teams by name, those pooled last
 * @param health weeks of all teams, in order
 * @param announcements targets and leaderboards made known before {@code to}, in order
 */
public record ReportData(
    LocalDate from,
    LocalDate to,
    int minCohort,
    int maturityDays,
    double honestBudget,
    List<Week> weeks,
    int withheldWeeks,
    List<Team> teams,
    List<Health> health,
    List<Settings.Announcement> announcements,
    Model model,
    Quality quality) {

  public ReportData {
    weeks = List.copyOf(weeks);
    teams = List.copyOf(teams);
    health = List.copyOf(health);
    announcements = List.copyOf(announcements);
  }

  /** One week, by its Monday. */
  public record Week(LocalDate monday, Amounts amounts) {}

  /** One team over the whole period. */
  public record Team(String name, Amounts amounts) {}

  /**
   * How far tokens tracked outcomes in one week; the correlation is absent where it can't be
   * computed.
   *
   * @param isYoung whether tasks may still be on their way
   */
  public record Health(
      LocalDate monday,
      long people,
      Optional<Double> correlation,
      Optional<Double> low,
      Optional<Double> high,
      boolean isYoung) {}

  /**
   * What the classifier can do.
   *
   * @param isLive whether a published model scores sessions
   * @param canFlag whether it may flag any
   * @param reasons why, in the model's own words; empty where it never was trained
   * @param minReviews fewest reviewed sessions that a model learns from
   * @param minPositives fewest of them found tokenmaxxing
   */
  public record Model(
      boolean isLive, boolean canFlag, String reasons, int minReviews, int minPositives) {}

  /**
   * What went in, and what is not known of it.
   *
   * @param unpricedModels names of models with calls of unknown cost, most calls first
   */
  public record Quality(
      List<Source> sources,
      List<Reject> rejects,
      long calls,
      long unpricedCalls,
      long estimatedCalls,
      long sessions,
      long sessionsOfNobody,
      long sessionsOfNoTeam,
      List<String> unpricedModels) {
    public Quality {
      sources = List.copyOf(sources);
      rejects = List.copyOf(rejects);
      unpricedModels = List.copyOf(unpricedModels);
    }
  }

  /** Records of one raw format: read = kept + duplicate + ignored + rejected. */
  public record Source(
      String name, long files, long read, long kept, long duplicate, long ignored, long rejected) {}

  public record Reject(String source, String reason, long records) {}

  public Amounts totals() {
    return weeks.stream().map(Week::amounts).reduce(Amounts.NONE, Amounts::plus);
  }

  /** Last day of the period. */
  public LocalDate lastDay() {
    return to.minusDays(1);
  }
}
