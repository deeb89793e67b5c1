package dev.goodhart.session;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Each event once, on the earliest day on which it landed. Bronze holds one row an event and
 * landing day; an event that lands again is not a landing, so nothing known as of a day changes by
 * it.
 */
public final class FirstLandings {
  private FirstLandings() {}

  /** Bronze events of any kind, with {@code event_id} and {@code landed_date}; same columns. */
  public static Dataset<Row> of(Dataset<Row> events) {
    return first(events, Window.partitionBy(col("event_id")));
  }

  /**
   * Usage events of sessions, laid out by session: what follows groups by session, and so needs no
   * shuffle of its own. An event is of one session: copies of it under others are {@link
   * CopiedEvents} and left out before.
   */
  public static Dataset<Row> bySession(Dataset<Row> usageEvents) {
    return first(
        usageEvents.where(col("session_id").isNotNull()).repartition(col("session_id")),
        Window.partitionBy(col("session_id"), col("event_id")));
  }

  private static Dataset<Row> first(Dataset<Row> events, WindowSpec sameEvent) {
    return events
        .withColumn("landing_number", row_number().over(sameEvent.orderBy(col("landed_date"))))
        .where(col("landing_number").equalTo(1))
        .drop("landing_number");
  }
}
