package dev.goodhart.label;

import java.util.List;

/**
 * Combines the rules that speak on a session into one probability: log-odds add up around the base
 * rate, as they would for independent witnesses, and each counts the less the more others of its
 * side say the same wherever it speaks.
 */
final class LabelModel {
  /** Sessions that game before anything is known of an organisation. */
  static final double ASSUMED_BASE_RATE = 0.05;

  private LabelModel() {}

  /** Probability of tokenmaxxing given the rules that speak. */
  static double probability(List<Rule> speaking, RuleRecord record) {
    double base = logOdds(ASSUMED_BASE_RATE);
    double sum = base;
    for (Rule rule : speaking) {
      sum += (logOdds(record.precision(rule)) - base) / record.overlap(rule);
    }
    return 1 / (1 + Math.exp(-sum));
  }

  private static double logOdds(double probability) {
    double inside = Math.min(0.995, Math.max(0.002, probability));
    return Math.log(inside / (1 - inside));
  }
}
