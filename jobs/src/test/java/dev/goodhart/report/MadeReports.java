package dev.goodhart.report;

import dev.goodhart.config.Settings;
import dev.goodhart.report.ReportData.Estimate;
import dev.goodhart.report.ReportData.Health;
import dev.goodhart.report.ReportData.Model;
import dev.goodhart.report.ReportData.Quality;
import dev.goodhart.report.ReportData.Reject;
import dev.goodhart.report.ReportData.Source;
import dev.goodhart.report.ReportData.Team;
import dev.goodhart.report.ReportData.Trust;
import dev.goodhart.report.ReportData.Unfair;
import dev.goodhart.report.ReportData.Week;
import dev.goodhart.report.ReviewData.Facts;
import dev.goodhart.report.ReviewData.Item;
import dev.goodhart.report.ReviewData.LinkedTask;
import dev.goodhart.report.ReviewData.Score;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports of a made-up organisation. */
final class MadeReports {
  static final LocalDate FIRST_MONDAY = LocalDate.parse("2026-01-05");
  static final Model NO_MODEL = new Model(false, false, "", Optional.empty(), 12, 1, 30, 5);
  static final Model LIVE_MODEL = liveModel(List.of());
  static final Model UNFAIR_MODEL =
      liveModel(List.of(new Unfair("night workers", new Estimate(3.1, 1.7, 6.24))));

  static final Facts NOTHING_KNOWN =
      new Facts(
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static final List<Double> CORRELATIONS =
      List.of(0.61, 0.55, 0.48, 0.22, 0.09, 0.14, -0.05);

  private MadeReports() {}

  private static Model liveModel(List<Unfair> unfair) {
    return new Model(
        true,
        true,
        "Better than the live model and every baseline.",
        Optional.of(
            new Trust(
                466,
                Optional.of(new Estimate(0.33, 0.19, 0.51)),
                Optional.of(new Estimate(0.67, 0.39, 0.88)),
                Optional.of(new Estimate(0.006, 0.002, 0.033)),
                unfair)),
        466,
        36,
        30,
        5);
  }

  static ReportData organisation(Model model) {
    return organisation(model, weeks(2), FIRST_MONDAY.plusWeeks(8), health(CORRELATIONS));
  }

  static ReportData organisationWithNobodyFlagged(Model model) {
    return organisation(model, weeks(0), FIRST_MONDAY.plusWeeks(8), health(CORRELATIONS));
  }

  /** The announcement falls into the third of the weeks. */
  static ReportData organisation(Model model, List<Double> correlations) {
    return organisation(model, weeks(2), FIRST_MONDAY.plusWeeks(8), health(correlations));
  }

  static ReportData organisationUntil(LocalDate to) {
    return organisation(LIVE_MODEL, weeks(2), to, health(CORRELATIONS));
  }

  private static ReportData organisation(
      Model model, List<Week> weeks, LocalDate to, List<Health> health) {
    return new ReportData(
        FIRST_MONDAY,
        to,
        5,
        14,
        0.01,
        weeks,
        1,
        List.of(
            new Team("<b>x</b>", amounts(3, 1)),
            new Team("payments", amounts(4, 2)),
            new Team("platform engineering", amounts(5, 1)),
            new Team("(small teams)", amounts(1, 0))),
        health,
        List.of(new Settings.Announcement("token leaderboard", LocalDate.parse("2026-01-21"))),
        model,
        quality());
  }

  static ReportData empty() {
    return new ReportData(
        FIRST_MONDAY,
        FIRST_MONDAY.plusDays(1),
        5,
        14,
        0.01,
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        NO_MODEL,
        new Quality(List.of(), List.of(), 0, 0, 0, 0, 0, 0, List.of()));
  }

  static ReviewData queue() {
    Facts usual = facts(3.2, 2_100_000, 38, 6, Duration.ofMinutes(47));
    return new ReviewData(
        FIRST_MONDAY.plusWeeks(6),
        true,
        List.of(
            new Item(
                "0b7c1f9e-2f6d-4a57-9d3c-6c7e8f901234",
                "payments",
                "claude_code_otlp",
                Instant.parse("2026-02-10T22:04:00Z"),
                facts(212.4, 390_000_000, 1840, 4, Duration.ofMinutes(611)),
                usual,
                true,
                List.of(
                    new LinkedTask("acme/payments#412", "merged", "branch"),
                    new LinkedTask("acme/payments#398", "open", "person")),
                new Timeline(
                    List.of(
                        new Timeline.Part(1, 40, 30, 0),
                        new Timeline.Part(0, 0, 0, 0),
                        new Timeline.Part(3, 1800, 12, 2))),
                List.of(
                    "It used 390 M tokens; 2.1 M is usual for the team.",
                    "62 % of its prompts repeat an earlier one; 4 % is usual."),
                new Score(
                    Optional.of(0.93),
                    false,
                    "likely",
                    Optional.of("context_stuffing"),
                    "mature",
                    "likely")),
            new Item(
                "it's; rm -rf x",
                "(no team)",
                "claude_code_otlp",
                Instant.parse("2026-02-11T09:12:00Z"),
                facts(0.4, 120_000, 12, 3, Duration.ofSeconds(48)),
                NOTHING_KNOWN,
                false,
                List.of(),
                new Timeline(List.of()),
                List.of(),
                new Score(
                    Optional.empty(),
                    false,
                    "insufficient_evidence",
                    Optional.empty(),
                    "none",
                    "audit"))));
  }

  static Facts facts(double costUsd, long tokens, long calls, long prompts, Duration duration) {
    return new Facts(
        Optional.of(costUsd),
        false,
        Optional.of(tokens),
        Optional.of(calls),
        Optional.of(prompts),
        Optional.of(duration));
  }

  /** The first session of the queue, with other facts. */
  static ReviewData queueOf(Facts facts) {
    return queueOf(facts, queue().items().get(0).score(), true);
  }

  /** The first session of the queue, as the starter scores it while no other model is live. */
  static ReviewData queueOfTheStarter() {
    Item item = queue().items().get(0);
    Score guess =
        new Score(
            Optional.of(0.41),
            true,
            "insufficient_evidence",
            item.score().archetype(),
            item.score().evidence(),
            item.score().chosenBecause());
    return queueOf(item.facts(), guess, false);
  }

  private static ReviewData queueOf(Facts facts, Score score, boolean isOwnModelLive) {
    Item item = queue().items().get(0);
    return new ReviewData(
        queue().to(),
        isOwnModelLive,
        List.of(
            new Item(
                item.sessionId(),
                item.team(),
                item.source(),
                item.startedAt(),
                facts,
                item.usual(),
                item.isUsualOfTeam(),
                item.tasks(),
                item.timeline(),
                item.reasons(),
                score)));
  }

  private static List<Week> weeks(int waste) {
    List<Week> weeks = new ArrayList<>();
    for (int week = 0; week < 8; week++) {
      weeks.add(
          new Week(FIRST_MONDAY.plusWeeks(week), amounts(3 + week % 4, week > 3 ? waste : 0)));
    }
    return weeks;
  }

  /** Amounts that grow with {@code size}, {@code waste} of them flagged. */
  private static Amounts amounts(int size, int waste) {
    return new Amounts(
        17L * size,
        size / 3,
        2L * size,
        60L * size,
        41L * size,
        29L * size,
        4_100L * size,
        900_000L * size,
        412_000_000L * size,
        21_000_000L * size,
        2_600_000L * size,
        436_500_000L * size,
        431.27 * size,
        3L * size,
        6L * waste,
        88.4 * waste,
        4L * size);
  }

  private static List<Health> health(List<Double> correlations) {
    List<Health> health = new ArrayList<>();
    for (int week = 0; week < correlations.size(); week++) {
      double rho = correlations.get(week);
      health.add(
          new Health(
              FIRST_MONDAY.plusWeeks(week),
              52 + week,
              Optional.of(rho),
              Optional.of(rho - 0.24),
              Optional.of(rho + 0.2),
              week > 4));
    }
    health.add(
        new Health(
            FIRST_MONDAY.plusWeeks(7),
            5,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true));
    return health;
  }

  private static Quality quality() {
    return new Quality(
        List.of(
            new Source("claude_code_otlp", 43, 1_041_811, 1_040_000, 1_500, 211, 100),
            new Source("github_webhook", 41, 1_205, 1_205, 0, 0, 0)),
        List.of(
            new Reject("claude_code_otlp", "not_json", 97),
            new Reject("claude_code_otlp", "bad_time", 3)),
        123_000,
        90,
        0,
        1_800,
        16,
        24,
        List.of("in-house-7b", "<i>model</i>"));
  }
}
