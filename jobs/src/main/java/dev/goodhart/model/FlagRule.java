package dev.goodhart.model;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Whom a suspicion flags: whose probability reaches the threshold, and is still at least one in
 * three without the one free thing that speaks most for tokenmaxxing. What falls further hangs on
 * one thing that anybody changes for nothing, and that is no reason to flag anybody.
 */
public final class FlagRule implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double threshold;

  private FlagRule(double threshold) {
    this.threshold = threshold;
  }

  /**
   * A rule.
   *
   * @param threshold probability from which a session is flagged, empty where nobody is
   */
  public static FlagRule of(OptionalDouble threshold) {
    return new FlagRule(threshold.orElse(Double.POSITIVE_INFINITY));
  }

  public boolean flags(Suspicion suspicion) {
    return suspicion.probability() >= threshold && !suspicion.hangsOnOneThing();
  }

  /**
   * Whether it is unclear at least.
   *
   * @param share of the threshold, or of certainty where there is none
   */
  boolean suspects(Suspicion suspicion, double share) {
    return suspicion.probability() >= share * Math.min(1, threshold);
  }
}
