package dev.goodhart.world;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.job.FeatureJob;
import dev.goodhart.job.IngestJob;
import dev.goodhart.job.Job;
import dev.goodhart.job.JobContext;
import dev.goodhart.job.JobRunner;
import dev.goodhart.job.SessionJob;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.lake.Table;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * Raw logs to the rows that the classifier sees, by the same jobs as in a lake, which is thrown
 * away. What is left is a folder of Parquet for each table that is read.
 */
final class Refinery {
  private static final Pseudonyms PSEUDONYMS =
      new Pseudonyms("the people of these are all made up".getBytes(StandardCharsets.UTF_8));
  private static final List<Job> JOBS =
      List.of(new IngestJob(), new SessionJob(), new FeatureJob());

  private Refinery() {}

  /** Whether {@link #refine} came to its end there. */
  static boolean isDone(Path folder) {
    return Files.exists(path(folder, SessionFeatures.TABLE).resolve("_SUCCESS"));
  }

  /**
   * Runs the jobs.
   *
   * @param raw a raw root
   * @param folder for {@code ml.reviews} and {@code silver.session_features}; it is made if need be
   */
  static void refine(SparkSession spark, Path raw, Days days, Settings settings, Path folder)
      throws IOException {
    Path place = folder.resolve("lake");
    FileUtils.deleteDirectory(place.toFile());
    try (Lake lake =
        Lake.open(
            spark,
            place.toString(),
            Tables.ALL,
            settings.lake(),
            PSEUDONYMS.fingerprint(),
            Clock.systemUTC())) {
      RawLogs logs = RawLogs.open(spark, raw.toString());
      JobContext context = new JobContext(spark, lake, Optional.of(logs), settings, PSEUDONYMS);
      JobRunner runner = new JobRunner(context, Clock.systemUTC(), "world", line -> {});
      JOBS.forEach(job -> runner.run(job, days));
      keep(lake, Reviews.TABLE, folder);
      keep(lake, SessionFeatures.TABLE, folder);
    }
    FileUtils.deleteDirectory(place.toFile());
    // Delta keeps the last state of every table of a lake that is gone; a few dozen fill the
    // memory.
    DeltaLog.clearCache();
  }

  private static void keep(Lake lake, Table table, Path folder) {
    lake.read(table).coalesce(1).write().mode("overwrite").parquet(path(folder, table).toString());
  }

  /** A table's rows, as they were kept. */
  static Dataset<Row> rows(SparkSession spark, Path folder, Table table) {
    return spark.read().parquet(path(folder, table).toString());
  }

  private static Path path(Path folder, Table table) {
    return folder.resolve(table.name());
  }
}
