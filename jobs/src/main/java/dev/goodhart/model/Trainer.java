package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.schema.SessionFeatures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Learns a model from sessions and labels as known on a day.
 *
 * <ol>
 *   <li>Sessions of the window, each with its label, or with what the starter thinks of it, at a
 *       small weight, where it has none.
 *   <li>People are dealt into folds by a hash. A forest for each fold learns from the other folds'
 *       people and from before the held-out days; it judges the fold's people. So every session has
 *       a score from a forest that never saw its person, and the held-out ones from one that never
 *       saw their days.
 *   <li>How much the forest and the starter count, which is the calibration too, and the threshold
 *       are fitted on those scores.
 *   <li>The forest that is kept learns from all rows.
 * </ol>
 *
 * The same rows give the same model, bit for bit: rows are dealt to a fixed number of partitions by
 * key and sorted there, seeds are fixed, and weights are multiples of 1/1024, whose sums are exact
 * in any order.
 */
public final class Trainer {
  private static final int PARTITIONS = 4;
  private static final double WEIGHT_UNIT = 1.0 / 1024;
  private static final double BACKGROUND_WEIGHT = 0.1;
  private static final double RULES_BESIDE_STARTER = 0.5;

  private static final StructType EXAMPLE =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("person", DataTypes.StringType)
          .add("fold", DataTypes.IntegerType)
          .add("ended_on", DataTypes.DateType)
          .add("held_out", DataTypes.BooleanType)
          .add("quiet", DataTypes.BooleanType)
          .add("young", DataTypes.BooleanType)
          .add("starter", DataTypes.DoubleType)
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
          .add("features", SQLDataTypes.VectorType());

  private static final StructType WEIGHTED =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private Trainer() {}

  /**
   * Trains a candidate.
   *
   * @param features one row a session, the newest as of the day
   * @param labels {@code ml.labels} as of the day
   * @param starter what made-up organisations teach, if there is such a model
   * @param errors how often the reviewers behind the labels are wrong
   */
  public static TrainingResult train(
      Dataset<Row> features,
      Dataset<Row> labels,
      LocalDate asOf,
      Settings settings,
      Optional<Starter> starter,
      ReviewerErrors errors) {
    Dataset<Row> labelled = labelledInWindow(features, labels, asOf, settings).persist(disk());
    try {
      return train(labelled, asOf, settings, starter, errors);
    } finally {
      labelled.unpersist();
    }
  }

  private static TrainingResult train(
      Dataset<Row> labelled,
      LocalDate asOf,
      Settings settings,
      Optional<Starter> starter,
      ReviewerErrors errors) {
    long rows = labelled.count();
    long reviews = labelled.filter(col("verdict").isNotNull()).count();
    long positives = labelled.filter(col("verdict").equalTo(Verdicts.TOKENMAXXING)).count();
    Settings.Train train = settings.train();
    Optional<String> missing = whatIsMissing(reviews, positives, train);
    if (missing.isPresent()) {
      return TrainingResult.tooLittle(missing.get(), rows, reviews, positives, errors);
    }
    Splits splits = Splits.of(labelled, asOf, settings);
    FeatureSpace space = FeatureSpace.learn(labelled, "session_id", rows);
    Dataset<Row> examples = examples(labelled, space, splits, starter.orElse(null)).persist(disk());
    try {
      List<Judged> judged = new ArrayList<>();
      for (int fold = 0; fold < train.folds(); fold++) {
        judged.addAll(judgedByOthers(examples, fold, train));
      }
      Blend blend = Blend.fit(cases(judged), assumed(starter, train), errors);
      List<Unseen> unseen = judged.stream().map(row -> row.unseen(blend)).toList();
      double budget = settings.score().honestBudget();
      Threshold threshold = Threshold.choose(unseen, budget, errors.missed());
      PipelineModel pipeline = fit(examples, train);
      TrainedModel.Parameters parameters =
          new TrainedModel.Parameters(
              version(labelled, asOf, settings, starter),
              asOf,
              space,
              blend,
              threshold.value(),
              threshold.explained(budget),
              quality(unseen, train.seed()));
      TrainedModel model = new TrainedModel(pipeline, starter, parameters);
      String why =
          "Learnt from %d sessions, %d of them reviewed, %d of these found tokenmaxxing. %s %s"
              .formatted(rows, reviews, positives, errors.explained(), parameters.thresholdText());
      return new TrainingResult(
          Optional.of(model), why, rows, reviews, positives, List.copyOf(unseen), errors);
    } finally {
      examples.unpersist();
    }
  }

  private static StorageLevel disk() {
    return StorageLevel.MEMORY_AND_DISK();
  }

  private static Dataset<Row> labelledInWindow(
      Dataset<Row> features, Dataset<Row> labels, LocalDate asOf, Settings settings) {
    LocalDate start = asOf.minusDays(settings.train().windowDays());
    Dataset<Row> inWindow =
        features.filter(functions.to_date(col("ended_at")).geq(lit(Date.valueOf(start))));
    Dataset<Row> given = labels.select("session_id", "label", "weight", "verdict", "archetype");
    return inWindow.join(given, "session_id", "left_outer");
  }

  private static Optional<String> whatIsMissing(
      long reviews, long positives, Settings.Train train) {
    if (reviews >= train.minReviews() && positives >= train.minPositives()) {
      return Optional.empty();
    }
    return Optional.of(
        ("Too little to learn from: %d reviewed sessions, %d of them found tokenmaxxing; at least"
                + " %d and %d are needed. Review sessions of the queue with `goodhart review"
                + " SESSION VERDICT --reviewer NAME`.")
            .formatted(reviews, positives, train.minReviews(), train.minPositives()));
  }

  /** Where the held-out days begin, and until when nobody had been told of a target. */
  private record Splits(java.time.Instant heldOutFrom, java.time.Instant quietUntil, int folds)
      implements java.io.Serializable {

    static Splits of(Dataset<Row> labelled, LocalDate asOf, Settings settings) {
      Row first = labelled.agg(functions.min("ended_at")).first();
      LocalDate earliest =
          first.isNullAt(0)
              ? asOf
              : first.getTimestamp(0).toInstant().atZone(ZoneOffset.UTC).toLocalDate();
      long days = java.time.temporal.ChronoUnit.DAYS.between(earliest, asOf) + 1;
      long heldOut = Math.min(settings.train().holdoutDays(), days / 4);
      Stream<LocalDate> told =
          Stream.concat(
              settings.announcements().stream().map(Settings.Announcement::date),
              settings.targets().stream().map(Settings.Target::from));
      LocalDate quietUntil = told.min(LocalDate::compareTo).orElse(LocalDate.EPOCH);
      return new Splits(
          startOf(asOf.plusDays(1 - heldOut)), startOf(quietUntil), settings.train().folds());
    }

    private static java.time.Instant startOf(LocalDate day) {
      return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }

  private static Dataset<Row> examples(
      Dataset<Row> labelled, FeatureSpace space, Splits splits, Starter starter) {
    MapFunction<Row, Row> toExample = row -> example(row, space, splits, starter);
    return labelled
        .map(toExample, Encoders.row(EXAMPLE))
        .repartition(PARTITIONS, col("session_id"))
        .sortWithinPartitions("session_id");
  }

  private static Row example(Row row, FeatureSpace space, Splits splits, Starter starter) {
    Figures figures = Figures.of(row);
    String session = row.getAs("session_id");
    String user = row.getAs("user_id");
    String person = user == null ? session : user;
    Timestamp endedAt = row.getAs("ended_at");
    Double label = row.getAs("label");
    Double weight = row.getAs("weight");
    String verdict = row.getAs("verdict");
    double margin = starter == null ? 0 : starter.margin(figures);
    Double cost = row.getAs("cost_usd");
    Long calls = row.getAs("calls");
    return RowFactory.create(
        session,
        person,
        fold(person, splits.folds()),
        Date.valueOf(endedAt.toInstant().atZone(ZoneOffset.UTC).toLocalDate()),
        !endedAt.toInstant().isBefore(splits.heldOutFrom()),
        endedAt.toInstant().isBefore(splits.quietUntil()),
        figures.young(),
        margin,
        verdict != null ? label : supposed(label, starter == null, margin),
        weight == null ? BACKGROUND_WEIGHT : weight,
        verdict,
        cost == null ? 0.0 : cost,
        calls == null ? 0L : calls,
        Baselines.noProduct(figures),
        row.getAs("team"),
        row.getAs("started_at"),
        row.getAs("evidence"),
        row.getAs("archetype"),
        Vectors.dense(space.vector(figures)));
  }

  private static int fold(String person, int folds) {
    return Math.floorMod(digest("fold " + person)[0] & 0xff, folds);
  }

  /**
   * Label of a session on which no reviewer spoke: what the starter says, moved by half of what the
   * rules say, since both look at much the same. Without a starter it is the rules' word, or honest
   * where they are silent, as most sessions are.
   */
  private static double supposed(Double byRules, boolean withoutStarter, double margin) {
    if (withoutStarter) {
      return byRules == null ? 0 : byRules;
    }
    double moved =
        byRules == null
            ? 0
            : RULES_BESIDE_STARTER * (LogOdds.of(byRules) - LogOdds.of(Starter.BASE_RATE));
    return LogOdds.probability(margin + moved);
  }

  /** A session as judged by a forest that never saw it, before the parts are blended. */
  private record Judged(
      String session,
      String person,
      double own,
      double starter,
      boolean young,
      String verdict,
      LocalDate endedOn,
      boolean heldOut,
      boolean quiet,
      Unseen.Figured figured,
      Unseen.Traits traits) {

    Unseen unseen(Blend blend) {
      return new Unseen(
          session,
          person,
          blend.margin(own, starter, young),
          verdict,
          endedOn,
          heldOut,
          quiet,
          figured,
          traits);
    }
  }

  private static List<Judged> judgedByOthers(
      Dataset<Row> examples, int fold, Settings.Train train) {
    Dataset<Row> others =
        examples.filter(col("fold").notEqual(fold).and(col("held_out").equalTo(false)));
    Ensemble forest = Estimator.trees(fit(others, train));
    UDF1<Vector, Double> score = features -> forest.score(features.toArray());
    return examples
        .filter(col("fold").equalTo(fold))
        .withColumn("own", functions.udf(score, DataTypes.DoubleType).apply(col("features")))
        .drop("features")
        .collectAsList()
        .stream()
        .map(Trainer::judged)
        .sorted(java.util.Comparator.comparing(Judged::session))
        .toList();
  }

  private static Judged judged(Row row) {
    return new Judged(
        row.getAs("session_id"),
        row.getAs("person"),
        row.getAs("own"),
        row.getAs("starter"),
        row.getAs("young"),
        row.getAs("verdict"),
        row.<Date>getAs("ended_on").toLocalDate(),
        row.getAs("held_out"),
        row.getAs("quiet"),
        new Unseen.Figured(row.getAs("cost"), row.getAs("calls"), row.getAs("no_product")),
        new Unseen.Traits(
            row.getAs("team"),
            row.<Timestamp>getAs("started_at").toInstant(),
            row.getAs("evidence"),
            row.getAs("archetype")));
  }

  /**
   * What the weights are fitted on: reviewed sessions that ended since somebody was told of a
   * target or leaderboard. How much gaming there was before says nothing of how much there is.
   */
  private static List<Blend.Case> cases(List<Judged> judged) {
    List<Judged> since = judged.stream().filter(row -> !row.quiet()).toList();
    Selection selection = Selection.of(since.stream().map(Trainer::looked).toList());
    return since.stream()
        .filter(row -> Verdicts.decides(row.verdict()))
        .map(
            row ->
                new Blend.Case(
                    row.own(),
                    row.starter(),
                    row.young(),
                    Verdicts.TOKENMAXXING.equals(row.verdict()) ? 1 : 0,
                    selection.weight(row.figured().cost())))
        .toList();
  }

  private static Blend.Assumed assumed(Optional<Starter> starter, Settings.Train train) {
    Estimator estimator = Estimator.of(train);
    return starter.isPresent() ? Blend.besideStarter(estimator) : Blend.without(estimator);
  }

  private static Selection.Looked looked(Judged row) {
    return new Selection.Looked(row.figured().cost(), Verdicts.decides(row.verdict()));
  }

  private static TrainedModel.Quality quality(List<Unseen> unseen, long seed) {
    Metrics.Estimate estimate =
        Metrics.averagePrecisionWithInterval(
            unseen.stream()
                .filter(Unseen::decided)
                .map(row -> new Metrics.Ranked(row.person(), row.score(), row.foundGaming()))
                .toList(),
            seed);
    return new TrainedModel.Quality(estimate.value(), estimate.low());
  }

  private static PipelineModel fit(Dataset<Row> examples, Settings.Train train) {
    FlatMapFunction<Row, Row> bothSides = row -> weighted(row).iterator();
    org.apache.spark.sql.types.Metadata twoClasses =
        NominalAttribute.defaultAttr().withName("label").withNumValues(2).toMetadata();
    Dataset<Row> weighted =
        examples
            .flatMap(bothSides, Encoders.row(WEIGHTED))
            .withColumn("label", col("label").as("label", twoClasses));
    return new Pipeline()
        .setStages(new PipelineStage[] {Estimator.of(train).unfitted(train)})
        .fit(weighted);
  }

  /** A probable label as two rows, one of each class, that share its weight. */
  private static List<Row> weighted(Row row) {
    double label = row.getAs("label");
    double weight = row.getAs("weight");
    List<Row> sides = new ArrayList<>();
    for (double side : new double[] {0, 1}) {
      double part = Math.rint(weight * (side == 1 ? label : 1 - label) / WEIGHT_UNIT) * WEIGHT_UNIT;
      if (part > 0) {
        sides.add(RowFactory.create(row.getAs("session_id"), side, part, row.getAs("features")));
      }
    }
    return sides;
  }

  /** Hash of the training rows, settings and day. */
  private static String version(
      Dataset<Row> labelled, LocalDate asOf, Settings settings, Optional<Starter> starter) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    columns.add(lit(17L));
    columns.add(col("session_id"));
    columns.add(col("label"));
    columns.add(col("weight"));
    SessionFeatures.FEATURES.forEach(name -> columns.add(col(name)));
    org.apache.spark.sql.Column one =
        functions.xxhash64(columns.toArray(org.apache.spark.sql.Column[]::new));
    columns.set(0, lit(31L));
    org.apache.spark.sql.Column two =
        functions.xxhash64(columns.toArray(org.apache.spark.sql.Column[]::new));
    Row hashes =
        labelled
            .agg(functions.bit_xor(one), functions.bit_xor(two), functions.count(lit(1)))
            .first();
    String all =
        String.join(
            "|",
            hashes.toString(),
            settings.train().toString(),
            settings.score().toString(),
            settings.review().toString(),
            starter.map(Starter::version).orElse("none"),
            asOf.toString());
    return HexFormat.of().formatHex(digest(all), 0, 8);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java always has SHA-256", e);
    }
  }
}
