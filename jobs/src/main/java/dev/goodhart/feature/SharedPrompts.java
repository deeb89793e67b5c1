package dev.goodhart.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many other sessions ask most often what a session asks most often: the person's own, and
 * other people's. A template shows here that differs within no session.
 *
 * <p>As of a day those sessions count that started on it or in the window before it and were known
 * by then to ask the prompt. Where no prompt's text is known, nothing can be told.
 */
final class SharedPrompts {
  private SharedPrompts() {}

  /**
   * Adds {@code same_prompt_sessions} and {@code same_prompt_of_others}.
   *
   * @param rows {@code session_id, as_of_date, user_id, started_at, prompt_pattern} and any other
   *     columns
   * @param earlier rows of the trailing window before those of {@code rows}, of any session
   */
  static Dataset<Row> add(Dataset<Row> rows, Dataset<Row> earlier, int windowDays) {
    Dataset<Row> askers =
        asking(earlier)
            .unionByName(asking(rows))
            .groupBy("prompt_pattern", "user_id", "session_id")
            .agg(min("known").as("known"));
    Dataset<Row> sessions =
        askers
            .groupBy(
                col("prompt_pattern"),
                col("user_id"),
                col("known.known_on").as("known_on"),
                col("known.started_on").as("started_on"))
            .agg(count(lit(1)).as("sessions"))
            .localCheckpoint();
    Dataset<Row> everybodys =
        sessions
            .groupBy("prompt_pattern", "known_on", "started_on")
            .agg(sum("sessions").as("sessions"));
    Column inWindow =
        col("known_on")
            .leq(col("as_of_date"))
            .and(col("started_on").geq(date_sub(col("as_of_date"), windowDays)));
    Dataset<Row> asked =
        rows.where(col("prompt_pattern").isNotNull())
            .select("prompt_pattern", "user_id", "as_of_date")
            .distinct();
    Dataset<Row> own =
        asked
            .join(sessions, new String[] {"prompt_pattern", "user_id"})
            .where(inWindow)
            .groupBy("prompt_pattern", "user_id", "as_of_date")
            .agg(sum("sessions").as("own_sessions"));
    Dataset<Row> all =
        asked
            .select("prompt_pattern", "as_of_date")
            .distinct()
            .join(everybodys, "prompt_pattern")
            .where(inWindow)
            .groupBy("prompt_pattern", "as_of_date")
            .agg(sum("sessions").as("all_sessions"));
    Column ownSessions = coalesce(col("own_sessions"), lit(0L));
    Column itself =
        when(to_date(col("started_at")).geq(date_sub(col("as_of_date"), windowDays)), 1L)
            .otherwise(0L);
    Column told = col("prompt_pattern").isNotNull();
    return rows.join(own, new String[] {"prompt_pattern", "user_id", "as_of_date"}, "left")
        .join(all, new String[] {"prompt_pattern", "as_of_date"}, "left")
        .withColumn(
            "same_prompt_sessions", when(told, log1p(greatest(ownSessions.minus(itself), lit(0L)))))
        .withColumn(
            "same_prompt_of_others",
            when(told, log1p(coalesce(col("all_sessions"), lit(0L)).minus(ownSessions))))
        .drop("own_sessions", "all_sessions");
  }

  /** When each session was first known to ask the prompt, and when it started as far as known. */
  private static Dataset<Row> asking(Dataset<Row> rows) {
    return rows.where(col("prompt_pattern").isNotNull())
        .selectExpr(
            "prompt_pattern",
            "user_id",
            "session_id",
            "struct(as_of_date as known_on, to_date(started_at) as started_on) as known");
  }
}
