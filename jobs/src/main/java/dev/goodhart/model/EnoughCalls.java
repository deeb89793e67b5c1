package dev.goodhart.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Whether a session has calls enough to be judged ({@code score.min_calls}), by its {@code
 * pattern_calls}. Rows of a version that knew no patterns have none, and are not judged.
 */
public final class EnoughCalls {
  private static final String CALLS = "pattern_calls";

  private EnoughCalls() {}

  /** Of a feature row. */
  public static boolean of(Row row, long minCalls) {
    Long calls = row.getAs(CALLS);
    return calls != null && calls >= minCalls;
  }

  /** The same as a column, never null. */
  public static Column column(long minCalls) {
    return coalesce(col(CALLS).geq(minCalls), lit(false));
  }
}
