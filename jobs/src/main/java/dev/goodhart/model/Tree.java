package dev.goodhart.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * One decision tree as flat arrays: node 0 is the root, children come after their parent, a leaf
 * has no feature. A node's cover is the training weight that reached it.
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

  /** Copies an MLlib tree over two classes; a node's value is its positive share. */
  static Tree ofClasses(Node root) {
    return copied(root, node -> positiveShare(node.impurityStats().stats()), Tree::weight);
  }

  /** Copies an MLlib tree of numbers; a node's value is what it predicts. */
  static Tree ofValues(Node root) {
    return copied(root, Node::prediction, node -> node.impurityStats().count());
  }

  private static double positiveShare(double[] classes) {
    double both = classes[0] + classes[1];
    return both > 0 ? classes[1] / both : 0;
  }

  private static double weight(Node node) {
    double[] classes = node.impurityStats().stats();
    return classes[0] + classes[1];
  }

  private static Tree copied(
      Node root, ToDoubleFunction<Node> value, ToDoubleFunction<Node> cover) {
    List<Flat> nodes = new ArrayList<>();
    copy(root, value, cover, nodes);
    return new Tree(nodes, root.subtreeDepth());
  }

  private static int copy(
      Node node, ToDoubleFunction<Node> value, ToDoubleFunction<Node> cover, List<Flat> nodes) {
    Flat flat = new Flat();
    flat.cover = cover.applyAsDouble(node);
    flat.value = value.applyAsDouble(node);
    int place = nodes.size();
    nodes.add(flat);
    if (node instanceof InternalNode internal) {
      ContinuousSplit split = (ContinuousSplit) internal.split();
      flat.feature = split.featureIndex();
      flat.threshold = split.threshold();
      flat.left = copy(internal.leftChild(), value, cover, nodes);
      flat.right = copy(internal.rightChild(), value, cover, nodes);
    }
    return place;
  }

  ObjectNode json(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.put("depth", depth);
    json.set("feature", mapper.valueToTree(feature));
    json.set("threshold", mapper.valueToTree(threshold));
    json.set("left", mapper.valueToTree(left));
    json.set("right", mapper.valueToTree(right));
    json.set("value", mapper.valueToTree(value));
    json.set("cover", mapper.valueToTree(cover));
    return json;
  }

  static Tree of(JsonNode json) {
    int[] feature = ints(json.required("feature"));
    double[] threshold = doubles(json.required("threshold"));
    int[] left = ints(json.required("left"));
    int[] right = ints(json.required("right"));
    double[] value = doubles(json.required("value"));
    double[] cover = doubles(json.required("cover"));
    List<Flat> nodes = new ArrayList<>();
    for (int i = 0; i < feature.length; i++) {
      Flat flat = new Flat();
      flat.feature = feature[i];
      flat.threshold = threshold[i];
      flat.left = left[i];
      flat.right = right[i];
      flat.value = value[i];
      flat.cover = cover[i];
      nodes.add(flat);
    }
    return new Tree(nodes, json.required("depth").asInt());
  }

  private static int[] ints(JsonNode array) {
    int[] numbers = new int[array.size()];
    Arrays.setAll(numbers, i -> array.get(i).asInt());
    return numbers;
  }

  static double[] doubles(JsonNode array) {
    double[] numbers = new double[array.size()];
    Arrays.setAll(numbers, i -> array.get(i).asDouble());
    return numbers;
  }

  int depth() {
    return depth;
  }

  /** Number of nodes. */
  int size() {
    return feature.length;
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
