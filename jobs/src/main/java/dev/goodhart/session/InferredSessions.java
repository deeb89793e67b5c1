package dev.goodhart.session;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Sessions where a source names none: a person's events in one source, parted where nothing
 * happened for longer than a gap. Only events that first landed on the same day are put together,
 * so that a session once inferred is never changed by what lands later.
 */
public final class InferredSessions {
  private static final double MILLIS_PER_MINUTE = 60_000.0;

  private InferredSessions() {}

  /**
   * Assigns events to sessions.
   *
   * @param unnamed usage events without a session
   * @param earlier events that landed on earlier days ({@code event_id}), which are no landings now
   * @param gapMinutes a longer pause begins another session
   * @return rows of {@code silver.inferred_sessions}
   */
  public static Dataset<Row> of(Dataset<Row> unnamed, Dataset<Row> earlier, int gapMinutes) {
    Dataset<Row> landings =
        FirstLandings.of(unnamed.drop("session_id"))
            .join(earlier.select("event_id"), new String[] {"event_id"}, "left_anti");
    WindowSpec inOrder =
        Window.partitionBy("user_id", "source", "landed_date").orderBy("event_time", "event_id");
    Column millis = unix_millis(col("event_time"));
    Column pause = millis.minus(lag(millis, 1).over(inOrder));
    Column begins = coalesce(pause.gt(lit(gapMinutes * MILLIS_PER_MINUTE)), lit(false));
    WindowSpec oneSession =
        Window.partitionBy("user_id", "source", "landed_date", "session_number");
    Column firstEvent =
        min_by(col("event_id"), struct(col("event_time"), col("event_id"))).over(oneSession);
    return landings
        .withColumn("begins", when(begins, 1).otherwise(0))
        .withColumn("session_number", sum(col("begins")).over(inOrder))
        .select(
            col("event_id"),
            col("landed_date"),
            sha2(concat_ws("\n", col("user_id"), col("source"), firstEvent), 256).as("session_id"));
  }

  /**
   * Usage events, each under the session that its source names or that was inferred for it; those
   * that landed before under no name are left out.
   *
   * @param inferred rows of {@code silver.inferred_sessions}
   */
  public static Dataset<Row> fillIn(Dataset<Row> usageEvents, Dataset<Row> inferred) {
    Dataset<Row> named = usageEvents.where(col("session_id").isNotNull());
    Dataset<Row> filled =
        usageEvents
            .where(col("session_id").isNull())
            .drop("session_id")
            .join(inferred, new String[] {"event_id", "landed_date"});
    return named.unionByName(filled);
  }
}
