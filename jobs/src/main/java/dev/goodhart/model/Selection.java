package dev.goodhart.model;

import java.util.Arrays;
import java.util.List;

/**
 * Corrects for whom reviewers look at. They look at dear sessions first, so that reviewed sessions
 * are no fair sample; each is weighted by how seldom sessions of its cost are looked at (inverse
 * propensity weighting, D. Horvitz and D. Thompson, 1952), the propensity being the share reviewed
 * in its fifth of sessions by cost.
 */
final class Selection {
  private static final int PARTS = 5;

  /** No session counts more than this, or less than its inverse. */
  private static final double MOST = 3;

  private final double[] bounds;
  private final double[] weights;

  private Selection(double[] bounds, double[] weights) {
    this.bounds = bounds;
    this.weights = weights;
  }

  /** A session's cost, and whether a reviewer decided on it. */
  record Looked(double cost, boolean reviewed) {}

  static Selection of(List<Looked> sessions) {
    double[] costs = sessions.stream().mapToDouble(Looked::cost).sorted().toArray();
    double[] bounds = new double[PARTS - 1];
    Arrays.setAll(bounds, i -> costs.length == 0 ? 0 : costs[costs.length * (i + 1) / PARTS]);
    Selection parts = new Selection(bounds, new double[PARTS]);
    double[] all = new double[PARTS];
    double[] reviewed = new double[PARTS];
    for (Looked session : sessions) {
      int part = parts.part(session.cost());
      all[part]++;
      reviewed[part] += session.reviewed() ? 1 : 0;
    }
    double overall = Arrays.stream(reviewed).sum() / Math.max(1, sessions.size());
    for (int part = 0; part < PARTS; part++) {
      double propensity = (reviewed[part] + overall) / (all[part] + 1);
      double weight = propensity > 0 ? overall / propensity : 1;
      parts.weights[part] = Math.max(1 / MOST, Math.min(MOST, weight));
    }
    return parts;
  }

  private int part(double cost) {
    int part = 0;
    while (part < bounds.length && cost >= bounds[part]) {
      part++;
    }
    return part;
  }

  /** What a reviewed session of a cost counts, 1 on average. */
  double weight(double cost) {
    return weights[part(cost)];
  }
}
