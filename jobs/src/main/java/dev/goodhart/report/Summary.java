package dev.goodhart.report;

import dev.goodhart.report.ReportData.Health;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The sentences that say what the tables show.
 *
 * @param tracking whether tokens still track outcomes
 * @param waste what is suspected, or why nothing is
 * @param wasteAdvice what to do about it
 */
public record Summary(String achieved, String tracking, String waste, String wasteAdvice) {
  private static final Figures SHOW = new Figures();

  static Summary of(ReportData data) {
    return new Summary(achieved(data), tracking(data), waste(data), wasteAdvice(data));
  }

  private static String achieved(ReportData data) {
    Amounts all = data.totals();
    if (data.weeks().isEmpty()) {
      return "No week of this period has figures of at least "
          + data.minCohort()
          + " people, so there is nothing to show here.";
    }
    String inWeeksShown =
        data.withheldWeeks() == 0
            ? ""
            : "In the " + SHOW.count(data.weeks().size(), "week", "weeks") + " shown, ";
    return inWeeksShown
        + SHOW.count(all.tasksDone(), "task was", "tasks were")
        + " merged or done, "
        + SHOW.count(all.tasksReverted())
        + " reverted and "
        + SHOW.count(all.tasksAbandoned())
        + " abandoned. Of "
        + SHOW.count(all.sessions(), "AI session", "AI sessions")
        + ", "
        + SHOW.count(all.sessionsToDone())
        + " ("
        + SHOW.share(all.sessionsToDone(), all.sessions())
        + ") led to a task that was merged or done. The sessions cost "
        + SHOW.money(all.costUsd())
        + " for "
        + SHOW.compact((double) all.totalTokens())
        + " tokens.";
  }

  private static String tracking(ReportData data) {
    List<Health> ripe =
        data.health().stream()
            .filter(week -> !week.isYoung() && week.correlation().isPresent())
            .toList();
    if (ripe.isEmpty()) {
      return "There are too few people or too young outcomes to say whether tokens track outcomes.";
    }
    Optional<LocalDate> announced =
        data.announcements().stream().findFirst().map(each -> monday(each.date()));
    OptionalDouble before =
        announced.map(day -> mean(ripe, week -> week.isBefore(day))).orElse(OptionalDouble.empty());
    OptionalDouble since =
        announced
            .map(day -> mean(ripe, week -> !week.isBefore(day)))
            .orElse(OptionalDouble.empty());
    if (before.isEmpty() || since.isEmpty()) {
      double mean = mean(ripe, week -> true).orElseThrow();
      return "People who used more tokens in a week "
          + strength(mean)
          + ": the rank correlation averaged "
          + SHOW.signed(mean)
          + " over "
          + SHOW.count(ripe.size(), "week", "weeks")
          + " whose outcomes are in.";
    }
    double change = since.getAsDouble() - before.getAsDouble();
    return "Before \u201c"
        + data.announcements().get(0).name()
        + "\u201d was announced, the weekly rank correlation of tokens with done tasks averaged "
        + SHOW.signed(before.getAsDouble())
        + "; since then "
        + SHOW.signed(since.getAsDouble())
        + ", a change of "
        + SHOW.signed(change)
        + " over weeks whose outcomes are in.";
  }

  private static OptionalDouble mean(
      List<Health> weeks, java.util.function.Predicate<LocalDate> isMeant) {
    return weeks.stream()
        .filter(week -> isMeant.test(week.monday()))
        .mapToDouble(week -> week.correlation().orElseThrow())
        .average();
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** Words for a correlation, after the usual reading of its size (Cohen: 0.1, 0.3, 0.5). */
  private static String strength(double correlation) {
    if (correlation >= 0.5) {
      return "clearly got more tasks done as well";
    }
    if (correlation >= 0.3) {
      return "tended to get more tasks done as well";
    }
    if (correlation >= 0.1) {
      return "got only slightly more tasks done";
    }
    return correlation > -0.1 ? "did not get more tasks done" : "got fewer tasks done";
  }

  private static String waste(ReportData data) {
    Amounts all = data.totals();
    String flagged =
        SHOW.count(all.flaggedSessions(), "session is", "sessions are")
            + " flagged ("
            + SHOW.share(all.flaggedSessions(), all.sessions())
            + " of all), with "
            + SHOW.money(all.flaggedCostUsd())
            + " or "
            + SHOW.share(all.flaggedCostUsd(), all.costUsd())
            + " of the cost. ";
    if (data.model().canFlag()) {
      return flagged
          + SHOW.count(all.unscoredSessions(), "session was", "sessions were")
          + " not judged, for too little evidence.";
    }
    String whyNotMore =
        data.model().isLive()
            ? "a model is live, but reviews are too few to show that it would wrongly flag at most "
                + SHOW.share(data.honestBudget(), 1.0)
                + " of honest sessions."
            : "no model is live, as too little is known to tell suspicious sessions from honest"
                + " ones.";
    return (all.flaggedSessions() == 0
            ? "Nobody is flagged: "
            : flagged + "These are reviewers' verdicts alone: ")
        + whyNotMore
        + " Nothing here says that there is no waste.";
  }

  private static String wasteAdvice(ReportData data) {
    ReportData.Model model = data.model();
    if (model.canFlag()) {
      return "A flag is a prompt to look, not a verdict: review/queue.html lists the sessions to look"
          + " at, and a reviewer's verdict overrules the score.";
    }
    String howTo =
        "What to do: review the sessions in review/queue.html with bin/goodhart review. ";
    if (model.isLive()) {
      return howTo + "With more reviews of ordinary sessions the next training may show enough.";
    }
    return howTo
        + "At least "
        + SHOW.count(model.minReviews(), "review", "reviews")
        + " are needed, "
        + SHOW.count(model.minPositives())
        + " of them with the verdict tokenmaxxing; the next training then learns from them.";
  }
}
