package dev.goodhart.session;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Each event once, on the earliest day on which it landed. Bronze holds one row an event and
 * landing day; an event that lands again is not a landing, so nothing known as of a day changes by
 * it.
 */
public final class FirstLandings {
  private FirstLandings() {}

  /** Bronze events of any kind, with {@code event_id} and {@code landed_date}; same columns. */
  public static Dataset<Row> of(Dataset<Row> events) {
    return events
        .withColumn(
            "landing_number",
            row_number().over(Window.partitionBy(col("event_id")).orderBy(col("landed_date"))))
        .where(col("landing_number").equalTo(1))
        .drop("landing_number");
  }
}
