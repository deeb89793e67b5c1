package dev.goodhart.model;

import dev.goodhart.config.Settings;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;

/**
 * Which MLlib trees learn an organisation's own part of the model. {@link CrossFit} compares them;
 * {@code model-card.md} says how they come out.
 */
enum Estimator {
  /** Mean share of tokenmaxxing over the leaves of many deep trees. */
  FOREST("random forest", 8, -4, 0.05) {
    @Override
    PipelineStage unfitted(Settings.Train train) {
      return new RandomForestClassifier()
          .setWeightCol("weight")
          .setNumTrees(train.trees())
          .setMaxDepth(train.maxDepth())
          .setMinInstancesPerNode(MIN_ROWS_PER_LEAF)
          .setFeatureSubsetStrategy("0.25")
          .setSeed(train.seed());
    }
  },

  /**
   * Log-odds as a sum over shallower trees, each of which learns what the others left. Half as
   * many: they are grown one after the other.
   */
  BOOSTED("boosted trees", 1, 0, 1) {
    @Override
    PipelineStage unfitted(Settings.Train train) {
      return new GBTClassifier()
          .setWeightCol("weight")
          .setMaxIter(Math.max(1, train.trees() / 2))
          .setMaxDepth(Math.max(1, train.maxDepth() - 1))
          .setStepSize(STEP)
          .setSubsamplingRate(0.7)
          .setMinInstancesPerNode(MIN_ROWS_PER_LEAF)
          .setFeatureSubsetStrategy("0.4")
          .setSeed(train.seed());
    }
  };

  private static final int MIN_ROWS_PER_LEAF = 5;
  private static final double STEP = 0.15;

  private final String described;
  private final double aloneWeight;
  private final double aloneIntercept;
  private final double strength;

  Estimator(String described, double aloneWeight, double aloneIntercept, double strength) {
    this.described = described;
    this.aloneWeight = aloneWeight;
    this.aloneIntercept = aloneIntercept;
    this.strength = strength;
  }

  /** Those that the settings name: one, or {@code auto} for all of them. */
  static List<Estimator> toTry(Settings.Train train) {
    return train.estimator().equals("auto")
        ? List.of(values())
        : List.of(valueOf(train.estimator().toUpperCase(Locale.ROOT)));
  }

  /** The one that a pipeline was fitted by. */
  static Estimator of(PipelineModel fitted) {
    return last(fitted) instanceof GBTClassificationModel ? BOOSTED : FOREST;
  }

  /** What is to be fitted on columns {@code features}, {@code label} and {@code weight}. */
  abstract PipelineStage unfitted(Settings.Train train);

  /** The trees of a fitted pipeline. */
  static Ensemble trees(PipelineModel fitted) {
    return last(fitted) instanceof GBTClassificationModel boosted
        ? Ensemble.of(boosted)
        : Ensemble.of((RandomForestClassificationModel) last(fitted));
  }

  private static Transformer last(PipelineModel fitted) {
    return fitted.stages()[fitted.stages().length - 1];
  }

  String described() {
    return described;
  }

  /** What a unit of its score adds to the log-odds where there is no starter, before any review. */
  double aloneWeight() {
    return aloneWeight;
  }

  /** Log-odds where its score is 0 and there is no starter, before any review. */
  double aloneIntercept() {
    return aloneIntercept;
  }

  /** How many units of information the assumption on its weight is worth. */
  double strength() {
    return strength;
  }
}
