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
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Lake;
import dev.goodhart.model.TruthReport;
import dev.goodhart.outcome.Links;
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
    return spent(lake.read(Sessions.TABLE))
        + "\n"
        + achieved(lake.read(Tasks.TABLE), lake.read(SessionTasks.TABLE))
        + "\n"
        + report.summary();
  }

  static String spent(Dataset<Row> sessions) {
    Row row =
        sessions
            .agg(
                count(lit(1)),
                countDistinct(
                    when(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON), col("user_id"))),
                SessionStates.totalUsd(col("cost_usd")),
                coalesce(sum("total_tokens"), lit(0L)))
            .head();
    return String.format(
        "%,d sessions of %,d people: %,.0f USD, %,d tokens.",
        row.getLong(0), row.getLong(1), row.getDouble(2), row.getLong(3));
  }

  static String achieved(Dataset<Row> tasks, Dataset<Row> sessionTasks) {
    Row row =
        tasks
            .agg(
                count(when(col("state").isin("merged", "done"), 1)),
                count(when(col("state").equalTo("reverted"), 1)),
                count(when(col("state").equalTo("abandoned"), 1)))
            .head();
    long linked =
        sessionTasks
            .where(col("method").notEqual(Links.WEAK_METHOD))
            .select("session_id")
            .distinct()
            .count();
    return String.format(
        "%,d tasks done, %,d reverted, %,d abandoned; %,d sessions are linked to their task by its"
            + " name, a branch or a commit.",
        row.getLong(0), row.getLong(1), row.getLong(2), linked);
  }
}
