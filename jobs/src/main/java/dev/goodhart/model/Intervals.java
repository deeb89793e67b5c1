package dev.goodhart.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BetaDistribution;

/** Bounds and intervals of a share (C. Clopper and E. Pearson, 1934). */
public final class Intervals {
  private Intervals() {}

  /** A share with the ends of its two-sided 95 % interval. */
  public record Share(double value, double low, double high, long of) {
    @Override
    public String toString() {
      return of == 0
          ? "none to measure"
          : "%.1f %% (%.1f to %.1f)".formatted(100 * value, 100 * low, 100 * high);
    }
  }

  /** Upper end of a one-sided interval; counts may be fractional where some hits are doubtful. */
  static double upper(double hits, double of, double confidence) {
    if (of <= 0 || hits >= of) {
      return 1;
    }
    return new BetaDistribution(hits + 1, of - hits).inverseCumulativeProbability(confidence);
  }

  /** Lower end of a one-sided interval. */
  static double lower(double hits, double of, double confidence) {
    if (of <= 0 || hits <= 0) {
      return 0;
    }
    return new BetaDistribution(hits, of - hits + 1).inverseCumulativeProbability(1 - confidence);
  }

  /** Fewest misses-free trials that show a share to be within a bound. */
  static long needed(double bound, double confidence) {
    return bound <= 0
        ? Long.MAX_VALUE
        : (long) Math.ceil(Math.log(1 - confidence) / Math.log1p(-bound));
  }

  /** One trial of one person. */
  public record Trial(String person, boolean hit) {}

  /**
   * A share among trials of persons, whose trials are alike: the number of trials is cut by the
   * design effect, the variance of the share over persons beside that of independent trials. The
   * trials of a single person are worth one.
   */
  public static Share share(List<Trial> trials) {
    long n = trials.size();
    if (n == 0) {
      return new Share(0, 0, 1, 0);
    }
    double hits = trials.stream().filter(Trial::hit).count();
    double rate = hits / n;
    double effective = Math.max(1, n / Math.max(1, designEffect(trials, rate)));
    return new Share(
        rate,
        lower(rate * effective, effective, 0.975),
        upper(rate * effective, effective, 0.975),
        n);
  }

  private static double designEffect(List<Trial> trials, double rate) {
    if (rate <= 0 || rate >= 1) {
      return 1;
    }
    Map<String, Double> residuals = new HashMap<>();
    trials.forEach(
        trial -> residuals.merge(trial.person(), (trial.hit() ? 1 : 0) - rate, Double::sum));
    double people = residuals.size();
    if (people == 1) {
      return trials.size();
    }
    double clustered = residuals.values().stream().mapToDouble(sum -> sum * sum).sum();
    return people / (people - 1) * clustered / (trials.size() * rate * (1 - rate));
  }
}
