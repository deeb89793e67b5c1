package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * Sessions that are taken as honest: all that ended before anybody was told of a target or
 * leaderboard, when there was little to game for, unless a reviewer found otherwise; and those
 * since that reviewers found honest. Of the latter who would be flagged some are gaming that
 * reviewers missed: how many, what reviewers found among the flagged tells. How sure the model is
 * has no say in it, as it may be sure and wrong. Sessions of too few calls to be judged are not
 * among them.
 */
final class HonestRows {
  private final double[] early;
  private final double[] foundHonest;
  private final double[] foundGaming;
  private final ReviewerErrors errors;

  HonestRows(List<Unseen> all, ReviewerErrors errors) {
    this.early = levels(all, row -> row.quiet() && !row.foundGaming());
    this.foundHonest = levels(all, row -> !row.quiet() && row.foundHonest());
    this.foundGaming = levels(all, row -> !row.quiet() && row.foundGaming());
    this.errors = errors;
  }

  /** Thresholds up to which some would be flagged, the highest first. */
  private static double[] levels(List<Unseen> all, Predicate<Unseen> which) {
    return all.stream()
        .filter(row -> row.judged() && which.test(row))
        .sorted(Comparator.comparingDouble(Unseen::flaggedUpTo).reversed())
        .mapToDouble(Unseen::flaggedUpTo)
        .toArray();
  }

  private static long reaching(double[] levels, double from) {
    return DoubleStream.of(levels).takeWhile(level -> level >= from).count();
  }

  int size() {
    return early.length + foundHonest.length;
  }

  /** How many of them would be flagged from a threshold on. */
  double flagged(double from) {
    return reaching(early, from)
        + errors.honest(reaching(foundGaming, from), reaching(foundHonest, from));
  }

  /** Upper bound of the share of honest sessions that would be flagged from a threshold on. */
  double atMost(double from, double confidence) {
    return Intervals.upper(flagged(from), size(), confidence);
  }
}
