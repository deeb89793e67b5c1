package dev.goodhart.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

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
   *
   * @param rows {@code session_id, as_of_date} and any other columns
   * @param sessionRefs {@code silver.session_refs} of any session
   */
  static Dataset<Row> add(Dataset<Row> rows, Dataset<Row> sessionRefs) {
    Dataset<Row> branches =
        sessionRefs
            .where(col("ref_kind").equalTo("branch"))
            .select("session_id", "repository", "ref", "landed_date");
    // By day, so that a branch of thousands of sessions does not meet itself session by session.
    Dataset<Row> byDay =
        branches
            .groupBy(col(BRANCH[0]), col(BRANCH[1]), col("landed_date").as("known_on"))
            .agg(count(lit(1)).as("sessions"));
    Dataset<Row> company =
        rows.select(ROW[0], ROW[1])
            .join(branches, "session_id")
            .where(col("landed_date").leq(col("as_of_date")))
            .join(byDay, BRANCH)
            .where(col("known_on").leq(col("as_of_date")))
            .groupBy(ROW[0], ROW[1], BRANCH[0], BRANCH[1])
            // The session itself is among them.
            .agg(sum("sessions").minus(1).as("others"))
            .groupBy(ROW[0], ROW[1])
            .agg(log1p(max("others")).as("log_branch_sessions"));
    return rows.join(company, ROW, "left");
  }
}
