package dev.goodhart.session;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Events that landed before under another session: older transcripts of a session that is taken up
 * again repeat the earlier one's lines under the new session, and a proxy may name one call's
 * session in two ways. An event is of the session under which it landed first; nothing that lands
 * later changes that.
 */
public final class CopiedEvents {
  private CopiedEvents() {}

  /**
   * Finds the copies.
   *
   * @param landed usage events as they landed on some days
   * @param earlier usage events as they landed before these days
   * @return rows of {@code silver.copied_events} for the days
   */
  public static Dataset<Row> of(Dataset<Row> landed, Dataset<Row> earlier) {
    Dataset<Row> now = landed.select(columns());
    Dataset<Row> again =
        earlier
            .select(columns())
            .join(now.select("event_id"), new String[] {"event_id"}, "left_semi");
    Column firstSession =
        first(col("session_id")).over(Window.partitionBy("event_id").orderBy("landed_date"));
    return now.withColumn("landed_now", lit(true))
        .unionByName(again.withColumn("landed_now", lit(false)))
        .withColumn("first_session", firstSession)
        .where(col("landed_now").and(not(col("session_id").eqNullSafe(col("first_session")))))
        .select(columns());
  }

  /**
   * Usage events without the copies.
   *
   * @param copied rows of {@code silver.copied_events}
   */
  public static Dataset<Row> leaveOut(Dataset<Row> usageEvents, Dataset<Row> copied) {
    return usageEvents.join(
        copied.select("event_id", "landed_date"),
        new String[] {"event_id", "landed_date"},
        "left_anti");
  }

  private static Column[] columns() {
    return new Column[] {col("event_id"), col("landed_date"), col("session_id")};
  }
}
