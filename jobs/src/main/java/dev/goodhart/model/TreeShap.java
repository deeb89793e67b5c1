package dev.goodhart.model;

/**
 * Exact Shapley values of one tree, path-dependent: an absent feature is averaged over a node's two
 * children by the training weight that went each way. Follows S. Lundberg and others, "Consistent
 * Individualized Feature Attribution for Tree Ensembles" (2018), algorithm 2: along each path it
 * keeps, for every number of present features, the summed weight of the subsets of that size, adds
 * a feature in O(depth) and takes it out again in O(depth). Not safe for use by several threads.
 */
final class TreeShap {
  private final int rowLength;
  private final int[] feature;
  private final double[] absent;
  private final double[] present;
  private final double[] weight;

  /** Room for trees up to a depth. */
  TreeShap(int deepest) {
    rowLength = deepest + 2;
    int size = rowLength * (rowLength + 1);
    feature = new int[size];
    absent = new double[size];
    present = new double[size];
    weight = new double[size];
  }

  /** Adds {@code scale} times the tree's Shapley values for a row to {@code shares}. */
  void addShares(Tree tree, double[] row, double scale, double[] shares) {
    visit(tree, row, scale, shares, 0, 0, 0, 1, 1, -1);
  }

  /**
   * Goes through the subtree at {@code node}. The path of the parent lies {@code parentStart} deep
   * in the arrays and holds {@code length} entries; the node's own is a copy with one more.
   */
  private void visit(
      Tree tree,
      double[] row,
      double scale,
      double[] shares,
      int node,
      int parentStart,
      int length,
      double absentShare,
      double presentShare,
      int splitOn) {
    int start = parentStart + length;
    System.arraycopy(feature, parentStart, feature, start, length);
    System.arraycopy(absent, parentStart, absent, start, length);
    System.arraycopy(present, parentStart, present, start, length);
    System.arraycopy(weight, parentStart, weight, start, length);
    extend(start, length, absentShare, presentShare, splitOn);
    int last = length;
    if (tree.isLeaf(node)) {
      for (int i = 1; i <= last; i++) {
        double sum = sumWithout(start, last, i);
        int at = start + i;
        shares[feature[at]] += scale * sum * (present[at] - absent[at]) * tree.value(node);
      }
      return;
    }
    int hot = tree.next(node, row);
    int cold = hot == tree.left(node) ? tree.right(node) : tree.left(node);
    int split = tree.feature(node);
    double covers = tree.cover(hot) + tree.cover(cold);
    double hotShare = tree.cover(hot) / covers;
    double coldShare = tree.cover(cold) / covers;
    double absentBefore = 1;
    double presentBefore = 1;
    for (int i = 1; i <= last; i++) {
      if (feature[start + i] == split) {
        absentBefore = absent[start + i];
        presentBefore = present[start + i];
        remove(start, last, i);
        last--;
        break;
      }
    }
    int entries = last + 1;
    visit(
        tree,
        row,
        scale,
        shares,
        hot,
        start,
        entries,
        hotShare * absentBefore,
        presentBefore,
        split);
    visit(tree, row, scale, shares, cold, start, entries, coldShare * absentBefore, 0, split);
  }

  private void extend(int start, int length, double absentShare, double presentShare, int splitOn) {
    feature[start + length] = splitOn;
    absent[start + length] = absentShare;
    present[start + length] = presentShare;
    weight[start + length] = length == 0 ? 1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      weight[start + i + 1] += presentShare * weight[start + i] * (i + 1) / (length + 1);
      weight[start + i] = absentShare * weight[start + i] * (length - i) / (length + 1);
    }
  }

  private void remove(int start, int last, int which) {
    double presentShare = present[start + which];
    double absentShare = absent[start + which];
    double next = weight[start + last];
    for (int i = last - 1; i >= 0; i--) {
      if (presentShare != 0) {
        double kept = weight[start + i];
        weight[start + i] = next * (last + 1) / ((i + 1) * presentShare);
        next = kept - weight[start + i] * absentShare * (last - i) / (last + 1);
      } else {
        weight[start + i] = weight[start + i] * (last + 1) / (absentShare * (last - i));
      }
    }
    for (int i = which; i < last; i++) {
      feature[start + i] = feature[start + i + 1];
      absent[start + i] = absent[start + i + 1];
      present[start + i] = present[start + i + 1];
    }
  }

  private double sumWithout(int start, int last, int which) {
    double presentShare = present[start + which];
    double absentShare = absent[start + which];
    double next = weight[start + last];
    double sum = 0;
    for (int i = last - 1; i >= 0; i--) {
      if (presentShare != 0) {
        double one = next * (last + 1) / ((i + 1) * presentShare);
        sum += one;
        next = weight[start + i] - one * absentShare * (last - i) / (last + 1);
      } else {
        sum += weight[start + i] * (last + 1) / (absentShare * (last - i));
      }
    }
    return sum;
  }
}
