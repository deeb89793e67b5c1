package dev.goodhart.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Lake;
import dev.goodhart.model.TruthReport;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.session.SessionStates;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sums up a lake, and holds its scores against the truth of a made-up organisation. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * The summary as lines of text.
   *
   * @param truth rows of a truth file
   */
  public static String of(Lake lake, Dataset<Row> truth, Settings settings) {
    Row newest = lake.read(SessionFeatures.TABLE).agg(max("as_of_date")).head();
    if (newest.isNullAt(0)) {
      return "The lake holds no session yet; run the pipeline first.";
    }
    LocalDate day = newest.getDate(0).toLocalDate();
    TruthReport report =
        TruthReport.of(
            lake.read(SessionScores.TABLE),
            lake.read(SessionScoreHistory.TABLE),
            NewestRows.asOf(lake, day, lake.read(SessionScores.TABLE)),
            truth,
            settings);
    return spent(lake) + "\n" + achieved(lake) + "\n" + report.summary();
  }

  private static String spent(Lake lake) {
    Row row =
        lake.read(Sessions.TABLE)
            .agg(
                count(lit(1)),
                countDistinct("user_id"),
                SessionStates.totalUsd(col("cost_usd")),
                coalesce(sum("total_tokens"), lit(0L)))
            .head();
    return String.format(
        "%,d sessions of %,d people: %,.0f USD, %,d tokens.",
        row.getLong(0), row.getLong(1), row.getDouble(2), row.getLong(3));
  }

  private static String achieved(Lake lake) {
    Row row =
        lake.read(Tasks.TABLE)
            .agg(
                count(when(col("state").isin("merged", "done"), 1)),
                count(when(col("state").equalTo("reverted"), 1)),
                count(when(col("state").equalTo("abandoned"), 1)))
            .head();
    long linked =
        lake.read(SessionTasks.TABLE)
            .where(col("method").notEqual(dev.goodhart.outcome.Links.WEAK_METHOD))
            .select("session_id")
            .distinct()
            .count();
    return String.format(
        "%,d tasks done, %,d reverted, %,d abandoned; %,d sessions name their task.",
        row.getLong(0), row.getLong(1), row.getLong(2), linked);
  }
}
