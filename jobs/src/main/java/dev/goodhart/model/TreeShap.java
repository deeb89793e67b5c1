package dev.goodhart.model;

import java.util.Arrays;
import java.util.stream.IntStream;
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
 * leaves up; all else depends on the tree alone and is prepared once. Where a feature splits a path
 * again, the later split takes back what the one above it put in.
 *
 * <p>Not safe for use by several threads.
 */
final class TreeShap {
  /** Where a row goes at a split. */
  private static final int LEFT = 0;

  private static final int RIGHT = 1;

  /**
   * It went another way at a split of the same feature above, so that this one says nothing new.
   */
  private static final int ELSEWHERE = 2;

  private static final int WAYS = 3;
  private static final int NONE = -1;

  private final Tree tree;
  private final int points;

  /** Nodes that are split, parents first. */
  private final int[] splits;

  /** By split, the nearest edge on the way to it that leaves a split of its feature, or none. */
  private final int[] above;

  /** By split, way, child and point, what the product is multiplied by; leaves' value included. */
  private final double[] factor;

  /** By split, way, child and point, what the sum over the child's leaves adds to the share. */
  private final double[] gain;

  /** By split, where the row at hand goes. */
  private final int[] way;

  /** By node and point, the product of factors on the way down, the leaves' sum on the way up. */
  private final double[] carried;

  TreeShap(Tree tree) {
    this.tree = tree;
    GaussIntegrator rule =
        new GaussIntegratorFactory().legendre(Math.max(1, (tree.depth() + 1) / 2), 0, 1);
    points = rule.getNumberOfPoints();
    splits = IntStream.range(0, tree.size()).filter(node -> !tree.isLeaf(node)).toArray();
    above = new int[splits.length];
    way = new int[splits.length];
    factor = new double[splits.length * WAYS * 2 * points];
    gain = new double[splits.length * WAYS * 2 * points];
    carried = new double[tree.size() * points];
    prepare(rule);
  }

  private void prepare(GaussIntegrator rule) {
    // An edge leads from a split to a child; of each node the one that leads there.
    int[] edge = new int[tree.size()];
    edge[0] = NONE;
    // By edge, the factor of its feature where that is absent.
    double[] absent = new double[splits.length * 2];
    for (int split = 0; split < splits.length; split++) {
      above[split] = sameFeatureAbove(splits[split], edge);
      double absentAbove = above[split] == NONE ? 1 : absent[above[split]];
      double covers = cover(split, LEFT) + cover(split, RIGHT);
      for (int to = LEFT; to <= RIGHT; to++) {
        double share = cover(split, to) / covers;
        edge[child(split, to)] = split * 2 + to;
        absent[split * 2 + to] = share * absentAbove;
        prepare(split, to, share, absentAbove, rule);
      }
    }
  }

  private int sameFeatureAbove(int node, int[] edge) {
    int at = edge[node];
    while (at != NONE && tree.feature(splits[at / 2]) != tree.feature(node)) {
      at = edge[splits[at / 2]];
    }
    return at;
  }

  private void prepare(int split, int to, double share, double absentAbove, GaussIntegrator rule) {
    int child = child(split, to);
    double value = tree.isLeaf(child) ? tree.value(child) : 1;
    double absent = share * absentAbove;
    int keeps = place(split, to, to);
    int leaves = place(split, LEFT + RIGHT - to, to);
    int elsewhere = place(split, ELSEWHERE, to);
    for (int point = 0; point < points; point++) {
      double t = rule.getPoint(point);
      double weight = rule.getWeight(point);
      double factorAbove = t + (1 - t) * absentAbove;
      double gainAbove = (1 - absentAbove) / factorAbove;
      double kept = t + (1 - t) * absent;
      factor[keeps + point] = value * kept / factorAbove;
      gain[keeps + point] = weight * ((1 - absent) / kept - gainAbove);
      factor[leaves + point] = value * (1 - t) * absent / factorAbove;
      gain[leaves + point] = weight * (-1 / (1 - t) - gainAbove);
      factor[elsewhere + point] = value * share;
    }
  }

  private int child(int split, int to) {
    return to == LEFT ? tree.left(splits[split]) : tree.right(splits[split]);
  }

  private double cover(int split, int to) {
    return tree.cover(child(split, to));
  }

  private int place(int split, int where, int to) {
    return ((split * WAYS + where) * 2 + to) * points;
  }

  /** Adds {@code scale} times the tree's Shapley values for a row to {@code shares}. */
  void addShares(double[] row, double scale, double[] shares) {
    Arrays.fill(carried, 0, points, 1);
    for (int split = 0; split < splits.length; split++) {
      way[split] = wayOf(split, row);
      down(split);
    }
    for (int split = splits.length - 1; split >= 0; split--) {
      shares[tree.feature(splits[split])] += scale * up(split);
    }
  }

  private int wayOf(int split, double[] row) {
    int edge = above[split];
    if (edge != NONE && way[edge / 2] != edge % 2) {
      return ELSEWHERE;
    }
    int node = splits[split];
    return tree.next(node, row) == tree.left(node) ? LEFT : RIGHT;
  }

  private void down(int split) {
    int from = splits[split] * points;
    int left = child(split, LEFT) * points;
    int right = child(split, RIGHT) * points;
    int byLeft = place(split, way[split], LEFT);
    int byRight = place(split, way[split], RIGHT);
    for (int point = 0; point < points; point++) {
      carried[left + point] = carried[from + point] * factor[byLeft + point];
      carried[right + point] = carried[from + point] * factor[byRight + point];
    }
  }

  /** Sums up the leaves below a split; returns what they add to the share of its feature. */
  private double up(int split) {
    int to = splits[split] * points;
    int left = child(split, LEFT) * points;
    int right = child(split, RIGHT) * points;
    int byLeft = place(split, way[split], LEFT);
    int byRight = place(split, way[split], RIGHT);
    double share = 0;
    for (int point = 0; point < points; point++) {
      double leftSum = carried[left + point];
      double rightSum = carried[right + point];
      share += leftSum * gain[byLeft + point] + rightSum * gain[byRight + point];
      carried[to + point] = leftSum + rightSum;
    }
    return share;
  }
}
