package dev.goodhart.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much honest work would be flagged from a probability on, as far as calibrated probabilities
 * tell: a session on which nobody decided is honest with what its probability lacks to 1, one that
 * a reviewer called honest by {@link #honesty}, one that was found tokenmaxxing not at all. Where
 * probabilities are too high, too little is expected.
 */
final class ExpectedFlags {
  /** So many sessions are allowed anyway, so that one on which nobody decided never blocks. */
  private static final double ALLOWED_ANYWAY = 0.5;

  private final NavigableMap<Double, Double> flaggedFrom = new TreeMap<>();
  private final double honest;

  /**
   * Adds sessions up.
   *
   * @param missedShare share of tokenmaxxing that reviewers take for honest
   */
  ExpectedFlags(List<Unseen> rows, double missedShare) {
    double sum = 0;
    for (Unseen row :
        rows.stream().sorted(Comparator.comparingDouble(Unseen::score).reversed()).toList()) {
      double probability = row.probability();
      if (row.foundHonest()) {
        sum += honesty(probability, missedShare);
      } else if (!row.decided()) {
        sum += 1 - probability;
      }
      flaggedFrom.put(probability, sum);
    }
    honest = sum;
  }

  /** How far a session that a reviewer called honest is honest, given the model's probability. */
  static double honesty(double probability, double missedShare) {
    double missed = probability * missedShare;
    return (1 - probability) / (1 - probability + missed);
  }

  /** Share of the honest work that would be flagged from a probability on. */
  double share(double probability) {
    return honest > 0 ? flagged(probability) / honest : 0;
  }

  /** Whether no more than a share of the honest work would be, or no more than half a session. */
  boolean isWithin(double share, double probability) {
    return flagged(probability) <= Math.max(ALLOWED_ANYWAY, share * honest);
  }

  private double flagged(double probability) {
    Map.Entry<Double, Double> last = flaggedFrom.ceilingEntry(probability);
    return last == null ? 0 : last.getValue();
  }
}
