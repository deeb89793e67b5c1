package dev.goodhart.label;

import java.util.List;

/**
 * Combines the rules that speak on a session into one probability, in log-odds around the base
 * rate. Rules on one side overlap, so that the strongest counts in full and each further one by
 * half of what the last counted.
 */
final class LabelModel {
  /** Sessions that game before anything is known of an organisation. */
  static final double ASSUMED_BASE_RATE = 0.05;

  private LabelModel() {}

  /** Probability of tokenmaxxing given the rules that speak. */
  static double probability(List<Rule> speaking, RuleRecord accuracy) {
    double base = logOdds(ASSUMED_BASE_RATE);
    return 1
        / (1
            + Math.exp(-(base + pull(speaking, true, accuracy) + pull(speaking, false, accuracy))));
  }

  private static double pull(List<Rule> speaking, boolean gaming, RuleRecord accuracy) {
    double[] pulls =
        speaking.stream()
            .filter(rule -> rule.gaming() == gaming)
            .mapToDouble(rule -> logOdds(accuracy.precision(rule)) - logOdds(ASSUMED_BASE_RATE))
            .map(Math::abs)
            .sorted()
            .toArray();
    double sum = 0;
    double damping = 1;
    for (int i = pulls.length - 1; i >= 0; i--) {
      sum += pulls[i] * damping;
      damping /= 2;
    }
    return gaming ? sum : -sum;
  }

  private static double logOdds(double probability) {
    double inside = Math.min(0.995, Math.max(0.002, probability));
    return Math.log(inside / (1 - inside));
  }
}
