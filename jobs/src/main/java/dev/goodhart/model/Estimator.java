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
 * Which MLlib trees learn an organisation's own part of the model. {@link CrossFit} compares them
 * where there is enough to compare them on, and says how they come out.
 */
enum Estimator {
  /** Mean share of tokenmaxxing over the leaves of many deep trees. */
  FOREST("random forest") {
    @Override
    Blend.Assumed assumed(boolean withStarter) {
      return withStarter ? new Blend.Assumed(0, 1, 0, 0.05) : new Blend.Assumed(8, 0, -4, 0.05);
    }

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
  BOOSTED("boosted trees") {
    @Override
    Blend.Assumed assumed(boolean withStarter) {
      return withStarter ? new Blend.Assumed(0, 1, 0, 1) : BOOSTED_ALONE;
    }

    @Override
    PipelineStage unfitted(Settings.Train train) {
      return boosted(train, Math.max(1, train.maxDepth() - 1));
    }
  },

  /**
   * The same of half the depth, too coarse to learn a few sessions by heart. They know nothing of
   * the starter, and so stand beside it where an organisation is unlike those that it learnt from.
   * That the starter counts nearly in full, and they a little, is assumed loosely: a dozen reviewed
   * positives may say otherwise.
   */
  SHALLOW("shallow boosted trees") {
    @Override
    Blend.Assumed assumed(boolean withStarter) {
      return withStarter ? new Blend.Assumed(0.2, 0.9, 0, 3) : BOOSTED_ALONE;
    }

    @Override
    PipelineStage unfitted(Settings.Train train) {
      return boosted(train, Math.max(1, train.maxDepth() / 2));
    }
  };

  private static final int MIN_ROWS_PER_LEAF = 5;
  private static final double STEP = 0.15;

  /** Their score is log-odds. */
  private static final Blend.Assumed BOOSTED_ALONE = new Blend.Assumed(1, 0, 0, 1);

  /** With fewer reviewed positives there is too little to tell by which trees fit best. */
  private static final long ENOUGH_TO_COMPARE = 100;

  private final String described;

  Estimator(String described) {
    this.described = described;
  }

  /**
   * Those that may pay: the one that the settings name or, for {@code auto}, as many as there are
   * reviewed positives enough for.
   */
  static List<Estimator> worthTrying(boolean withStarter, long positives, Settings.Train train) {
    if (!train.estimator().equals("auto")) {
      return List.of(valueOf(train.estimator().toUpperCase(Locale.ROOT)));
    }
    if (!withStarter) {
      return List.of(FOREST, BOOSTED);
    }
    // Where all fit alike, the first is kept.
    return positives < ENOUGH_TO_COMPARE ? List.of(SHALLOW) : List.of(SHALLOW, FOREST, BOOSTED);
  }

  /** What a fitted pipeline is, in words. */
  static String described(PipelineModel fitted) {
    return last(fitted) instanceof GBTClassificationModel boosted
        ? BOOSTED.described() + " of depth " + boosted.getMaxDepth()
        : FOREST.described();
  }

  /** What is to be fitted on columns {@code features}, {@code label} and {@code weight}. */
  abstract PipelineStage unfitted(Settings.Train train);

  /** The trees of a fitted pipeline. */
  static Ensemble trees(PipelineModel fitted) {
    return last(fitted) instanceof GBTClassificationModel boosted
        ? Ensemble.of(boosted)
        : Ensemble.of((RandomForestClassificationModel) last(fitted));
  }

  private static PipelineStage boosted(Settings.Train train, int depth) {
    return new GBTClassifier()
        .setWeightCol("weight")
        .setMaxIter(Math.max(1, train.trees() / 2))
        .setMaxDepth(depth)
        .setStepSize(STEP)
        .setSubsamplingRate(0.7)
        .setMinInstancesPerNode(MIN_ROWS_PER_LEAF)
        .setFeatureSubsetStrategy("0.4")
        .setSeed(train.seed());
  }

  private static Transformer last(PipelineModel fitted) {
    return fitted.stages()[fitted.stages().length - 1];
  }

  String described() {
    return described;
  }

  /** What is assumed of the blend that it is part of, before any review. */
  abstract Blend.Assumed assumed(boolean withStarter);
}
