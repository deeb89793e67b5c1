package dev.goodhart.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The files of some days as they were read now, beside what was read of those days before. */
final class InputHistory {
  private InputHistory() {}

  /** Whether a file was there when its day was last read; rows of older lakes do not say. */
  static Column isThere() {
    return not(coalesce(col("gone"), lit(false)));
  }

  /**
   * Rows of {@code ops.input_files}. A file that has not changed keeps the time of its first
   * reading, so that a repeated run leaves the same rows; one that vanished leaves its mark, since
   * what was computed from it is stale.
   *
   * @param found the files there are, each with where its records went
   * @param before the table's rows of the same days
   */
  static Dataset<Row> of(Dataset<Row> found, Dataset<Row> before, Instant now) {
    Column readNow = lit(Timestamp.from(now));
    Dataset<Row> known =
        before.select(
            col("file"),
            col("size_bytes").as("known_size"),
            col("version").as("known_version"),
            col("read_at").as("known_read_at"),
            isThere().as("known_there"));
    Column unchanged =
        col("known_size")
            .equalTo(col("size_bytes"))
            .and(col("known_version").equalTo(col("version")))
            .and(col("known_there"));
    Dataset<Row> there =
        found
            .join(known, new String[] {"file"}, "left")
            .withColumn("read_at", coalesce(when(unchanged, col("known_read_at")), readNow))
            .withColumn("gone", lit(false))
            .drop("known_size", "known_version", "known_read_at", "known_there");
    Dataset<Row> vanished =
        before
            .join(found.select("file"), new String[] {"file"}, "left_anti")
            .withColumn("read_at", when(isThere(), readNow).otherwise(col("read_at")))
            .withColumn("gone", lit(true))
            .withColumn("records_read", lit(0L))
            .withColumn("records_kept", lit(0L))
            .withColumn("records_duplicate", lit(0L))
            .withColumn("records_ignored", lit(0L))
            .withColumn("records_rejected", lit(0L));
    return there.unionByName(vanished);
  }
}
