package dev.goodhart.job;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that replace those of the keys. */
record Rebuilt(Dataset<Row> rows, Dataset<Row> keys) {
  /** The table as it will be. */
  Dataset<Row> in(Dataset<Row> stored) {
    return stored.join(keys, keys.columns(), "left_anti").unionByName(rows);
  }
}
