package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.goodhart.label.Figures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
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
 *
 * <p>{@code supposed} is how likely a session is to be tokenmaxxing before any review: what the
 * starter says, moved by half of what the rules say, since both look at much the same. A session
 * that ended before anybody was told of a target is taken as honest, whatever they say: it shows
 * what honest work looks like here, and nobody had to review it. Only anchors are learnt from by
 * it.
 *
 * <p>{@code anchor} marks some sessions that nobody decided on, drawn by lot among those that are
 * long enough to be judged, before somebody was told of a target as well as since. Reviewers look
 * at what seems odd, so that reviewed sessions alone don't tell how much gaming there is among all;
 * with the anchors at what is supposed of them, what is learnt from the reviewed ones does not move
 * the level of all others. Where there is no starter, there are none: that rules are silent on most
 * sessions says nothing of how many game.
 */
final class Examples {
  /** About so many anchors are drawn where there are more: enough that the lot matters little. */
  static final long ANCHORS = 1000;

  /** How many sessions those of one side count for, all together at most; each for one at most. */
  private static final double ANCHORS_WEIGHT = 200;

  private static final double RULES_BESIDE_STARTER = 0.5;
  private static final int PARTITIONS = 4;

  private static final StructType EXAMPLE =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("person", DataTypes.StringType)
          .add("fold", DataTypes.IntegerType)
          .add("ended_on", DataTypes.DateType)
          .add("held_out", DataTypes.BooleanType)
          .add("quiet", DataTypes.BooleanType)
          .add("judged", DataTypes.BooleanType)
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
          .add("supposed", DataTypes.DoubleType)
          .add("anchor", DataTypes.BooleanType)
          .add("features", SQLDataTypes.VectorType())
          .add("shares", SQLDataTypes.VectorType());

  private Examples() {}

  /**
   * How sessions are dealt.
   *
   * @param heldOutFrom where the held-out days begin
   * @param quietUntil until when nobody had been told of a target
   * @param folds into which people are dealt
   * @param minCalls calls that a session needs to be judged
   */
  record Splits(Instant heldOutFrom, Instant quietUntil, int folds, long minCalls)
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
    Dataset<Row> mayAnchor =
        labelled
            .withColumn("judged", EnoughCalls.column(splits.minCalls()))
            .withColumn("quiet", quiet(splits))
            .withColumn(
                "may_anchor",
                lit(starter.isPresent()).and(col("verdict").isNull()).and(col("judged")));
    double drawnQuiet = drawn(mayAnchor.filter(col("quiet")));
    double drawnSince = drawn(mayAnchor.filter(not(col("quiet"))));
    MapPartitionsFunction<Row, Row> toExamples =
        rows -> {
          List<TreeShap> explainers = given == null ? List.of() : given.trees().explainers();
          return LazyRows.mapped(
              rows,
              row ->
                  example(
                      row,
                      space,
                      splits,
                      given,
                      explainers,
                      row.<Boolean>getAs("quiet") ? drawnQuiet : drawnSince));
        };
    return mayAnchor
        .mapPartitions(toExamples, Encoders.row(EXAMPLE))
        .repartition(PARTITIONS, col("session_id"))
        .sortWithinPartitions("session_id");
  }

  /** Whether a session ended before anybody was told of a target. */
  static Column quiet(Splits splits) {
    return col("ended_at").lt(lit(Timestamp.from(splits.quietUntil())));
  }

  /** Share of the sessions that may be anchors which are drawn. */
  private static double drawn(Dataset<Row> mayAnchor) {
    return (double) ANCHORS / Math.max(1, mayAnchor.filter("may_anchor").count());
  }

  /** What each of so many anchors, of one side of the day on which somebody was told, counts. */
  static double anchorWeight(long anchors) {
    return Math.min(1, ANCHORS_WEIGHT / Math.max(1, anchors));
  }

  private static Row example(
      Row row,
      FeatureSpace space,
      Splits splits,
      Starter starter,
      List<TreeShap> explainers,
      double drawn) {
    Figures figures = Figures.of(row);
    String session = row.getAs("session_id");
    String person = Persons.of(row);
    Instant endedAt = row.<Timestamp>getAs("ended_at").toInstant();
    Double cost = row.getAs("cost_usd");
    Long calls = row.getAs("calls");
    double[] shares = starter == null ? new double[0] : starter.shares(figures, explainers);
    String verdict = row.getAs("verdict");
    boolean quiet = row.getAs("quiet");
    boolean anchor = row.<Boolean>getAs("may_anchor") && lot("anchor " + session) < drawn;
    Double byRules = verdict == null ? row.getAs("label") : null;
    return RowFactory.create(
        session,
        person,
        fold(person, splits.folds()),
        Date.valueOf(endedAt.atZone(ZoneOffset.UTC).toLocalDate()),
        !endedAt.isBefore(splits.heldOutFrom()),
        quiet,
        row.<Boolean>getAs("judged"),
        figures.young(),
        row.getAs("label"),
        row.getAs("weight"),
        verdict,
        cost == null ? 0.0 : cost,
        calls == null ? 0L : calls,
        Baselines.noProduct(figures),
        row.getAs("team"),
        row.getAs("started_at"),
        row.getAs("evidence"),
        row.getAs("archetype"),
        quiet || starter == null ? 0.0 : supposed(byRules, starter, shares),
        anchor,
        Vectors.dense(space.vector(figures)),
        Vectors.dense(shares));
  }

  private static double supposed(Double byRules, Starter starter, double[] shares) {
    double moved =
        byRules == null
            ? 0
            : RULES_BESIDE_STARTER * (LogOdds.of(byRules) - LogOdds.of(Starter.BASE_RATE));
    return LogOdds.probability(starter.base() + Arrays.stream(shares).sum() + moved);
  }

  /** Into which of so many folds a person is dealt, by a hash. */
  static int fold(String person, int folds) {
    return Math.floorMod(digest("fold " + person)[0] & 0xff, folds);
  }

  /** From 0 to below 1, drawn by lot. */
  private static double lot(String key) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(digest(key)).getInt()) / 0x1p32;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java always has SHA-256", e);
    }
  }
}
