package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.Figures;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Trains the starter on rows whose truth is known. Rows are dealt to a fixed number of partitions
 * by key and sorted there, and the seed is fixed; but sums over partitions are taken in the order
 * in which these end, so that trees made anew may differ in a split that hangs by a last digit.
 */
public final class StarterTrainer {
  private static final int PARTITIONS = 4;
  private static final long SEED = 42;

  private static final StructType EXAMPLE =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  /**
   * How much is learnt.
   *
   * @param trees number of trees
   * @param depth depth of each
   * @param step how much of what is left unexplained each tree explains
   */
  public record Size(int trees, int depth, double step) {}

  private StarterTrainer() {}

  /**
   * A starter.
   *
   * @param rows feature rows with {@code key}, unique, {@code label}, 0 or 1, and {@code weight}
   */
  public static Starter train(String version, Dataset<Row> rows, Size size) {
    FeatureSpace space = FeatureSpace.learn(FeatureSpace.sample(rows, "key", rows.count()));
    MapFunction<Row, Row> toExample =
        row ->
            RowFactory.create(
                row.getAs("key"),
                row.getAs("label"),
                row.getAs("weight"),
                Vectors.dense(space.vector(Figures.of(row))));
    Dataset<Row> examples =
        rows.map(toExample, Encoders.row(EXAMPLE))
            .repartition(PARTITIONS, col("key"))
            .sortWithinPartitions("key")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Row sums =
          examples
              .agg(
                  functions.sum(col("weight").multiply(col("label"))), functions.sum(col("weight")))
              .head();
      GBTClassificationModel model =
          new GBTClassifier()
              .setFeaturesCol("features")
              .setLabelCol("label")
              .setWeightCol("weight")
              .setMaxIter(size.trees())
              .setMaxDepth(size.depth())
              .setStepSize(size.step())
              .setSubsamplingRate(0.7)
              .setFeatureSubsetStrategy("0.4")
              .setMinInstancesPerNode(20)
              .setMaxBins(64)
              .setSeed(SEED)
              .fit(examples);
      return Starter.of(version, space, Ensemble.of(model), sums.getDouble(0) / sums.getDouble(1));
    } finally {
      examples.unpersist();
    }
  }
}
