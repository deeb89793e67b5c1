package dev.goodhart.feature;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How close a person stands to a target's line, and to the end of its period, at a session. */
final class TargetCloseness {
  /**
   * Landing days before a row's own that a total reaches back: a month, and as long after a session
   * as outcomes are waited for by default. Fixed, so that a run reads as much for a day taken alone
   * as for that day among many.
   */
  static final int WINDOW_DAYS = 31 + 60;

  private static final String[] ROW = {"session_id", "as_of_date"};

  private TargetCloseness() {}

  /**
   * Adds {@code target_gap} and {@code days_to_deadline}, both of the target whose line is nearest:
   * null where none is in force. A person's total is that of what landed in the period by the day
   * after the session ended (logs often land then), so that it stays as it was when the session is
   * looked at again; 0 where nothing did. Of those whom nobody names there is none, and so no gap.
   *
   * @param rows {@code session_id, as_of_date, user_id, ended_at}
   */
  static Dataset<Row> add(
      Dataset<Row> rows, Dataset<Row> personDays, List<Settings.Target> targets) {
    if (targets.isEmpty()) {
      return rows.withColumn("target_gap", lit(null).cast("double"))
          .withColumn("days_to_deadline", lit(null).cast("double"));
    }
    Dataset<Row> nearest =
        targets.stream()
            .map(target -> closeness(rows, personDays, target))
            .reduce(Dataset::unionByName)
            .orElseThrow()
            .groupBy("session_id", "as_of_date")
            .agg(min(struct("target_gap", "days_to_deadline")).as("nearest"))
            .select("session_id", "as_of_date", "nearest.*");
    return rows.join(nearest, ROW, "left");
  }

  private static Dataset<Row> closeness(
      Dataset<Row> rows, Dataset<Row> personDays, Settings.Target target) {
    Column day = to_date(col("ended_at"));
    Column start = periodStart(day, target.period());
    Dataset<Row> totals =
        personDays.select(
            col("user_id").as("person"), col("landed_date"), measure(target).as("amount"));
    return rows.where(day.geq(lit(target.from())))
        .withColumn("period_start", start)
        .withColumn("period_end", periodEnd(start, target.period()))
        .join(
            totals,
            col("person")
                .equalTo(col("user_id"))
                .and(col("landed_date").geq(col("period_start")))
                .and(col("landed_date").lt(col("period_end")))
                .and(col("landed_date").geq(date_sub(col("as_of_date"), WINDOW_DAYS)))
                .and(col("landed_date").leq(least(col("as_of_date"), date_add(day, 1)))),
            "left")
        .groupBy(
            col("session_id"),
            col("as_of_date"),
            col("user_id"),
            col("ended_at"),
            col("period_end"))
        .agg(coalesce(sum("amount"), lit(0)).as("total"))
        .select(
            col("session_id"),
            col("as_of_date"),
            when(
                    col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON),
                    abs(log(col("total").plus(1.0).divide(target.line()))))
                .as("target_gap"),
            datediff(col("period_end"), day).cast("double").as("days_to_deadline"));
  }

  private static Column measure(Settings.Target target) {
    return switch (target.measure()) {
      case "tokens" ->
          col("input_tokens")
              .plus(col("cache_read_tokens"))
              .plus(col("cache_write_tokens"))
              .plus(col("output_tokens"));
      default -> col(target.measure());
    };
  }

  private static Column periodStart(Column day, String period) {
    return period.equals("day") ? day : trunc(day, period);
  }

  private static Column periodEnd(Column start, String period) {
    return switch (period) {
      case "day" -> date_add(start, 1);
      case "week" -> date_add(start, 7);
      default -> add_months(start, 1);
    };
  }
}
