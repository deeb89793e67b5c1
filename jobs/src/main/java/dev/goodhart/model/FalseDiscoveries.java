package dev.goodhart.model;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which share of the sessions that a model would flag from a threshold on are honest, by how many
 * it would have flagged before anybody was told of a target or leaderboard, when there was little
 * to game for: so many, and one, for as many sessions as there have been since, of those that it
 * would flag since. Reviewed sessions count on neither side but as honest work from before, for
 * verdicts overrule the model. Holds where probabilities are wrong, as long as honest work has not
 * come to look different. With the one more it errs on the strict side, as a false discovery rate
 * must that is held from few cases (the knockoff filter's, Barber and Candes 2015).
 */
final class FalseDiscoveries {
  /** Up to which threshold each would be flagged, the highest first. */
  private final List<Double> quiet;

  private final List<Double> since;
  private final long fewest;

  /**
   * Counts sessions.
   *
   * @param rows sessions that were judged by parts that did not see them
   * @param fewest sessions from before by which anything can be told
   */
  FalseDiscoveries(List<Unseen> rows, long fewest) {
    // One that a reviewer found tokenmaxxing is no example of honest work, whenever it was.
    quiet = levels(rows, row -> row.quiet() && !row.foundGaming());
    since = levels(rows, row -> !row.quiet() && !row.decided());
    this.fewest = fewest;
  }

  private static List<Double> levels(List<Unseen> rows, Predicate<Unseen> which) {
    return rows.stream()
        .filter(which)
        .map(Unseen::flaggedUpTo)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /**
   * The share, up to 1; 0 where nothing can be told. Where nobody would be flagged at any time, or
   * nobody but whom reviewers decided on, the one more stands alone against all since.
   */
  double share(double from) {
    long before = flagged(quiet, from);
    long now = flagged(since, from);
    if (quiet.size() < fewest) {
      return 0;
    }
    double expected = (before + 1.0) / quiet.size() * since.size();
    return Math.min(1, expected / Math.max(1, now));
  }

  private static long flagged(List<Double> levels, double from) {
    return levels.stream().takeWhile(level -> level >= from).count();
  }
}
