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

  /** One trial of one person, and how many it stands for beside the others. */
  public record Trial(String person, boolean hit, double weight) {
    public Trial(String person, boolean hit) {
      this(person, hit, 1);
    }
  }

  /**
   * A share among trials of persons, whose trials are alike: they are worth as many independent
   * trials as would make the share vary as much as it does over persons (E. Korn and B. Graubard,
   * 1998), and no more than unequal weights leave of them (L. Kish, 1965). The trials of a single
   * person are worth one.
   */
  public static Share share(List<Trial> trials) {
    long n = trials.size();
    if (n == 0) {
      return new Share(0, 0, 1, 0);
    }
    double all = trials.stream().mapToDouble(Trial::weight).sum();
    double rate = trials.stream().filter(Trial::hit).mapToDouble(Trial::weight).sum() / all;
    double worth = worth(trials, all, rate);
    return new Share(rate, lower(rate * worth, worth, 0.975), upper(rate * worth, worth, 0.975), n);
  }

  private static double worth(List<Trial> trials, double all, double rate) {
    Map<String, Double> residuals = new HashMap<>();
    trials.forEach(
        trial ->
            residuals.merge(
                trial.person(), trial.weight() * ((trial.hit() ? 1 : 0) - rate), Double::sum));
    double people = residuals.size();
    if (people == 1) {
      return 1;
    }
    double most = all * all / trials.stream().mapToDouble(row -> row.weight() * row.weight()).sum();
    if (rate <= 0 || rate >= 1 || most <= 1) {
      return most;
    }
    double squares = residuals.values().stream().mapToDouble(sum -> sum * sum).sum();
    double variance = people / (people - 1) * squares / (all * all);
    double designEffect = variance / (rate * (1 - rate) / (most - 1));
    return Math.max(1, most / Math.max(1, designEffect));
  }
}
