package dev.goodhart.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;

/**
 * MLlib's trees in plain Java, so that a row is scored and explained without a Spark expression for
 * each tree. The score is the weighted sum of the trees' values: of a random forest the mean of
 * their positive shares, as MLlib's own probability is; of boosted trees the log-odds.
 */
final class Ensemble implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Tree[] trees;
  private final double[] weights;

  private Ensemble(Tree[] trees, double[] weights) {
    this.trees = trees;
    this.weights = weights;
  }

  static Ensemble of(RandomForestClassificationModel model) {
    Tree[] trees =
        Arrays.stream(model.trees())
            .map(DecisionTreeClassificationModel::rootNode)
            .map(Tree::ofClasses)
            .toArray(Tree[]::new);
    double[] weights = new double[trees.length];
    Arrays.fill(weights, 1.0 / trees.length);
    return new Ensemble(trees, weights);
  }

  /** MLlib's boosted trees sum up to half of the log-odds. */
  static Ensemble of(GBTClassificationModel model) {
    Tree[] trees =
        Arrays.stream(model.trees())
            .map(DecisionTreeRegressionModel::rootNode)
            .map(Tree::ofValues)
            .toArray(Tree[]::new);
    return new Ensemble(
        trees, Arrays.stream(model.treeWeights()).map(weight -> 2 * weight).toArray());
  }

  /** Weighted sum over the leaves that a row falls into. */
  double score(double[] row) {
    double sum = 0;
    for (int i = 0; i < trees.length; i++) {
      sum += weights[i] * trees[i].predict(row);
    }
    return sum;
  }

  /** The score before anything is known of a row. */
  double expected() {
    double sum = 0;
    for (int i = 0; i < trees.length; i++) {
      sum += weights[i] * trees[i].expected();
    }
    return sum;
  }

  /** Exact additive shares: {@link #expected()} + their sum = {@link #score}. */
  double[] shares(double[] row, List<TreeShap> explainers) {
    double[] shares = new double[row.length];
    for (int i = 0; i < trees.length; i++) {
      explainers.get(i).addShares(row, weights[i], shares);
    }
    return shares;
  }

  /** One for each tree, for {@link #shares}; each thread needs its own. */
  List<TreeShap> explainers() {
    return Arrays.stream(trees).map(TreeShap::new).toList();
  }

  ObjectNode json(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.set("weights", mapper.valueToTree(weights));
    ArrayNode all = json.putArray("trees");
    for (Tree tree : trees) {
      all.add(tree.json(mapper));
    }
    return json;
  }

  static Ensemble of(JsonNode json) {
    List<Tree> trees = new ArrayList<>();
    json.required("trees").forEach(tree -> trees.add(Tree.of(tree)));
    return new Ensemble(trees.toArray(Tree[]::new), Tree.doubles(json.required("weights")));
  }
}
