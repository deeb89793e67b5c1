package dev.goodhart.model;

import dev.goodhart.model.ScoringCore.Explaining;
import java.util.List;

/** Trees, what they see, and their weight in the log-odds. */
record TreesPart(Ensemble trees, FeatureSpace space, double weight) implements ScoringCore.Part {
  @Override
  public List<String> names() {
    return space.names();
  }

  @Override
  public double expected() {
    return weight == 0 ? 0 : weight * trees.expected();
  }

  @Override
  public Explaining explaining() {
    if (weight == 0) {
      return figures -> new double[space.size()];
    }
    List<TreeShap> explainers = trees.explainers();
    return figures -> {
      double[] shares = trees.shares(space.vector(figures), explainers);
      for (int i = 0; i < shares.length; i++) {
        shares[i] *= weight;
      }
      return shares;
    };
  }
}
