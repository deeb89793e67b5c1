package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much honest work would be flagged from a threshold on, as far as calibrated probabilities
 * tell: a session on which nobody decided is honest with what its probability lacks to 1, one that
 * a reviewer called honest with what that verdict leaves of it, one that was found tokenmaxxing not
 * at all. Where probabilities are too high, too little is expected.
 */
final class ExpectedFlags {
  /** So many sessions are allowed anyway, so that one on which nobody decided never blocks. */
  private static final double ALLOWED_ANYWAY = 0.5;

  private final NavigableMap<Double, Double> flaggedFrom = new TreeMap<>();
  private final double honest;

  /**
   * Adds sessions up.
   *
   * @param least threshold below which nothing will be asked
   */
  ExpectedFlags(List<Unseen> rows, ReviewerErrors errors, double least) {
    double sum = 0;
    for (Unseen row :
        rows.stream().sorted(Comparator.comparingDouble(Unseen::flaggedUpTo).reversed()).toList()) {
      double probability = row.probability();
      if (row.foundHonest()) {
        sum += 1 - errors.truth(false, probability);
      } else if (!row.decided()) {
        sum += 1 - probability;
      }
      if (row.flaggedUpTo() >= least) {
        flaggedFrom.put(row.flaggedUpTo(), sum);
      }
    }
    honest = sum;
  }

  /** Share of the honest work that would be flagged from a threshold on. */
  double share(double threshold) {
    return honest > 0 ? flagged(threshold) / honest : 0;
  }

  /** Whether no more than a share of the honest work would be, or no more than half a session. */
  boolean isWithin(double share, double threshold) {
    return flagged(threshold) <= Math.max(ALLOWED_ANYWAY, share * honest);
  }

  private double flagged(double threshold) {
    Map.Entry<Double, Double> last = flaggedFrom.ceilingEntry(threshold);
    return last == null ? 0 : last.getValue();
  }
}
