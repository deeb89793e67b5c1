package dev.goodhart.report;

import dev.goodhart.report.ReportData.Health;
import dev.goodhart.report.ReportData.Model;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The sentences that say what the tables show.
 *
 * @param cost what the tokens cost
 * @param tracking whether tokens still track outcomes
 * @param measured the figures behind that answer; empty where there is none
 * @param waste what is suspected, or why nothing is
 * @param wasteAdvice what to do about it
 * @param quality what became of the records read
 */
public record Summary(
    String achieved,
    String cost,
    String tracking,
    String measured,
    String waste,
    String wasteAdvice,
    String quality) {
  private static final Figures SHOW = new Figures();

  static Summary of(ReportData data) {
    List<Health> ripe = ripe(data);
    return new Summary(
        achieved(data),
        cost(data.totals()),
        tracking(data, ripe),
        measured(data, ripe),
        waste(data),
        wasteAdvice(data),
        quality(data.quality().all()));
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
        + ") led to a task that was merged or done.";
  }

  private static String cost(Amounts all) {
    String perTask =
        all.tasksDone() == 0
            ? ""
            : ": "
                + SHOW.moneyPer(all.costUsd(), all.tasksDone())
                + " for each task merged or done";
    return "The sessions cost "
        + SHOW.money(all.costUsd())
        + " for "
        + SHOW.compact((double) all.totalTokens())
        + " tokens"
        + perTask
        + ". The model wrote "
        + SHOW.share(all.outputTokens(), all.totalTokens())
        + " of the tokens; "
        + SHOW.share(all.cacheReadTokens(), all.totalTokens())
        + " were read again from a cache.";
  }

  /** Weeks whose outcomes are in and that have a correlation. */
  private static List<Health> ripe(ReportData data) {
    return data.health().stream()
        .filter(week -> !week.isYoung() && week.correlation().isPresent())
        .toList();
  }

  private static String tracking(ReportData data, List<Health> ripe) {
    if (ripe.isEmpty()) {
      return "That can't be told yet. It takes weeks in which enough people worked, and "
          + SHOW.count(data.maturityDays(), "day", "days")
          + " after such a week until its outcomes are in.";
    }
    List<Health> newest = since(data, ripe).isEmpty() ? ripe : since(data, ripe);
    return strength(mean(newest).orElseThrow());
  }

  private static String measured(ReportData data, List<Health> ripe) {
    if (ripe.isEmpty()) {
      return "";
    }
    String scale =
        "Measured by the rank correlation of people's tokens with their done tasks, from \u22121 to +1,"
            + " where 0 is no relation. It averaged ";
    List<Health> since = since(data, ripe);
    List<Health> before = ripe.stream().filter(week -> !since.contains(week)).toList();
    if (before.isEmpty() || since.isEmpty()) {
      return scale
          + SHOW.signed(mean(ripe).orElseThrow())
          + " over "
          + weeks(ripe)
          + " whose outcomes are in."
          + uncertainty(ripe)
              .map(width -> " A single week is uncertain by about " + plusMinus(width) + ".")
              .orElse("");
    }
    double was = mean(before).orElseThrow();
    double is = mean(since).orElseThrow();
    return scale
        + SHOW.signed(was)
        + " over "
        + weeks(before)
        + " before \u201c"
        + data.announcements().get(0).name()
        + "\u201d was announced and "
        + SHOW.signed(is)
        + " over "
        + weeks(since)
        + " since, a change of "
        + SHOW.signed(is - was)
        + ". "
        + uncertainty(ripe).map(width -> weigh(Math.abs(is - was), width)).orElse("");
  }

  /** Compares a change with what chance does to a single week. */
  private static String weigh(double change, double width) {
    return change > width
        ? "That is more than a single week's uncertainty of about " + plusMinus(width) + "."
        : "A single week is uncertain by about "
            + plusMinus(width)
            + ", so this change may well be chance.";
  }

  private static String plusMinus(double width) {
    return "\u00b1" + SHOW.signed(width).replace("+", "");
  }

  private static String weeks(List<Health> weeks) {
    return SHOW.count(weeks.size(), "week", "weeks");
  }

  /** Weeks from that of the first announcement on; none where nothing was announced. */
  private static List<Health> since(ReportData data, List<Health> weeks) {
    return data.announcements().stream()
        .findFirst()
        .map(first -> monday(first.date()))
        .map(from -> weeks.stream().filter(week -> !week.monday().isBefore(from)).toList())
        .orElse(List.of());
  }

  private static OptionalDouble mean(List<Health> weeks) {
    return weeks.stream().mapToDouble(week -> week.correlation().orElseThrow()).average();
  }

  /** Half the width of a week's 95 % interval, on average. */
  private static Optional<Double> uncertainty(List<Health> weeks) {
    OptionalDouble width =
        weeks.stream()
            .filter(week -> week.low().isPresent() && week.high().isPresent())
            .mapToDouble(week -> (week.high().orElseThrow() - week.low().orElseThrow()) / 2)
            .average();
    return width.isPresent() ? Optional.of(width.getAsDouble()) : Optional.empty();
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** Words for a correlation, after the usual reading of its size (Cohen: 0.1, 0.3, 0.5). */
  private static String strength(double correlation) {
    if (correlation >= 0.5) {
      return "Yes: people who use more tokens in a week clearly get more tasks done.";
    }
    if (correlation >= 0.3) {
      return "In part: people who use more tokens in a week tend to get more tasks done.";
    }
    if (correlation >= 0.1) {
      return "Hardly: people who use more tokens in a week get only slightly more tasks done.";
    }
    return correlation > -0.1
        ? "No: people who use more tokens in a week do not get more tasks done."
        : "No: people who use more tokens in a week get fewer tasks done.";
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
          + " not judged: a session is not where too little happened in it, or where no model was"
          + " live yet.";
    }
    String whyNotMore =
        data.model().isLive()
            ? "a model is live, but nothing shows yet that it would wrongly flag at most "
                + SHOW.share(data.honestBudget(), 1.0)
                + " of honest sessions."
            : "no model is live, as too little is known to tell suspicious sessions from honest"
                + " ones.";
    return (all.flaggedSessions() == 0
            ? "Nobody is flagged: "
            : flagged + "These are reviewers' verdicts or another model's flags: ")
        + whyNotMore
        + " Nothing here says that there is no waste.";
  }

  private static String wasteAdvice(ReportData data) {
    Model model = data.model();
    if (model.canFlag()) {
      return "Flagged means that a model finds it likely that usage was made to raise a number, or"
          + " that a reviewer found so. A flag is a prompt to look, not a verdict: reviewers find"
          + " the sessions to look at in review/queue.html, and their verdict overrules any model.";
    }
    String howTo =
        "What to do: have people review the sessions in review/queue.html with bin/goodhart review. ";
    if (model.isLive()) {
      return howTo + "With more reviews of ordinary sessions the next training may show enough.";
    }
    String soFar =
        model.reviews() == 0
            ? "So far no session is reviewed. "
            : "So far "
                + SHOW.count(model.reviews(), "session is", "sessions are")
                + " reviewed, "
                + SHOW.count(model.positives())
                + " of them found tokenmaxxing. ";
    if (model.hasReviewsEnough()) {
      return howTo
          + soFar
          + "That was enough to train a model, but not for one good enough to go live; more reviews"
          + " may mend that.";
    }
    return howTo
        + soFar
        + "A model needs at least "
        + SHOW.count(model.minReviews(), "review", "reviews")
        + ", "
        + SHOW.count(model.minPositives())
        + " of them with the verdict tokenmaxxing, so "
        + missing(model)
        + "; the next training then learns from them.";
  }

  private static String missing(Model model) {
    long reviews = Math.max(0, model.minReviews() - model.reviews());
    long positives = Math.max(0, model.minPositives() - model.positives());
    if (reviews == 0) {
      return SHOW.count(positives) + " of these are still missing";
    }
    return SHOW.count(reviews, "review is", "reviews are")
        + " still missing"
        + (positives == 0 ? "" : ", " + SHOW.count(positives) + " of them with that verdict");
  }

  private static String quality(ReportData.Source all) {
    if (all.read() == 0) {
      return "No raw record landed in this period.";
    }
    return SHOW.count(all.read(), "record was", "records were")
        + " read from "
        + SHOW.count(all.files(), "file", "files")
        + ": "
        + SHOW.count(all.kept())
        + " ("
        + SHOW.share(all.kept(), all.read())
        + ") kept, "
        + SHOW.count(all.duplicate())
        + " doubled, "
        + SHOW.count(all.ignored())
        + " of a kind that is not used, "
        + SHOW.count(all.rejected())
        + " rejected.";
  }
}
