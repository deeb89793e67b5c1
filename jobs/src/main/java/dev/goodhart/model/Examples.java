package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.Figures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Sessions as training sees them: one row each, with the fold of its person, the label as far as
 * there is one, the starter's shares and the figures as numbers. Dealt to a fixed number of
 * partitions by key and sorted there, so that the same rows are learnt from in the same order.
 */
final class Examples {
  private static final int PARTITIONS = 4;

  private static final StructType EXAMPLE =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("person", DataTypes.StringType)
          .add("fold", DataTypes.IntegerType)
          .add("ended_on", DataTypes.DateType)
          .add("held_out", DataTypes.BooleanType)
          .add("quiet", DataTypes.BooleanType)
          .add("young", DataTypes.BooleanType)
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("verdict", DataTypes.StringType)
          .add("cost", DataTypes.DoubleType)
          .add("calls", DataTypes.LongType)
          .add("no_product", DataTypes.BooleanType)
          .add("team", DataTypes.StringType)
          .add("started_at", DataTypes.TimestampType)
          .add("evidence", DataTypes.StringType)
          .add("archetype", DataTypes.StringType)
          .add("features", SQLDataTypes.VectorType())
          .add("shares", SQLDataTypes.VectorType());

  private Examples() {}

  /**
   * Where the held-out days begin, until when nobody had been told of a target, and how many folds
   * there are.
   */
  record Splits(Instant heldOutFrom, Instant quietUntil, int folds)
      implements java.io.Serializable {}

  /**
   * Makes the rows.
   *
   * @param labelled feature rows with {@code label, weight, verdict, archetype}, null where none
   * @param starter without one, a session has no shares
   */
  static Dataset<Row> of(
      Dataset<Row> labelled, FeatureSpace space, Splits splits, Optional<Starter> starter) {
    Starter given = starter.orElse(null);
    MapPartitionsFunction<Row, Row> toExamples =
        rows -> {
          List<TreeShap> explainers = given == null ? List.of() : given.trees().explainers();
          return LazyRows.mapped(rows, row -> example(row, space, splits, given, explainers));
        };
    return labelled
        .mapPartitions(toExamples, Encoders.row(EXAMPLE))
        .repartition(PARTITIONS, col("session_id"))
        .sortWithinPartitions("session_id");
  }

  private static Row example(
      Row row, FeatureSpace space, Splits splits, Starter starter, List<TreeShap> explainers) {
    Figures figures = Figures.of(row);
    String session = row.getAs("session_id");
    String user = row.getAs("user_id");
    String person = user == null ? session : user;
    Instant endedAt = row.<Timestamp>getAs("ended_at").toInstant();
    Double cost = row.getAs("cost_usd");
    Long calls = row.getAs("calls");
    double[] shares = starter == null ? new double[0] : starter.shares(figures, explainers);
    return RowFactory.create(
        session,
        person,
        fold(person, splits.folds()),
        Date.valueOf(endedAt.atZone(ZoneOffset.UTC).toLocalDate()),
        !endedAt.isBefore(splits.heldOutFrom()),
        endedAt.isBefore(splits.quietUntil()),
        figures.young(),
        row.getAs("label"),
        row.getAs("weight"),
        row.getAs("verdict"),
        cost == null ? 0.0 : cost,
        calls == null ? 0L : calls,
        Baselines.noProduct(figures),
        row.getAs("team"),
        row.getAs("started_at"),
        row.getAs("evidence"),
        row.getAs("archetype"),
        Vectors.dense(space.vector(figures)),
        Vectors.dense(shares));
  }

  private static int fold(String person, int folds) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("fold " + person).getBytes(StandardCharsets.UTF_8));
      return Math.floorMod(digest[0] & 0xff, folds);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java always has SHA-256", e);
    }
  }
}
