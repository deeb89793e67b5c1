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
   * @param trust the live model against reviewers' verdicts
   * @param reviews reviewed sessions that the newest labels hold
   * @param positives those of them found tokenmaxxing
   * @param minReviews fewest reviewed sessions that a model learns from
   * @param minPositives fewest of them found tokenmaxxing
   */
  public record Model(
      boolean isLive,
      boolean canFlag,
      String reasons,
      Optional<Trust> trust,
      long reviews,
      long positives,
      int minReviews,
      int minPositives) {

    /** Whether there are reviews enough to learn from. */
    public boolean hasReviewsEnough() {
      return reviews >= minReviews && positives >= minPositives;
    }
  }

  /**
   * How right the model's flags are, measured on reviewed sessions of people whom it had not learnt
   * from.
   *
   * @param reviewed sessions measured on
   * @param found share of those found tokenmaxxing that the model flags
   * @param right share of its flags that reviewers found tokenmaxxing
   * @param wrongly share of those found honest that it flags
   * @param unfair groups whose honest sessions it flags oftener than others', by name
   */
  public record Trust(
      long reviewed,
      Optional<Estimate> found,
      Optional<Estimate> right,
      Optional<Estimate> wrongly,
      List<Unfair> unfair) {
    public Trust {
      unfair = List.copyOf(unfair);
    }
  }

  /**
   * A group of people that is shown to be flagged wrongly too often.
   *
   * @param times how many times as often as others' its honest sessions are flagged
   */
  public record Unfair(String group, Estimate times) {}

  /** A share of 1, or how many times as often, with its 95 % interval. */
  public record Estimate(double value, double low, double high) {}

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

    /** Sums over all sources. */
    public Source all() {
      return sources.stream().reduce(new Source("all", 0, 0, 0, 0, 0, 0), Source::plus);
    }
  }

  /** Records of one raw format: read = kept + duplicate + ignored + rejected. */
  public record Source(
      String name, long files, long read, long kept, long duplicate, long ignored, long rejected) {

    private Source plus(Source other) {
      return new Source(
          name,
          files + other.files,
          read + other.read,
          kept + other.kept,
          duplicate + other.duplicate,
          ignored + other.ignored,
          rejected + other.rejected);
    }
  }

  public record Reject(String source, String reason, long records) {}

  public Amounts totals() {
    return weeks.stream().map(Week::amounts).reduce(Amounts.NONE, Amounts::plus);
  }

  /** The last week shown, where the period ends before it does. */
  public Optional<Week> unfinishedWeek() {
    return weeks.stream().filter(week -> week.monday().plusWeeks(1).isAfter(to)).findFirst();
  }

  /** Last day of the period. */
  public LocalDate lastDay() {
    return to.minusDays(1);
  }
}
