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
import java.nio.file.Path;
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
  private final SparkSession spark;
  private final SampleOptions options;
  private final Path folder;

  private World(SparkSession spark, SampleOptions options, Path folder) {
    this.spark = spark;
    this.options = options;
    this.folder = folder;
  }

  /**
   * A world, made unless its folder holds it.
   *
   * @param folder the world's own; it must not hold another's
   */
  public static World of(SparkSession spark, SampleOptions options, Settings settings, Path folder)
      throws IOException {
    World world = new World(spark, options, folder);
    if (!Refinery.isDone(folder)) {
      world.make(settings);
    }
    return world;
  }

  private void make(Settings settings) throws IOException {
    Path raw = folder.resolve("raw");
    FileUtils.deleteDirectory(raw.toFile());
    Organisation.write(options, raw, folder.resolve("truth.csv"), line -> {});
    Refinery.refine(spark, raw, days(), settings, folder);
    FileUtils.deleteDirectory(raw.toFile());
  }

  public SampleOptions options() {
    return options;
  }

  /** Day on which a leaderboard is announced: nobody games before. */
  public LocalDate announced() {
    return options.start().plusDays(SampleOptions.ANNOUNCED_ON);
  }

  /** All its days. */
  public Days days() {
    return new Days(options.start(), options.start().plusDays(options.days()));
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
    return spark.read().option("header", true).csv(folder.resolve("truth.csv").toString());
  }
}
