package dev.goodhart.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.session.Accounts;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many other sessions work on the branch that a session works on, whether or not a task is
 * known there: work that others share, or that is dealt out in crumbs, shows before any change is
 * proposed. Of several branches the one with the most company counts; default branches are nobody's
 * company.
 */
final class BranchCompany {
  private static final String[] ROW = {"session_id", "as_of_date"};
  private static final String[] BRANCH = {"repository", "ref"};

  private BranchCompany() {}

  /**
   * Adds {@code log_branch_sessions}: ln(1 + n), null where the session names no such branch.
   * Telemetry may name a repository without its owner, so that owners don't tell branches apart.
   *
   * @param rows {@code session_id, as_of_date} and any other columns
   * @param sessionRefs {@code silver.session_refs} of any session
   * @param spans {@link Accounts#spans}: what another session tells is no company
   */
  static Dataset<Row> add(
      Dataset<Row> rows, Dataset<Row> sessionRefs, Dataset<Row> spans, int windowDays) {
    Dataset<Row> branches =
        sessionRefs
            .where(col("ref_kind").equalTo("branch"))
            .groupBy(
                col("session_id"),
                substring_index(col("repository"), "/", -1).as("repository"),
                col("ref"))
            .agg(min("landed_date").as("landed_date"));
    // By day, so that a branch of thousands of sessions does not meet itself session by session.
    Dataset<Row> byDay =
        Accounts.overSpans(branches, spans)
            .groupBy(
                col(BRANCH[0]),
                col(BRANCH[1]),
                col("landed_date").as("known_on"),
                col("counted_from"),
                col("counted_until"))
            .agg(count(lit(1)).as("sessions"));
    Column windowStart = date_sub(col("as_of_date"), windowDays);
    Column counts =
        col("known_on")
            .between(windowStart, col("as_of_date"))
            .and(Accounts.isCountedOn(col("as_of_date")));
    Column recent = when(counts, col("sessions"));
    Column itself = when(col("landed_date").geq(windowStart), 1L).otherwise(0L);
    Dataset<Row> company =
        rows.select(ROW[0], ROW[1])
            .join(branches, "session_id")
            .where(col("landed_date").leq(col("as_of_date")))
            .join(byDay, BRANCH)
            .groupBy(ROW[0], ROW[1], BRANCH[0], BRANCH[1], "landed_date")
            .agg(coalesce(sum(recent), lit(0L)).as("known"))
            .withColumn("others", col("known").minus(itself))
            .groupBy(ROW[0], ROW[1])
            .agg(log1p(max("others")).as("log_branch_sessions"));
    return rows.join(company, ROW, "left");
  }
}
