package dev.goodhart.session;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.mode;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.EventTimes;
import dev.goodhart.ingest.Litellm;
import dev.goodhart.ingest.OtelGenai;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What is known of a session as of a day. A session's state changes only on days on which its own
 * events land, so it is computed once for each of those ({@code state_date}) and holds until the
 * next.
 */
public final class SessionStates {
  private static final String DECIMAL_USD = "decimal(24,12)";

  private SessionStates() {}

  /**
   * Lays each event beside every state that includes it.
   *
   * @param firstLandings usage events, each once
   * @return the same columns and {@code state_date}, a landing day of the session not before the
   *     event's own
   */
  public static Dataset<Row> expand(Dataset<Row> firstLandings) {
    Column landedDates =
        collect_set(col("landed_date")).over(Window.partitionBy(col("session_id")));
    return firstLandings
        .where(col("session_id").isNotNull())
        .withColumn("landed_dates", landedDates)
        .withColumn(
            "state_date", explode(filter(col("landed_dates"), day -> day.geq(col("landed_date")))))
        .drop("landed_dates");
  }

  /**
   * Counts, tokens and cost of each state.
   *
   * @param expanded events with {@code state_date}
   * @return one row a session and {@code state_date}, with the columns of {@code silver.sessions}
   */
  public static Dataset<Row> summarise(Dataset<Row> expanded) {
    return expanded
        .groupBy("session_id", "state_date")
        .agg(
            mode(col("user_id"), true).as("user_id"),
            max_by(
                    col("team"),
                    when(col("team").isNotNull(), struct(col("event_time"), col("event_id"))))
                .as("team"),
            mode(col("source"), true).as("source"),
            mode(col("repository"), true).as("repository"),
            startedAt(),
            endedAt(),
            count(when(activity(), 1)).as("events"),
            countOf("model_call").as("calls"),
            countOf("prompt").as("prompts"),
            countOf("tool_call").as("tool_calls"),
            countOf("error").as("errors"),
            countOf("compaction").as("compactions"),
            total("input_tokens"),
            total("cache_read_tokens"),
            total("cache_write_tokens"),
            total("output_tokens"),
            total("reasoning_tokens"),
            totalUsd(col("cost_usd")).as("cost_usd"),
            unpricedCalls().as("unpriced_calls"),
            count(when(col("tokens_estimated"), 1)).as("estimated_calls"),
            array_sort(collect_set(col("landed_date"))).as("landed_dates"))
        .withColumn("total_tokens", totalTokens());
  }

  /** Calls whose cost is not known. */
  public static Column unpricedCalls() {
    return count(when(col("cost_source").equalTo("unknown"), 1));
  }

  /** When the first thing was done; where no time is believed, the first that is told. */
  static Column startedAt() {
    return coalesce(min(believedTime()), min(col("event_time"))).as("started_at");
  }

  /** When the last thing was done, likewise. */
  static Column endedAt() {
    return coalesce(max(believedTime()), max(col("event_time"))).as("ended_at");
  }

  /** When something was done, unless ingest marked the time as one at which nothing can be. */
  public static Column believedTime() {
    Column doubtful = EventTimes.marked(EventTimes.DOUBTFUL);
    return when(activity().and(doubtful.equalTo(false)), col("event_time"));
  }

  /** All tokens of a row, each counted once. */
  public static Column totalTokens() {
    return zeroIfNull("input_tokens")
        .plus(zeroIfNull("cache_read_tokens"))
        .plus(zeroIfNull("cache_write_tokens"))
        .plus(zeroIfNull("output_tokens"));
  }

  /** Known costs added up as decimals, so that the order of adding decides nothing; else 0. */
  public static Column totalUsd(Column costs) {
    return coalesce(sum(costs.cast(DECIMAL_USD)), lit(0)).cast("double");
  }

  /**
   * Whether something was done: a session that names its task leaves an event too, and that is no
   * part of its rhythm.
   */
  public static Column activity() {
    return col("kind").notEqual("reference");
  }

  /**
   * Whether an event's or a session's source sees what an agent is asked. A proxy and spans of
   * model calls don't: that they tell of no prompt and no compaction says nothing.
   */
  public static Column seesPrompts() {
    return not(coalesce(col("source").isin(Litellm.NAME, OtelGenai.NAME), lit(false)));
  }

  /** How many events are of a kind. */
  public static Column countOf(String kind) {
    return count(when(col("kind").equalTo(kind), 1));
  }

  private static Column total(String tokens) {
    return coalesce(sum(col(tokens)), lit(0L)).as(tokens);
  }

  private static Column zeroIfNull(String tokens) {
    return coalesce(col(tokens), lit(0L));
  }
}
