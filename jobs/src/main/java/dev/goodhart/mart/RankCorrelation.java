package dev.goodhart.mart;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation of two samples, ties sharing their mean rank, with a 95 % interval:
 * on Fisher's z scale with the standard error sqrt((1 + rho^2 / 2) / (n - 3)) of Bonett and Wright
 * (Psychometrika 65, 2000).
 */
final class RankCorrelation {
  /** Fewer pairs say too little to be shown. */
  static final int MIN_PAIRS = 5;

  private static final double Z_95 = 1.959963984540054;

  /** The ends of a 95 % interval. */
  record Interval(double low, double high) {}

  /** Rho, with no interval where it is 1 or -1: Fisher's z has no bound there. */
  record Estimate(double rho, Optional<Interval> interval) {}

  private RankCorrelation() {}

  /** Empty where there are fewer than {@link #MIN_PAIRS} pairs or one side is constant. */
  static Optional<Estimate> spearman(double[] left, double[] right) {
    if (left.length != right.length) {
      throw new IllegalArgumentException(
          "samples of " + left.length + " and " + right.length + " values can't be paired");
    }
    if (left.length < MIN_PAIRS || isConstant(left) || isConstant(right)) {
      return Optional.empty();
    }
    double rho = pearson(ranks(left), ranks(right));
    return Optional.of(new Estimate(rho, interval(rho, left.length)));
  }

  /** Ranks from 1; equal values share the mean of their places. */
  static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((a, b) -> Double.compare(values[a], values[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int first = 0;
    while (first < order.length) {
      int last = first;
      while (last + 1 < order.length && values[order[last + 1]] == values[order[first]]) {
        last++;
      }
      for (int place = first; place <= last; place++) {
        ranks[order[place]] = (first + last) / 2.0 + 1;
      }
      first = last + 1;
    }
    return ranks;
  }

  private static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  private static double pearson(double[] left, double[] right) {
    double meanLeft = Arrays.stream(left).average().orElseThrow();
    double meanRight = Arrays.stream(right).average().orElseThrow();
    double together = 0;
    double squaresLeft = 0;
    double squaresRight = 0;
    for (int i = 0; i < left.length; i++) {
      double fromLeft = left[i] - meanLeft;
      double fromRight = right[i] - meanRight;
      together += fromLeft * fromRight;
      squaresLeft += fromLeft * fromLeft;
      squaresRight += fromRight * fromRight;
    }
    double rho = together / Math.sqrt(squaresLeft * squaresRight);
    return Math.max(-1, Math.min(1, rho));
  }

  private static Optional<Interval> interval(double rho, int pairs) {
    // Rounding may leave a perfect order a hair below 1.
    if (1 - Math.abs(rho) < 1e-12) {
      return Optional.empty();
    }
    double z = 0.5 * Math.log((1 + rho) / (1 - rho));
    double standardError = Math.sqrt((1 + rho * rho / 2) / (pairs - 3));
    return Optional.of(
        new Interval(Math.tanh(z - Z_95 * standardError), Math.tanh(z + Z_95 * standardError)));
  }
}
