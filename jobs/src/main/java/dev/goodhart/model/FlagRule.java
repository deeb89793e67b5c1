package dev.goodhart.model;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Whom a suspicion flags: whose probability reaches the threshold and who, without the one free
 * thing that speaks most for tokenmaxxing, would still be unclear. What would not even be that is
 * no reason to flag anybody.
 */
public final class FlagRule implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double threshold;
  private final double unclearShare;

  private FlagRule(double threshold, double unclearShare) {
    this.threshold = threshold;
    this.unclearShare = unclearShare;
  }

  /**
   * A rule.
   *
   * @param threshold probability from which a session is flagged, empty where nobody is
   * @param unclearShare of the threshold, or of certainty where there is none, from which a session
   *     is unclear
   */
  public static FlagRule of(OptionalDouble threshold, double unclearShare) {
    return new FlagRule(threshold.orElse(Double.POSITIVE_INFINITY), unclearShare);
  }

  public boolean flags(Suspicion suspicion) {
    return suspicion.flaggedUpTo(unclearShare) >= threshold;
  }

  /** Whether it is unclear at least. */
  boolean suspects(Suspicion suspicion) {
    return suspicion.probability() >= unclearShare * Math.min(1, threshold);
  }
}
