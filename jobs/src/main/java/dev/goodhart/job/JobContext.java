package dev.goodhart.job;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * What a job works with.
 *
 * @param raw the raw logs; empty where the command was given no raw root
 */
public record JobContext(
    SparkSession spark,
    Lake lake,
    Optional<RawLogs> raw,
    Settings settings,
    Pseudonyms pseudonyms) {

  /** The raw logs. */
  RawLogs rawLogs() {
    return raw.orElseThrow(() -> new IllegalStateException("this job needs a raw root"));
  }
}
