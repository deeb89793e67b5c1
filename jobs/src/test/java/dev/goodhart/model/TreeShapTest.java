package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.mllib.tree.impurity.GiniCalculator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeShapTest {
  private static final int FEATURES = 7;
  private static final int DEPTH = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldEqualShapleyValuesByBruteForce(long seed) {
    // Given a random tree that along some paths splits on a feature several times, and along others
    // on as many features as it is deep
    Random random = new Random(seed);
    Tree tree = Tree.ofClasses(randomNode(random, DEPTH));
    TreeShap explainer = new TreeShap(tree);

    for (int i = 0; i < 20; i++) {
      double[] row = random.doubles(FEATURES).toArray();

      // When
      double[] shares = new double[FEATURES];
      explainer.addShares(row, 1, shares);

      // Then
      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat(shares[feature]).isCloseTo(byBruteForce(tree, row, feature), within(1e-10));
      }
      double sum = tree.expected();
      for (double share : shares) {
        sum += share;
      }
      assertThat(sum).isCloseTo(tree.predict(row), within(1e-10));
    }
  }

  private static Node randomNode(Random random, int depth) {
    if (depth == 0 || random.nextDouble() < 0.15) {
      double[] classes = {1 + random.nextInt(20), random.nextInt(20)};
      return new LeafNode(0, 0, new GiniCalculator(classes, 1));
    }
    Node left = randomNode(random, depth - 1);
    Node right = randomNode(random, depth - 1);
    double[] classes = new double[2];
    for (int i = 0; i < 2; i++) {
      classes[i] = left.impurityStats().stats()[i] + right.impurityStats().stats()[i];
    }
    ContinuousSplit split = new ContinuousSplit(random.nextInt(FEATURES), random.nextDouble());
    return new InternalNode(0, 0, 0, left, right, split, new GiniCalculator(classes, 1));
  }

  private static double byBruteForce(Tree tree, double[] row, int feature) {
    double sum = 0;
    for (int present = 0; present < 1 << FEATURES; present++) {
      if ((present & 1 << feature) == 0) {
        int size = Integer.bitCount(present);
        double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
        sum +=
            weight * (value(tree, 0, row, present | 1 << feature) - value(tree, 0, row, present));
      }
    }
    return sum;
  }

  private static double value(Tree tree, int node, double[] row, int present) {
    if (tree.isLeaf(node)) {
      return tree.value(node);
    }
    if ((present & 1 << tree.feature(node)) != 0) {
      return value(tree, tree.next(node, row), row, present);
    }
    double left = tree.cover(tree.left(node));
    double right = tree.cover(tree.right(node));
    return (left * value(tree, tree.left(node), row, present)
            + right * value(tree, tree.right(node), row, present))
        / (left + right);
  }

  private static double factorial(int n) {
    return n <= 1 ? 1 : n * factorial(n - 1);
  }
}
