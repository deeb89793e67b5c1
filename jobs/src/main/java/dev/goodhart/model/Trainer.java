package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.Examples.Splits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Learns a model from sessions and labels as known on a day.
 *
 * <ol>
 *   <li>{@link Examples}: sessions of the window, each with its label where it has one, and the
 *       fold that its person is dealt into by a hash.
 *   <li>{@link CrossFit}: every session's score from parts that never saw its person, and the
 *       held-out ones' from parts that never saw their days; how much the parts count ({@link
 *       Blend}), which is the calibration too; and which trees are worth keeping.
 *   <li>The {@link Threshold} is found on those scores, and on what of them hangs on one free thing
 *       ({@link FlagLevels}).
 *   <li>The parts that are kept learn from all rows.
 * </ol>
 *
 * The same rows give the same model, bit for bit: rows are dealt to a fixed number of partitions by
 * key and sorted there, seeds are fixed, and nothing depends on the order in which sums are taken.
 */
public final class Trainer {
  /** Goes up with each change by which the same rows teach something else. */
  private static final int LEARNER = 8;

  /** Fewer sessions don't show which figures none of their time can have. */
  private static final long FEWEST_QUIET = 100;

  private static final StorageLevel MEMORY_AND_DISK = StorageLevel.MEMORY_AND_DISK();

  private static final String ONE_FOLD =
      "Too few people to learn from: everybody is judged by what others' sessions teach, and those from before the last days, which are held out, are of too few people to deal them into parts.";

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
    Dataset<Row> labelled =
        labelledInWindow(features, labels, asOf, settings).persist(MEMORY_AND_DISK);
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
    Splits splits = splits(labelled, asOf, settings);
    List<Figures> sample = FeatureSpace.sample(labelled, "session_id", rows);
    FeatureSpace space = FeatureSpace.learn(sample).knownIn(quiet(labelled, splits));
    Dataset<Row> examples = Examples.of(labelled, space, splits, starter).persist(MEMORY_AND_DISK);
    try {
      if (folds(examples) < 2) {
        return TrainingResult.tooLittle(ONE_FOLD, rows, reviews, positives, errors);
      }
      Bins bins = Bins.learn(sample.stream().map(space::vector).toList(), space.size());
      Optional<Tuner> tuner =
          starter.map(made -> Tuner.of(examples, bins, made, errors, train.folds()));
      CrossFit best = CrossFit.best(examples, space, positives, starter, tuner, errors, train);
      FlagLevels levels = new FlagLevels(labelled, best.byFold());
      List<Unseen> unseen = levels.of(best.unseen(), best.blend());
      List<Unseen> early = levels.of(best.early(), best.earlyBlend());
      double budget = settings.score().honestBudget();
      Threshold threshold = Threshold.choose(unseen, budget, errors);
      PipelineModel pipeline = OwnTrees.fit(examples, 1, best.trees(), train);
      TrainedModel.Parameters parameters =
          new TrainedModel.Parameters(
              version(labelled, asOf, settings, starter, errors),
              asOf,
              space,
              tuner.map(Tuner::byAll),
              best.blend(),
              threshold.value(),
              threshold.explained(budget),
              quality(unseen, train.seed()));
      TrainedModel model = new TrainedModel(Optional.of(pipeline), starter, parameters);
      String why =
          "Learnt from %d sessions, %d of them reviewed, %d of these found tokenmaxxing.%s %s %s"
              .formatted(
                  rows,
                  reviews,
                  positives,
                  best.explained(),
                  errors.explained(),
                  parameters.thresholdText());
      return new TrainingResult(
          Optional.of(model),
          why,
          rows,
          reviews,
          positives,
          unseen,
          HeldOut.of(early, train.minPositives(), budget, errors, threshold.value()),
          errors);
    } finally {
      examples.unpersist();
    }
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

  /** Figures of sessions from before anybody was told of a target; none where these are few. */
  private static List<Figures> quiet(Dataset<Row> labelled, Splits splits) {
    Dataset<Row> quiet = labelled.filter(Examples.quiet(splits));
    long number = quiet.count();
    return number < FEWEST_QUIET ? List.of() : FeatureSpace.sample(quiet, "session_id", number);
  }

  /** Parts of people whose sessions are learnt from. */
  private static long folds(Dataset<Row> examples) {
    return examples.filter(col("held_out").equalTo(false)).select("fold").distinct().count();
  }

  private static Splits splits(Dataset<Row> labelled, LocalDate asOf, Settings settings) {
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
    // What will be announced has not changed anything yet.
    LocalDate quietUntil =
        told.filter(day -> !day.isAfter(asOf)).min(LocalDate::compareTo).orElse(LocalDate.EPOCH);
    return new Splits(
        startOf(asOf.plusDays(1 - heldOut)),
        startOf(quietUntil),
        settings.train().folds(),
        settings.score().minCalls());
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
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

  /** Hash of everything that a model follows from: models of one version are the same. */
  private static String version(
      Dataset<Row> labelled,
      LocalDate asOf,
      Settings settings,
      Optional<Starter> starter,
      ReviewerErrors errors) {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(17L));
    Stream.of(labelled.columns()).sorted().map(functions::col).forEach(columns::add);
    // The hash passes over nulls, so that it could not tell in which of two columns a figure is.
    columns.add(
        functions.array(
            Stream.of(labelled.columns())
                .sorted()
                .map(name -> col(name).isNull())
                .toArray(Column[]::new)));
    Column one = functions.xxhash64(columns.toArray(Column[]::new));
    columns.set(0, lit(31L));
    Column two = functions.xxhash64(columns.toArray(Column[]::new));
    Row hashes =
        labelled
            .agg(functions.bit_xor(one), functions.bit_xor(two), functions.count(lit(1)))
            .first();
    String all =
        String.join(
            "|",
            Integer.toString(LEARNER),
            hashes.toString(),
            settings.train().toString(),
            settings.score().toString(),
            settings.review().toString(),
            settings.announcements().toString(),
            settings.targets().toString(),
            errors.toString(),
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
