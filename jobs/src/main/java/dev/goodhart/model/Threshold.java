package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The probability from which a session is flagged, if it does not hang on one free thing ({@link
 * FlagRule}): the smallest whose share of wrongly flagged honest sessions stays within the budget,
 * by a one-sided 80 % upper bound (Clopper-Pearson) on out-of-fold rows, and within half of it on
 * those rows themselves: with many rows the bound comes close to what was seen, and next month's
 * work is not quite this month's. What the probabilities of all sessions, but for those from before
 * anybody was told of a target, lead to expect ({@link ExpectedFlags}) stays within half of the
 * budget too; among the heavy tenth of them, which looks odd more often, within the budget. And of
 * those who would be flagged, at most {@value #WRONG_FLAGS} may be expected to be honest by how
 * many would have been before anybody was told ({@link FalseDiscoveries}; where there are as many
 * sessions from then as the bound needs): where honest work looks most like gaming, a budget of all
 * honest work is used up by few people, and most of the flags are wrong.
 *
 * <p>Honest rows are those that reviewers found honest, and all that ended before anybody was told
 * of a target or leaderboard, when there was little to game for. Both counts err towards caution:
 * reviewers look at heavy sessions first, and gaming without an announcement counts as a wrong
 * flag. What reviewers miss is allowed for ({@link HonestRows}). Thresholds are tried from the
 * strictest down until the first fails, so that choosing among them does not weaken the bound
 * (fixed-sequence testing). Nobody is flagged below {@value #FLOOR}, where honest work would be the
 * likelier explanation. Sessions of too few calls to be judged count nowhere: they are never
 * flagged.
 *
 * @param value empty where nobody may be flagged
 * @param honestRows rows that the bound rests on
 * @param bound upper bound of the honest-flag rate at the threshold
 * @param expected share of honest work to be expected among the flagged, by the probabilities of
 *     all sessions but for those from before anybody was told of a target
 * @param needed further reviews of honest sessions that are needed before anybody may be flagged
 * @param asBefore whether nobody may be flagged for no other reason than that too many flags may be
 *     wrong, held against work from before anybody was told of a target
 */
record Threshold(
    OptionalDouble value,
    long honestRows,
    double bound,
    double expected,
    long needed,
    boolean asBefore) {
  static final double CONFIDENCE = 0.8;
  static final double FLOOR = 0.5;

  /** Share of the budget that the rows themselves may use up; the rest is for what changes. */
  static final double AIM = 0.5;

  /**
   * Share of the flags that may be expected to be wrong: a flag must be right four times in five.
   */
  static final double WRONG_FLAGS = 0.2;

  /** Budget of the heavy tenth, in budgets of all. */
  private static final double HEAVY_BUDGET = 2;

  static Threshold choose(List<Unseen> all, double budget, ReviewerErrors errors) {
    List<Unseen> rows = all.stream().filter(Unseen::judged).toList();
    HonestRows honest = new HonestRows(rows, errors);
    List<Unseen> since = rows.stream().filter(row -> !row.quiet()).toList();
    ExpectedFlags expected = new ExpectedFlags(since, errors, FLOOR);
    ExpectedFlags heavy = new ExpectedFlags(heavyTenth(since), errors, FLOOR);
    long enough = Intervals.needed(budget, CONFIDENCE);
    FalseDiscoveries discoveries = new FalseDiscoveries(rows, enough);
    double chosen = Double.NaN;
    boolean withinBudget = false;
    for (double candidate : candidates(rows)) {
      if (honest.atMost(candidate, CONFIDENCE) > budget
          || honest.flagged(candidate) > AIM * budget * honest.size()
          || !expected.isWithin(AIM * budget, candidate)
          || !heavy.isWithin(AIM * HEAVY_BUDGET * budget, candidate)) {
        break;
      }
      withinBudget = true;
      // A looser threshold may do where a stricter one, by its few flags, does not.
      if (discoveries.share(candidate) <= WRONG_FLAGS) {
        chosen = candidate;
      }
    }
    boolean found = !Double.isNaN(chosen);
    return new Threshold(
        found ? OptionalDouble.of(chosen) : OptionalDouble.empty(),
        honest.size(),
        honest.atMost(found ? chosen : Double.POSITIVE_INFINITY, CONFIDENCE),
        found ? expected.share(chosen) : 0,
        Math.max(0, enough - honest.size()),
        withinBudget && !found);
  }

  /** The strictest first. */
  private static List<Double> candidates(List<Unseen> rows) {
    return Stream.concat(rows.stream().map(Unseen::flaggedUpTo), Stream.of(FLOOR))
        .filter(level -> level >= FLOOR)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static List<Unseen> heavyTenth(List<Unseen> rows) {
    double bound = Groups.heavyAbove(rows);
    return rows.stream().filter(row -> row.figured().cost() > bound).toList();
  }

  /** For a report. */
  String explained(double budget) {
    if (value.isPresent()) {
      return "Sessions are flagged from a probability of %.2f on, unless that hangs on one thing that is changed for free: of %d sessions taken as honest, at most %.2f %% are flagged (one-sided 80 %% bound; budget %.2f %%). By the probabilities of the sessions since anybody was told of a target, or of all where nobody was, %.2f %% of honest work is to be expected among the flagged."
          .formatted(value.getAsDouble(), honestRows, 100 * bound, 100 * budget, 100 * expected);
    }
    if (budget <= 0) {
      return "Nobody is flagged: score.honest_budget allows no honest work to be.";
    }
    if (asBefore) {
      return "Nobody is flagged: held against work from before anybody was told of a target, no threshold leaves it at one wrong flag in %d: too much of that work would be flagged, or too few sessions since. Reviews of what the queue holds teach the model to tell better."
          .formatted(Math.round(1 / WRONG_FLAGS));
    }
    if (needed == 0) {
      return "Nobody is flagged: even by the strictest threshold, more honest work would be flagged than half of the budget of %.2f %% allows."
          .formatted(100 * budget);
    }
    return "Nobody is flagged: %d sessions known to be honest can't show that at most %.2f %% of honest work is flagged. About %d more reviews of ordinary sessions are needed."
        .formatted(honestRows, 100 * budget, needed);
  }
}
