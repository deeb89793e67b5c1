package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.job.NewestRows;
import dev.goodhart.lake.Days;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A made-up organisation as the classifier meets it: feature rows that came through the same jobs
 * as a real one's, its reviews, and the truth, which those jobs never saw. It is made once and then
 * read from its folder.
 */
public final class World {
  private static final String TRUTH = "truth.csv";

  private final SparkSession spark;
  private final Days days;
  private final long seed;
  private final Path folder;

  private World(SparkSession spark, Days days, long seed, Path folder) {
    this.spark = spark;
    this.days = days;
    this.seed = seed;
    this.folder = folder;
  }

  /**
   * A world by {@code sample}, made unless its folder holds it.
   *
   * @param folder the world's own; it must not hold another's
   */
  public static World of(SparkSession spark, SampleOptions options, Settings settings, Path folder)
      throws IOException {
    Days days = new Days(options.start(), options.start().plusDays(options.days()));
    if (!Refinery.isDone(folder)) {
      Path raw = folder.resolve("raw");
      FileUtils.deleteDirectory(raw.toFile());
      Organisation.write(options, raw, folder.resolve(TRUTH), line -> {});
      Refinery.refine(spark, raw, days, settings, folder);
      FileUtils.deleteDirectory(raw.toFile());
    }
    return new World(spark, days, options.seed(), folder);
  }

  /**
   * A world that another tool drew, which announces its leaderboard on the same day as {@code
   * sample}'s do by default.
   *
   * @param drawn folder with a raw root {@code raw} and the truth beside it, {@code truth.csv}
   * @param folder the world's own; it must not hold another's
   */
  static World drawnElsewhere(
      SparkSession spark, Path drawn, int days, Settings settings, Path folder) throws IOException {
    LocalDate start = SampleOptions.defaults().start();
    Days all = new Days(start, start.plusDays(days));
    if (!Refinery.isDone(folder)) {
      Files.createDirectories(folder);
      Files.copy(drawn.resolve(TRUTH), folder.resolve(TRUTH), StandardCopyOption.REPLACE_EXISTING);
      Refinery.refine(spark, drawn.resolve("raw"), all, settings, folder);
    }
    return new World(spark, all, 0, folder);
  }

  /** Decides what is drawn by lot about it later on. */
  long seed() {
    return seed;
  }

  /** Day on which a leaderboard is announced: nobody games before. */
  public LocalDate announced() {
    return days.from().plusDays(SampleOptions.ANNOUNCED_ON);
  }

  /** All its days. */
  public Days days() {
    return days;
  }

  /** Every feature row. */
  public Dataset<Row> features() {
    return Refinery.rows(spark, folder, SessionFeatures.TABLE);
  }

  /** Each session's newest feature row as known on a day. */
  public Dataset<Row> newestAsOf(LocalDate day) {
    return NewestRows.of(features().where(col("as_of_date").leq(Date.valueOf(day))));
  }

  /** {@code ml.reviews} as known on a day. */
  public Dataset<Row> reviewsAsOf(LocalDate day) {
    return Refinery.rows(spark, folder, Reviews.TABLE)
        .where(col("landed_date").leq(Date.valueOf(day)));
  }

  /** The truth, one row a session: {@code session_id, kind, label} and more, all texts. */
  public Dataset<Row> truth() {
    return spark.read().option("header", true).csv(folder.resolve(TRUTH).toString());
  }
}
