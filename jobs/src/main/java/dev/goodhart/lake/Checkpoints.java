package dev.goodhart.lake;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Where plans are cut, so that what is read more than once is computed once. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * Rows, computed and kept on local disk; for as many as there are events. A task that reads a
   * partition which memory has no room for would try to take it there nevertheless, and hold on to
   * what it had unrolled by then; aggregations and sorts of the same task could be left without
   * memory to begin with, and the run failed.
   */
  public static Dataset<Row> onDisk(Dataset<Row> rows) {
    return rows.localCheckpoint(true, StorageLevel.DISK_ONLY());
  }
}
