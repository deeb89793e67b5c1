package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.xxhash64;

import com.sun.management.OperatingSystemMXBean;
import dev.goodhart.config.Settings;
import dev.goodhart.label.Labels;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.Sparks;
import dev.goodhart.model.Scorer;
import dev.goodhart.model.Scores;
import dev.goodhart.model.Starter;
import dev.goodhart.model.Trainer;
import dev.goodhart.model.TrainingResult;
import dev.goodhart.model.UsualFigures;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.SessionFeatures;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How long the classifier takes on many sessions: {@code make bench-model}. A made-up organisation
 * is copied until it has so many sessions, each copy with people and figures of its own; a model
 * learns from it, and scores it, with the reasons written out.
 */
public final class SpeedBench {
  /** No other world has this seed. */
  private static final long SEED = 850_000;

  /** How far a copy's figures lie from the original's at most, as a share of them. */
  private static final double JITTER = 0.02;

  /** Without the search over sorts of trees. */
  private static final Settings ONE_FIT =
      Settings.load(Optional.empty(), List.of(Worlds.ANNOUNCED, "train.estimator=shallow"));

  private SpeedBench() {}

  /**
   * Runs the benchmark.
   *
   * @param arguments folder in which the world is made, or read where it was made before; folder to
   *     write scores to; number of sessions
   */
  public static void main(String[] arguments) throws IOException {
    int sessions = Integer.parseInt(arguments[2]);
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart bench")) {
      World world =
          new Worlds(spark, Path.of(arguments[0]))
              .named("speed", SampleOptions.defaults().withSeed(SEED));
      run(world, sessions, arguments[1]);
    }
  }

  private static void run(World world, int sessions, String folder) {
    LocalDate day = world.days().to().minusDays(1);
    Dataset<Row> original = world.newestAsOf(day);
    long copies = (sessions - 1) / original.count() + 1;
    Dataset<Row> features =
        asOthers(copied(original, copies)).orderBy("session_id").limit(sessions).localCheckpoint();
    Dataset<Row> reviews =
        copied(world.reviewsAsOf(day), copies)
            .drop("copy")
            .join(features.select("session_id"), "session_id")
            .localCheckpoint();
    Dataset<Row> labels = Labels.asOf(features, reviews, day, Worlds.SETTINGS).localCheckpoint();
    Dataset<Row> verdicts = Verdicts.latest(reviews, day).localCheckpoint();

    TrainingResult result =
        trained("sorts of trees compared on", Worlds.SETTINGS, features, labels, reviews, day);
    // It comes second, so that neither pays for what a program does but once.
    trained("one sort of trees fitted on", ONE_FIT, features, labels, reviews, day);

    Stopwatch scoring = new Stopwatch();
    try (Scores scores =
        Scorer.score(
            features,
            result.model(),
            verdicts,
            UsualFigures.of(features, Worlds.SETTINGS.privacy().minCohort()),
            Worlds.SETTINGS)) {
      scores.scores().write().mode("overwrite").parquet(folder + "/scores");
      scores.reasons().write().mode("overwrite").parquet(folder + "/reasons");
      scoring.say("scored", scores.scores().count());
      System.out.printf("%,d reasons%n", scores.reasons().count());
    }
    System.out.printf("heap at its peak: %,d MB%n", heapPeak() >> 20);
  }

  private static TrainingResult trained(
      String what,
      Settings settings,
      Dataset<Row> features,
      Dataset<Row> labels,
      Dataset<Row> reviews,
      LocalDate day) {
    Stopwatch training = new Stopwatch();
    TrainingResult result =
        Trainer.train(
            features,
            labels,
            day,
            settings,
            Starter.shipped(),
            ReviewerErrors.of(reviews, day, settings));
    training.say(what, features.count());
    System.out.println(result.why());
    return result;
  }

  /** Says how long something took, and for how much of it a processor was ours. */
  private static final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long started = System.nanoTime();
    private final long used = SYSTEM.getProcessCpuTime();

    void say(String what, long sessions) {
      System.out.printf(
          "%s %,d sessions in %.1f s (%.1f s of processor time)%n",
          what,
          sessions,
          (System.nanoTime() - started) / 1e9,
          (SYSTEM.getProcessCpuTime() - used) / 1e9);
    }
  }

  private static Dataset<Row> copied(Dataset<Row> rows, long copies) {
    return rows.withColumn("copy", explode(sequence(lit(1L), lit(copies))))
        .withColumn("session_id", concat_ws("-", col("session_id"), col("copy")));
  }

  /** Copies as sessions of other people. */
  private static Dataset<Row> asOthers(Dataset<Row> copied) {
    Column person = concat_ws("-", col("user_id"), col("copy"));
    Dataset<Row> others = copied.withColumn("user_id", person).drop("copy");
    for (String name : SessionFeatures.FEATURES) {
      Column lot = pmod(xxhash64(col("session_id"), lit(name)), lit(2001L)).minus(1000);
      others = others.withColumn(name, col(name).multiply(lot.multiply(JITTER / 1000).plus(1)));
    }
    return others;
  }

  /** Sum of the peaks of the heap's pools, bytes; they need not have come at the same time. */
  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }
}
