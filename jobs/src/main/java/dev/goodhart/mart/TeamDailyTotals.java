package dev.goodhart.mart;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.goodhart.session.SessionStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Recounts {@code gold.team_daily}: a week that it shows must come to what the sessions that began
 * in it come to, since small cohorts are pooled within a week and lose nothing.
 */
public final class TeamDailyTotals {
  private static final List<String> COUNTS =
      List.of(
          "sessions",
          "calls",
          "input_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "output_tokens",
          "total_tokens");
  private static final double SAME_USD = 1e-6;

  private TeamDailyTotals() {}

  /**
   * One finding a week and figure that differ, the earliest weeks first.
   *
   * @param teamDaily {@code gold.team_daily}
   * @param datedSessions {@link DatedSessions#of} {@code silver.sessions}
   */
  public static List<String> disagreements(Dataset<Row> teamDaily, Dataset<Row> datedSessions) {
    Dataset<Row> shown = totals(teamDaily.withColumn("week", Weeks.monday(col("date"))), "shown_");
    Dataset<Row> told =
        totals(
            datedSessions
                .withColumn("week", Weeks.monday(col("started_at")))
                .withColumn("sessions", lit(1L))
                .withColumn("total_tokens", SessionStates.totalTokens()),
            "told_");
    List<String> findings = new ArrayList<>();
    shown
        .join(told, new String[] {"week"}, "left")
        .orderBy("week")
        .withColumn("week", col("week").cast("string"))
        .collectAsList()
        .forEach(week -> describe(week, findings));
    return findings;
  }

  private static Dataset<Row> totals(Dataset<Row> rows, String prefix) {
    List<Column> totals = new ArrayList<>();
    for (String name : COUNTS) {
      totals.add(coalesce(sum(name), lit(0L)).as(prefix + name));
    }
    totals.add(SessionStates.totalUsd(col("cost_usd")).as(prefix + "cost_usd"));
    Column first = totals.get(0);
    Column[] others = totals.subList(1, totals.size()).toArray(Column[]::new);
    return rows.groupBy("week").agg(first, others);
  }

  /** A week without sessions has none of anything. */
  private static void describe(Row week, List<String> findings) {
    List<String> figures = new ArrayList<>(COUNTS);
    figures.add("cost_usd");
    for (String figure : figures) {
      Number shown = week.getAs("shown_" + figure);
      Number told = Objects.requireNonNullElse(week.<Number>getAs("told_" + figure), 0);
      if (Math.abs(shown.doubleValue() - told.doubleValue()) > SAME_USD) {
        findings.add(
            String.format(
                "gold.team_daily, week of %s: %s adds up to %s, silver.sessions to %s",
                week.getAs("week"), figure, shown, told));
      }
    }
  }
}
