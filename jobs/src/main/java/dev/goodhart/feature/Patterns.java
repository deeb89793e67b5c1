package dev.goodhart.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.session.Accounts;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * A session of a few model calls says too little to be judged by, yet a person who starts the same
 * few calls day after day shows a pattern. So short sessions of one person that ask the same prompt
 * add their calls up.
 *
 * <p>The rule: a session is short as of a day when fewer than {@code score.min_calls} of its model
 * calls had landed by then; its pattern is the prompt that it asks most often ({@code
 * prompt_pattern}). {@code pattern_calls} is the session's own calls and, if it is short, those of
 * the same person's other sessions that are short, show the same pattern and ended in the {@code
 * baselines.window_days} before the day, each as of the day. Where no prompt's text is known, or
 * nobody knows whose the session is, it is the session's own calls.
 */
final class Patterns {
  private static final String[] PATTERN = {"user_id", "prompt_pattern", "as_of_date"};

  private Patterns() {}

  /**
   * Adds {@code pattern_calls}.
   *
   * @param rows {@code session_id, as_of_date, user_id, ended_at, calls, prompt_pattern} and any
   *     other columns
   * @param earlier rows of the trailing window before those of {@code rows}, of any session
   * @param spans {@link Accounts#spans}: what another session tells is added by that one
   */
  static Dataset<Row> add(
      Dataset<Row> rows, Dataset<Row> earlier, Dataset<Row> spans, int windowDays, int minCalls) {
    Dataset<Row> known =
        described(earlier)
            .unionByName(described(rows))
            .withColumn(
                "next_date",
                lead(col("as_of_date"), 1)
                    .over(Window.partitionBy("session_id").orderBy("as_of_date")))
            .where(shows(minCalls));
    // By day, so that a person's sessions of one pattern do not meet session by session.
    Dataset<Row> byDay =
        Accounts.overSpans(known, spans)
            .groupBy(
                col("user_id"),
                col("prompt_pattern"),
                greatest(col("as_of_date"), col("counted_from")).as("known_from"),
                least(col("next_date"), col("counted_until")).as("known_until"),
                to_date(col("ended_at")).as("ended_on"))
            .agg(sum("calls").as("known_calls"));
    Column asOf =
        col("known_from")
            .leq(col("as_of_date"))
            .and(col("known_until").isNull().or(col("known_until").gt(col("as_of_date"))));
    Dataset<Row> company =
        rows.where(shows(minCalls))
            .select(PATTERN[0], PATTERN[1], PATTERN[2])
            .distinct()
            .join(byDay, new String[] {PATTERN[0], PATTERN[1]}, "inner")
            .where(asOf.and(isRecent(col("ended_on"), windowDays)))
            .groupBy(PATTERN[0], PATTERN[1], PATTERN[2])
            .agg(sum("known_calls").as("known_calls"));
    Column itself =
        when(isRecent(to_date(col("ended_at")), windowDays), col("calls")).otherwise(0L);
    Column others =
        when(shows(minCalls), coalesce(col("known_calls"), lit(0L)).minus(itself)).otherwise(0L);
    return rows.join(company, PATTERN, "left")
        .withColumn("pattern_calls", col("calls").plus(others))
        .drop("known_calls");
  }

  private static Column isRecent(Column endedOn, int windowDays) {
    return endedOn.geq(date_sub(col("as_of_date"), windowDays));
  }

  private static Column shows(int minCalls) {
    return col("calls")
        .lt(minCalls)
        .and(col("prompt_pattern").isNotNull())
        .and(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON));
  }

  private static Dataset<Row> described(Dataset<Row> rows) {
    return rows.select(
        "session_id", "as_of_date", "user_id", "ended_at", "calls", "prompt_pattern");
  }
}
