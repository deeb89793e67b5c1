package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.job.FeatureJob;
import dev.goodhart.job.IngestJob;
import dev.goodhart.job.Job;
import dev.goodhart.job.JobContext;
import dev.goodhart.job.JobRunner;
import dev.goodhart.job.NewestRows;
import dev.goodhart.job.SessionJob;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.lake.Table;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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
  private static final Pseudonyms PSEUDONYMS =
      new Pseudonyms("the people of these are all made up".getBytes(StandardCharsets.UTF_8));
  private static final List<Job> JOBS =
      List.of(new IngestJob(), new SessionJob(), new FeatureJob());

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
    if (!Files.exists(world.path(SessionFeatures.TABLE).resolve("_SUCCESS"))) {
      world.make(settings);
    }
    return world;
  }

  private void make(Settings settings) throws IOException {
    Path making = folder.resolve("making");
    FileUtils.deleteDirectory(making.toFile());
    Organisation.write(options, making.resolve("raw"), folder.resolve("truth.csv"), line -> {});
    try (Lake lake =
        Lake.open(
            spark,
            making.resolve("lake").toString(),
            Tables.ALL,
            settings.lake(),
            PSEUDONYMS.fingerprint(),
            Clock.systemUTC())) {
      RawLogs raw = RawLogs.open(spark, making.resolve("raw").toString());
      JobContext context = new JobContext(spark, lake, Optional.of(raw), settings, PSEUDONYMS);
      JobRunner runner = new JobRunner(context, Clock.systemUTC(), "world", line -> {});
      JOBS.forEach(job -> runner.run(job, days()));
      keep(lake, Reviews.TABLE);
      keep(lake, SessionFeatures.TABLE);
    }
    FileUtils.deleteDirectory(making.toFile());
  }

  private void keep(Lake lake, Table table) {
    lake.read(table).coalesce(1).write().mode("overwrite").parquet(path(table).toString());
  }

  private Path path(Table table) {
    return folder.resolve(table.name());
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
    return spark.read().parquet(path(SessionFeatures.TABLE).toString());
  }

  /** Each session's newest feature row as known on a day. */
  public Dataset<Row> newestAsOf(LocalDate day) {
    return NewestRows.of(features().where(col("as_of_date").leq(Date.valueOf(day))));
  }

  /** {@code ml.reviews} as known on a day. */
  public Dataset<Row> reviewsAsOf(LocalDate day) {
    return spark
        .read()
        .parquet(path(Reviews.TABLE).toString())
        .where(col("landed_date").leq(Date.valueOf(day)));
  }

  /** The truth, one row a session: {@code session_id, kind, label} and more, all texts. */
  public Dataset<Row> truth() {
    return spark.read().option("header", true).csv(folder.resolve("truth.csv").toString());
  }
}
