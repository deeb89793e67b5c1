package dev.goodhart.lake;

import dev.goodhart.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The one place that builds a Spark session. */
public final class Sparks {
  private static final String MASTER = "spark.master";
  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";

  private Sparks() {}

  /**
   * The session of a run: embedded on all cores unless {@code spark-submit} named a master. What
   * decides results (UTC, ANSI, Delta, the commit store on S3) is set here; tunables only where
   * {@code spark-submit} left them open; the settings under {@code spark} win over all.
   */
  public static SparkSession embedded(Settings settings, String appName) {
    return SparkSession.builder().config(conf(settings, appName)).getOrCreate();
  }

  static SparkConf conf(Settings settings, String appName) {
    SparkConf conf = new SparkConf();
    conf.setAppName(appName);
    fixed().forEach(conf::set);
    conf.set(EXTENSIONS, withDelta(conf.get(EXTENSIONS, "")));
    // Delta replays a table's log in this many tasks; its default of 50 is made for huge tables.
    conf.setIfMissing("spark.databricks.delta.snapshotPartitions", "2");
    // A commit of few files would list all of the table's in its checksum, by a query of its own.
    conf.setIfMissing("spark.databricks.delta.allFilesInCrc.enabled", "false");
    conf.setIfMissing("spark.sql.adaptive.enabled", "true");
    // Each query's plan is described for the web server; at length that cost a tenth of a small
    // run.
    conf.setIfMissing("spark.sql.ui.explainMode", "simple");
    store().forEach(conf::setIfMissing);
    if (!conf.contains(MASTER) && !settings.spark().containsKey(MASTER)) {
      conf.setMaster("local[*]");
    }
    settings.spark().forEach(conf::set);
    if (conf.get(MASTER).startsWith("local")) {
      local().forEach((key, value) -> conf.setIfMissing(key, value));
    }
    return conf;
  }

  private static Map<String, String> fixed() {
    return Map.of(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.session.timeZone", "UTC",
        "spark.sql.ansi.enabled", "true",
        "spark.delta.logStore.s3a.impl", S3CommitStore.class.getName());
  }

  /** How long trouble of an S3 store is sat out: a few minutes, then the run fails. */
  private static Map<String, String> store() {
    return Map.of(
        // Waits double from 0.2 s up to 51 s. The default is 20 of them, the last ones of days.
        "spark.hadoop.fs.s3a.retry.throttle.limit", "9",
        // Each of S3A's tries is several of the client below it; its own waiting is enough.
        "spark.hadoop.fs.s3a.attempts.maximum", "1",
        // S3A reads a broken off body again, except where a read of many ranges meets it.
        "spark.hadoop.parquet.hadoop.vectored.io.enabled", "false");
  }

  private static String withDelta(String extensions) {
    if (extensions.contains(DELTA)) {
      return extensions;
    }
    return extensions.isEmpty() ? DELTA : extensions + "," + DELTA;
  }

  /** Fit for one machine: few tasks, no web server, no dependence on how the host is named. */
  private static Map<String, String> local() {
    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.sql.shuffle.partitions", String.valueOf(cores));
    settings.put("spark.default.parallelism", String.valueOf(cores));
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    settings.put(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "goodhart-warehouse").toUri().toString());
    // What a web server would show is remembered even without one.
    settings.put("spark.ui.retainedJobs", "10");
    settings.put("spark.ui.retainedStages", "10");
    settings.put("spark.ui.retainedTasks", "100");
    settings.put("spark.sql.ui.retainedExecutions", "10");
    return settings;
  }
}
