package dev.goodhart.mart;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.to_date;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Sessions that can be laid on a day. Those of which no event has a time that can be true have no
 * place in any daily figure; they stay in silver.
 */
public final class DatedSessions {
  private DatedSessions() {}

  /**
   * Leaves out sessions that claim to have begun after they landed, or too long before.
   *
   * @param sessions {@code silver.sessions}
   * @param maxAgeDays setting {@code ingest.max_event_age_days}
   */
  public static Dataset<Row> of(Dataset<Row> sessions, int maxAgeDays) {
    Column began = to_date(col("started_at"));
    return sessions.where(
        began
            .leq(date_add(array_max(col("landed_dates")), 1))
            .and(began.geq(date_sub(array_min(col("landed_dates")), maxAgeDays))));
  }
}
