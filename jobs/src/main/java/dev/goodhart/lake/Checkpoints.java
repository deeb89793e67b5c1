package dev.goodhart.lake;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Where plans are cut, so that what is read more than once is computed once. */
public final class Checkpoints {
  private Checkpoints() {}

  /**
   * Rows, computed and kept on local disk, for as many rows as there are events. By default they
   * are kept in memory and on disk: a partition that memory has no room for is then unrolled into
   * it again on each read, and what was unrolled is held until the task has read it. Aggregations
   * and sorts of the same task were left without memory to begin with, and the run failed.
   */
  public static Dataset<Row> onDisk(Dataset<Row> rows) {
    return rows.localCheckpoint(true, StorageLevel.DISK_ONLY());
  }
}
