package dev.goodhart.model;

import java.util.List;
import java.util.function.Predicate;

/**
 * Which share of those who would be flagged from a probability on are honest, by how many would
 * have been flagged before anybody was told of a target or leaderboard, when there was little to
 * game for: so many, and one, for as many sessions as there have been since, of those who would be
 * flagged since. Needs no review, and holds where probabilities are wrong. With the one more it
 * errs on the strict side, as a false discovery rate must that is held from few cases (the knockoff
 * filter's, Barber and Candes 2015).
 */
final class FalseDiscoveries {
  /** Probabilities, ascending. */
  private final double[] quiet;

  private final double[] since;

  /**
   * Counts sessions.
   *
   * @param rows sessions that were judged by parts that did not see them
   */
  FalseDiscoveries(List<Unseen> rows) {
    // One that a reviewer found tokenmaxxing is no example of honest work, whenever it was.
    quiet = probabilities(rows, row -> row.quiet() && !row.foundGaming());
    since = probabilities(rows, row -> !row.quiet());
  }

  private static double[] probabilities(List<Unseen> rows, Predicate<Unseen> which) {
    return rows.stream().filter(which).mapToDouble(Unseen::probability).sorted().toArray();
  }

  /** The share, up to 1; 0 where nothing is known of a time before. */
  double share(double from) {
    if (quiet.length == 0) {
      return 0;
    }
    double expected = (flagged(quiet, from) + 1.0) / quiet.length * since.length;
    return Math.min(1, expected / Math.max(1, flagged(since, from)));
  }

  private static int flagged(double[] probabilities, double from) {
    int below = 0;
    int above = probabilities.length;
    while (below < above) {
      int middle = (below + above) >>> 1;
      if (probabilities[middle] < from) {
        below = middle + 1;
      } else {
        above = middle;
      }
    }
    return probabilities.length - below;
  }
}
