package dev.goodhart.model;

import java.util.Arrays;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Exact Shapley values of one tree, path-dependent as in S. Lundberg and others, "Consistent
 * Individualized Feature Attribution for Tree Ensembles" (2018): an absent feature is averaged over
 * a node's two children by the training weight that went each way.
 *
 * <p>Where each feature is present by a toss of its own, with probability t, a leaf counts its
 * value times a factor of each feature on its path, {@code t * z + (1 - t) * r}: z is 1 if the row
 * keeps to the path at all of that feature's splits, else 0, and r is the share of the training
 * weight that did. A feature's Shapley value is the integral over t, from 0 to 1, of what its
 * presence adds (G. Owen, "Multilinear Extensions of Games", 1972): z - r times the others'
 * factors. This is a polynomial in t, so that a Gauss-Legendre rule with half as many points as the
 * tree is deep gives the integral exactly. Products of factors are carried down the tree, sums over
 * leaves up; all else depends on the tree alone and is prepared once.
 *
 * <p>Not safe for use by several threads.
 */
final class TreeShap {
  /** The row keeps to the path at this node and at all of its feature's splits above. */
  private static final int KEPT = 0;

  /** The row leaves the path at this node, at no split of its feature above. */
  private static final int LEFT = 1;

  /** The row left the path at a split of this node's feature above. */
  private static final int GONE = 2;

  private static final int STATES = 3;

  private final Tree tree;
  private final int points;

  /** By node, the feature whose split leads there. */
  private final int[] feature;

  /**
   * By node, the nearest node above whose feature is the same; 0: none, the root has no feature.
   */
  private final int[] above;

  /** By node, state and point, what the product of factors is multiplied by on the way there. */
  private final double[] factor;

  /** By node, state and point, what its leaves' sum adds to its feature's share. */
  private final double[] gain;

  private final int[] state;
  private final double[] product;
  private final double[] sum;

  TreeShap(Tree tree) {
    this.tree = tree;
    GaussIntegrator rule =
        new GaussIntegratorFactory().legendre(Math.max(1, (tree.depth() + 1) / 2), 0, 1);
    points = rule.getNumberOfPoints();
    int nodes = tree.size();
    feature = new int[nodes];
    above = new int[nodes];
    factor = new double[nodes * STATES * points];
    gain = new double[nodes * STATES * points];
    state = new int[nodes];
    product = new double[nodes * points];
    sum = new double[nodes * points];
    Arrays.fill(product, 0, points, 1);
    prepare(rule);
  }

  private void prepare(GaussIntegrator rule) {
    int[] parent = new int[tree.size()];
    double[] absent = new double[tree.size()];
    for (int node = 0; node < tree.size(); node++) {
      if (!tree.isLeaf(node)) {
        double covers = tree.cover(tree.left(node)) + tree.cover(tree.right(node));
        for (int child : new int[] {tree.left(node), tree.right(node)}) {
          parent[child] = node;
          feature[child] = tree.feature(node);
          above[child] = sameFeatureAbove(child, parent);
          prepare(child, tree.cover(child) / covers, absent, rule);
        }
      }
    }
  }

  private int sameFeatureAbove(int node, int[] parent) {
    int at = parent[node];
    while (at != 0 && feature[at] != feature[node]) {
      at = parent[at];
    }
    return at;
  }

  /**
   * Prepares a node.
   *
   * @param share share of the parent's training weight
   * @param absent by node, the factor of its feature where that is absent
   */
  private void prepare(int node, double share, double[] absent, GaussIntegrator rule) {
    boolean again = above[node] != 0;
    double absentAbove = again ? absent[above[node]] : 1;
    absent[node] = share * absentAbove;
    for (int point = 0; point < points; point++) {
      double t = rule.getPoint(point);
      double weight = rule.getWeight(point);
      double keptAbove = t + (1 - t) * absentAbove;
      double gainAbove = (1 - absentAbove) / keptAbove;
      double kept = t + (1 - t) * absent[node];
      int keeps = place(node, KEPT) + point;
      factor[keeps] = kept / keptAbove;
      gain[keeps] = weight * ((1 - absent[node]) / kept - gainAbove);
      int leaves = place(node, LEFT) + point;
      factor[leaves] = (1 - t) * absent[node] / keptAbove;
      gain[leaves] = weight * (-1 / (1 - t) - gainAbove);
      factor[place(node, GONE) + point] = share;
    }
  }

  private int place(int node, int nodeState) {
    return (node * STATES + nodeState) * points;
  }

  /** Adds {@code scale} times the tree's Shapley values for a row to {@code shares}. */
  void addShares(double[] row, double scale, double[] shares) {
    for (int node = 0; node < state.length; node++) {
      if (!tree.isLeaf(node)) {
        int next = tree.next(node, row);
        enter(tree.left(node), node, next);
        enter(tree.right(node), node, next);
      }
    }
    // A node's children come after it.
    for (int node = state.length - 1; node > 0; node--) {
      shares[feature[node]] += scale * gathered(node);
    }
  }

  private void enter(int node, int parent, int next) {
    boolean keptAbove = state[above[node]] == KEPT;
    state[node] = !keptAbove ? GONE : node == next ? KEPT : LEFT;
    int from = parent * points;
    int to = node * points;
    int by = place(node, state[node]);
    for (int point = 0; point < points; point++) {
      product[to + point] = product[from + point] * factor[by + point];
    }
  }

  /** Sums up a node's leaves; returns what they add to the share of the node's feature. */
  private double gathered(int node) {
    int to = node * points;
    int by = place(node, state[node]);
    boolean leaf = tree.isLeaf(node);
    int left = tree.left(node) * points;
    int right = tree.right(node) * points;
    double share = 0;
    for (int point = 0; point < points; point++) {
      double leaves =
          leaf ? tree.value(node) * product[to + point] : sum[left + point] + sum[right + point];
      sum[to + point] = leaves;
      share += leaves * gain[by + point];
    }
    return share;
  }
}
