package dev.goodhart.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * One decision tree as flat arrays: node 0 is the root, a leaf has no feature. A node's value is
 * the positive share of the training weight that reached it; its cover is that weight.
 */
final class Tree implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LEAF = -1;

  private final int[] feature;
  private final double[] threshold;
  private final int[] left;
  private final int[] right;
  private final double[] value;
  private final double[] cover;
  private final int depth;

  private Tree(List<Flat> nodes, int depth) {
    int size = nodes.size();
    feature = new int[size];
    threshold = new double[size];
    left = new int[size];
    right = new int[size];
    value = new double[size];
    cover = new double[size];
    for (int i = 0; i < size; i++) {
      Flat node = nodes.get(i);
      feature[i] = node.feature;
      threshold[i] = node.threshold;
      left[i] = node.left;
      right[i] = node.right;
      value[i] = node.value;
      cover[i] = node.cover;
    }
    this.depth = depth;
  }

  /** Copies an MLlib tree over two classes. */
  static Tree of(Node root) {
    List<Flat> nodes = new ArrayList<>();
    copy(root, nodes);
    return new Tree(nodes, root.subtreeDepth());
  }

  private static int copy(Node node, List<Flat> nodes) {
    double[] classes = node.impurityStats().stats();
    Flat flat = new Flat();
    flat.cover = classes[0] + classes[1];
    flat.value = flat.cover > 0 ? classes[1] / flat.cover : 0;
    int place = nodes.size();
    nodes.add(flat);
    if (node instanceof InternalNode internal) {
      ContinuousSplit split = (ContinuousSplit) internal.split();
      flat.feature = split.featureIndex();
      flat.threshold = split.threshold();
      flat.left = copy(internal.leftChild(), nodes);
      flat.right = copy(internal.rightChild(), nodes);
    }
    return place;
  }

  int depth() {
    return depth;
  }

  boolean isLeaf(int node) {
    return feature[node] == LEAF;
  }

  int feature(int node) {
    return feature[node];
  }

  double value(int node) {
    return value[node];
  }

  double cover(int node) {
    return cover[node];
  }

  int left(int node) {
    return left[node];
  }

  int right(int node) {
    return right[node];
  }

  /** The child that a row goes to. */
  int next(int node, double[] row) {
    return row[feature[node]] <= threshold[node] ? left[node] : right[node];
  }

  double predict(double[] row) {
    int node = 0;
    while (!isLeaf(node)) {
      node = next(node, row);
    }
    return value[node];
  }

  /** Mean of the leaves, each by the training weight that reached it. */
  double expected() {
    return expected(0);
  }

  private double expected(int node) {
    if (isLeaf(node)) {
      return value[node];
    }
    int l = left[node];
    int r = right[node];
    return (cover[l] * expected(l) + cover[r] * expected(r)) / (cover[l] + cover[r]);
  }

  private static final class Flat {
    private int feature = LEAF;
    private double threshold;
    private int left;
    private int right;
    private double value;
    private double cover;
  }
}
