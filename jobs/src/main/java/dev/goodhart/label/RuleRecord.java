package dev.goodhart.label;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * How rules fared against reviews so far: for each rule, how many reviewed sessions it spoke on and
 * how many of them reviewers found to be tokenmaxxing.
 */
final class RuleRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Reviewed sessions that an assumed precision is worth. */
  private static final double ASSUMPTION_STRENGTH = 10;

  private final HashMap<String, long[]> spokenAndPositive;
  private final double missedShare;

  /**
   * @param spokenAndPositive by rule: sessions with a verdict that it spoke on, positives among
   *     them
   * @param missedShare share of tokenmaxxing sessions that reviewers take for honest
   */
  RuleRecord(Map<String, long[]> spokenAndPositive, double missedShare) {
    this.spokenAndPositive = new HashMap<>(spokenAndPositive);
    this.missedShare = missedShare;
  }

  /**
   * Share of tokenmaxxing where the rule speaks: the mean of a beta posterior around what is
   * assumed of the rule, with positives raised by what reviewers miss.
   */
  double precision(Rule rule) {
    long[] counts = spokenAndPositive.getOrDefault(rule.name(), new long[] {0, 0});
    double positives = Math.min((double) counts[0], counts[1] / Math.max(0.1, 1 - missedShare));
    return (rule.assumedPrecision() * ASSUMPTION_STRENGTH + positives)
        / (ASSUMPTION_STRENGTH + counts[0]);
  }
}
