package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The heuristics that people use today, to be beaten: ranking by cost, ranking by calls, the "low
 * worth" rule (cost of 3 USD or more and no edit, commit or pull request), and everything above
 * mean + 2 standard deviations of cost.
 */
final class Baselines {
  static final double LOW_WORTH_COST = 3;

  private Baselines() {}

  /**
   * A heuristic: its name, its score for a row, higher being more suspicious, and whether a score
   * above 0 is a flag.
   */
  record Heuristic(String name, ToDoubleFunction<Unseen.Figured> score, boolean flags) {}

  /** Whether a session shows no edit, no commit and no pull request. */
  static boolean noProduct(Figures figures) {
    return !figures.atLeast("edit_share", Double.MIN_VALUE)
        && !figures.atLeast("commits", 1)
        && !figures.atLeast("linked", 0.5);
  }

  static boolean lowWorth(Unseen.Figured row) {
    return row.cost() >= LOW_WORTH_COST && row.noProduct();
  }

  /** Mean + 2 standard deviations of cost over the rows. */
  static double unusualCost(List<Unseen.Figured> rows) {
    double mean = rows.stream().mapToDouble(Unseen.Figured::cost).average().orElse(0);
    double variance =
        rows.stream().mapToDouble(row -> Math.pow(row.cost() - mean, 2)).average().orElse(0);
    return mean + 2 * Math.sqrt(variance);
  }

  /** All heuristics, as scores over the rows given. */
  static List<Heuristic> over(List<Unseen.Figured> rows) {
    double unusual = unusualCost(rows);
    List<Heuristic> all = new ArrayList<>();
    all.add(new Heuristic("cost", Unseen.Figured::cost, false));
    all.add(new Heuristic("calls", Unseen.Figured::calls, false));
    all.add(new Heuristic("low_worth", row -> lowWorth(row) ? 1 : 0, true));
    all.add(new Heuristic("mean_plus_2_sigma", row -> row.cost() > unusual ? 1 : 0, true));
    return List.copyOf(all);
  }
}
