package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import dev.goodhart.config.Settings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Trees that learn from an organisation's sessions alone, whatever the starter says. Reviewed
 * sessions count 1. Others are taken as labelling rules have it, where these speak, and else as
 * honest, as most are; from before anybody was told of a target as honest in any case. About
 * {@value #MOST_UNREVIEWED} of these others are drawn by lot where there are more.
 *
 * <p>Weights are multiples of 1/1024, whose sums are exact in any order. The rows are few enough
 * for one partition: a level of a tree is one small job, whose tasks cost more to start than to
 * run.
 */
final class OwnTrees {
  private static final double WEIGHT_UNIT = 1.0 / 1024;
  static final double BACKGROUND_WEIGHT = 0.1;

  /**
   * Of sessions from before anybody was told of a target: that they are honest is all but known.
   */
  private static final double QUIET_WEIGHT = 0.3;

  /** More would take long, and outweigh what was reviewed. */
  private static final long MOST_UNREVIEWED = 10_000;

  private static final int LOTS = 1 << 20;

  private static final StructType WEIGHTED =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private OwnTrees() {}

  /**
   * Fits.
   *
   * @param examples {@link Examples}
   * @param early how many times as much as usual early work counts ({@link EarlyWork})
   */
  static PipelineModel fit(
      Dataset<Row> examples, double early, Estimator estimator, Settings.Train train) {
    FlatMapFunction<Row, Row> bothSides = row -> weighted(row, early).iterator();
    Metadata twoClasses =
        NominalAttribute.defaultAttr().withName("label").withNumValues(2).toMetadata();
    Dataset<Row> weighted =
        drawn(examples)
            .flatMap(bothSides, Encoders.row(WEIGHTED))
            .repartition(1)
            .sortWithinPartitions("session_id", "label")
            .withColumn("label", col("label").as("label", twoClasses));
    return new Pipeline().setStages(new PipelineStage[] {estimator.unfitted(train)}).fit(weighted);
  }

  /**
   * All that were reviewed, and others as far as they are learnt from; a session's id is its lot.
   */
  static Dataset<Row> drawn(Dataset<Row> examples) {
    Column reviewed = col("verdict").isNotNull();
    long others = examples.filter(not(reviewed)).count();
    if (others <= MOST_UNREVIEWED) {
      return examples;
    }
    Column lot = pmod(xxhash64(col("session_id")), lit(LOTS));
    return examples.filter(reviewed.or(lot.lt(LOTS * MOST_UNREVIEWED / others)));
  }

  /** How likely a session is to be tokenmaxxing, and how much it counts. */
  private record Lesson(double gaming, double counts) {}

  private static Lesson lesson(Row row, double early) {
    if (row.getAs("verdict") == null && row.<Boolean>getAs("quiet")) {
      return new Lesson(0, early * QUIET_WEIGHT);
    }
    Double label = row.getAs("label");
    return label == null
        ? new Lesson(0, BACKGROUND_WEIGHT)
        : new Lesson(label, row.getAs("weight"));
  }

  /** A probable label as two rows, one of each class, that share its weight. */
  static List<Row> weighted(Row row, double early) {
    Lesson lesson = lesson(row, early);
    List<Row> sides = new ArrayList<>();
    for (double side : new double[] {0, 1}) {
      double share = side == 1 ? lesson.gaming() : 1 - lesson.gaming();
      double part = Math.rint(lesson.counts() * share / WEIGHT_UNIT) * WEIGHT_UNIT;
      if (part > 0) {
        sides.add(RowFactory.create(row.getAs("session_id"), side, part, row.getAs("features")));
      }
    }
    return sides;
  }
}
