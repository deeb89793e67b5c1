package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.io.Serializable;

/** Scores and explains one session in plain Java. */
record ScoringCore(Ensemble forest, FeatureSpace space, Calibration calibration)
    implements Serializable {

  double score(Figures figures) {
    return forest.score(space.vector(figures));
  }

  /** Log-odds that everyone starts from. */
  double baseMargin() {
    return calibration.margin(forest.expected());
  }

  /** Additive shares in log-odds, in the space's order. */
  double[] shares(double[] vector, TreeShap shap) {
    double[] shares = forest.shares(vector, shap);
    for (int i = 0; i < shares.length; i++) {
      shares[i] *= calibration.slope();
    }
    return shares;
  }
}
