package dev.goodhart.model;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;

/**
 * An MLlib random forest in plain Java, so that a row is scored and explained without a Spark
 * expression for each tree. The score is the mean of the trees' positive shares, as MLlib's own
 * probability is.
 */
final class Forest implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Tree[] trees;

  private Forest(Tree[] trees) {
    this.trees = trees;
  }

  static Forest of(RandomForestClassificationModel model) {
    return new Forest(
        Arrays.stream(model.trees())
            .map(DecisionTreeClassificationModel::rootNode)
            .map(Tree::of)
            .toArray(Tree[]::new));
  }

  /** Mean positive share of the leaves that a row falls into. */
  double score(double[] row) {
    double sum = 0;
    for (Tree tree : trees) {
      sum += tree.predict(row);
    }
    return sum / trees.length;
  }

  /** The score before anything is known of a row. */
  double expected() {
    double sum = 0;
    for (Tree tree : trees) {
      sum += tree.expected();
    }
    return sum / trees.length;
  }

  /** Exact additive shares: {@link #expected()} + their sum = {@link #score}. */
  double[] shares(double[] row, TreeShap shap) {
    double[] shares = new double[row.length];
    for (Tree tree : trees) {
      shap.addShares(tree, row, 1.0 / trees.length, shares);
    }
    return shares;
  }

  /** Work space for {@link #shares}. */
  TreeShap explainer() {
    return new TreeShap(Arrays.stream(trees).mapToInt(Tree::depth).max().orElse(0));
  }
}
