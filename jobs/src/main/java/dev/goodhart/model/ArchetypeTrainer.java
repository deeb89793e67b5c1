package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.label.Figures;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Learns how kinds of gaming, runaways and honest work look from sessions whose truth is known, by
 * MLlib's multinomial logistic regression on standardised figures.
 */
public final class ArchetypeTrainer {
  /** Firmness of the ridge, against a mean log loss. */
  private static final double RIDGE = 0.001;

  private static final int ITERATIONS = 200;

  private static final StructType EXAMPLE =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private ArchetypeTrainer() {}

  /**
   * Learns.
   *
   * @param rows feature rows with {@code key}, unique, {@code kind}, {@code label}, 1 for gaming,
   *     and {@code weight}
   */
  public static Archetypes train(Dataset<Row> rows) {
    FeatureSpace space = FeatureSpace.learn(FeatureSpace.sample(rows, "key", rows.count()));
    Dataset<Row> named =
        rows.withColumn(
            "name",
            when(col("label").equalTo(1).or(col("kind").equalTo(Archetypes.RUNAWAY)), col("kind"))
                .otherwise(lit(Archetypes.HONEST)));
    List<String> names =
        named.select("name").distinct().orderBy("name").as(Encoders.STRING()).collectAsList();
    MapFunction<Row, Row> toExample =
        row ->
            RowFactory.create(
                (double) names.indexOf(row.<String>getAs("name")),
                row.getAs("weight"),
                Vectors.dense(space.plain(Figures.of(row))));
    Dataset<Row> examples =
        named.map(toExample, Encoders.row(EXAMPLE)).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      LogisticRegressionModel model =
          new LogisticRegression()
              .setFamily("multinomial")
              .setWeightCol("weight")
              .setRegParam(RIDGE)
              .setMaxIter(ITERATIONS)
              .fit(examples);
      return Archetypes.of(space, names, model.coefficientMatrix(), model.interceptVector());
    } finally {
      examples.unpersist();
    }
  }
}
