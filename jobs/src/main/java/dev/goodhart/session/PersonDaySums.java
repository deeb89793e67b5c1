package dev.goodhart.session;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * A person's landing day in sums and histograms that add up over days ({@code silver.person_days}).
 * A "session part" is what of a session first landed on the day.
 */
public final class PersonDaySums {
  /** Bins of the log-scale histograms: bin k holds 2^k <= value + 1 < 2^(k + 1). */
  public static final int BINS = 40;

  public static final int HOURS = 24;

  /** Ten-thousandths of a dollar, the unit of the cost histogram. */
  public static final double COST_UNIT_USD = 1e-4;

  private static final String[] KEY = {"user_id", "landed_date", "source"};

  private PersonDaySums() {}

  /** One row a person, landing day and source; usage events go in, each once. */
  public static Dataset<Row> of(Dataset<Row> firstLandings) {
    Dataset<Row> events =
        firstLandings.where(col("session_id").isNotNull().and(SessionStates.activity()));
    Dataset<Row> days = totals(events);
    Dataset<Row> parts = partHistograms(sessionParts(events));
    Dataset<Row> gaps = gapHistograms(events);
    return days.join(parts, KEY, "left")
        .join(gaps, KEY, "left")
        .withColumn("gap_histogram", coalesce(col("gap_histogram"), array_repeat(lit(0L), BINS)));
  }

  private static Dataset<Row> totals(Dataset<Row> events) {
    return events
        .groupBy(col("user_id"), col("landed_date"), col("source"))
        .agg(
            max_by(
                    col("team"),
                    when(col("team").isNotNull(), struct(col("event_time"), col("event_id"))))
                .as("team"),
            countDistinct("session_id").as("sessions"),
            count(lit(1)).as("events"),
            SessionStates.countOf("model_call").as("calls"),
            SessionStates.countOf("prompt").as("prompts"),
            SessionStates.countOf("tool_call").as("tool_calls"),
            coalesce(sum("input_tokens"), lit(0L)).as("input_tokens"),
            coalesce(sum("cache_read_tokens"), lit(0L)).as("cache_read_tokens"),
            coalesce(sum("cache_write_tokens"), lit(0L)).as("cache_write_tokens"),
            coalesce(sum("output_tokens"), lit(0L)).as("output_tokens"),
            SessionStates.totalUsd(col("cost_usd")).as("cost_usd"),
            Histograms.counts(hour(col("event_time")), HOURS).as("hour_histogram"));
  }

  private static Dataset<Row> sessionParts(Dataset<Row> events) {
    return events
        .groupBy(col("user_id"), col("landed_date"), col("source"), col("session_id"))
        .agg(
            SessionStates.countOf("model_call").as("calls"),
            SessionStates.countOf("prompt").as("prompts"),
            coalesce(sum(SessionStates.totalTokens()), lit(0L)).as("total_tokens"),
            SessionStates.totalUsd(col("cost_usd")).as("cost_usd"));
  }

  private static Dataset<Row> partHistograms(Dataset<Row> parts) {
    return parts
        .groupBy(col("user_id"), col("landed_date"), col("source"))
        .agg(
            Histograms.counts(bin(col("calls")), BINS).as("calls_histogram"),
            Histograms.counts(bin(col("total_tokens")), BINS).as("tokens_histogram"),
            Histograms.counts(bin(col("cost_usd").divide(COST_UNIT_USD)), BINS)
                .as("cost_histogram"),
            Histograms.counts(bin(col("prompts")), BINS).as("prompts_histogram"));
  }

  private static Dataset<Row> gapHistograms(Dataset<Row> events) {
    Column previous =
        lag(col("event_time"), 1)
            .over(
                Window.partitionBy(col("session_id"), col("landed_date"))
                    .orderBy(col("event_time"), col("event_id")));
    return events
        .where(col("kind").equalTo("model_call"))
        .withColumn(
            "gap_seconds",
            unix_millis(col("event_time")).minus(unix_millis(previous)).divide(1000.0))
        .groupBy(col("user_id"), col("landed_date"), col("source"))
        .agg(Histograms.counts(bin(col("gap_seconds")), BINS).as("gap_histogram"));
  }

  /** The bin of a value of 0 or more; null for null. */
  static Column bin(Column value) {
    // least() passes over nulls, which have no bin.
    return when(value.isNotNull(), least(floor(log2(value.plus(1.0))).cast("int"), lit(BINS - 1)));
  }
}
