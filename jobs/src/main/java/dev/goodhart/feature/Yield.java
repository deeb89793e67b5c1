package dev.goodhart.feature;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.session.Accounts;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the tasks linked to a session came to as of the day; each link counts by its confidence. */
final class Yield {
  private static final String[] ROW = {"session_id", "as_of_date"};
  private static final String[] SAME_COMPANY = {"as_of_date", "tasks"};

  private Yield() {}

  /**
   * One row a session and day that has a link.
   *
   * @param links links as of the day with the task's state then
   * @param candidates link candidates of every session, to count the company on a task
   * @param spans {@link Accounts#spans}: what another session tells is no company
   */
  static Dataset<Row> of(Dataset<Row> links, Dataset<Row> candidates, Dataset<Row> spans) {
    Column all = sum(col("confidence"));
    // A tracker's task tells of no lines, unlike a pull request that changes none.
    Column told = col("lines_added").isNotNull().or(col("lines_removed").isNotNull());
    Column removed = when(told, coalesce(col("lines_removed"), lit(0L)));
    Column lines = coalesce(col("lines_added"), lit(0L)).plus(removed);
    Dataset<Row> outcomes =
        links
            .groupBy("session_id", "as_of_date")
            .agg(
                max(col("confidence")).as("linked"),
                confidenceIn("merged", "done").divide(all).as("done_share"),
                confidenceIn("abandoned").divide(all).as("abandoned_share"),
                confidenceIn("reverted").divide(all).as("reverted_share"),
                Shares.ratio(sum(removed), sum(lines)).as("removed_share"),
                sum(lines).as("lines"));
    return outcomes.join(company(links, candidates, spans), ROW, "left");
  }

  private static Column confidenceIn(Object... states) {
    return sum(when(col("state").isin(states), col("confidence")).otherwise(0.0));
  }

  /**
   * How many sessions are known as of the day to serve the same tasks by a strong method. Those
   * that serve the same tasks have the same company, so that it is counted once for all of them.
   */
  private static Dataset<Row> company(
      Dataset<Row> links, Dataset<Row> candidates, Dataset<Row> spans) {
    Dataset<Row> strong =
        candidates
            .where(col("method").notEqual(dev.goodhart.outcome.Links.WEAK_METHOD))
            .groupBy("task_key", "session_id")
            .agg(min("known_date").as("known_date"));
    Dataset<Row> others =
        Accounts.overSpans(strong, spans).withColumnRenamed("session_id", "other");
    Dataset<Row> served =
        links.groupBy(ROW[0], ROW[1]).agg(array_sort(collect_set(col("task_key"))).as("tasks"));
    Column known =
        col("known_date").leq(col("as_of_date")).and(Accounts.isCountedOn(col("as_of_date")));
    Dataset<Row> company =
        served
            .select(SAME_COMPANY[0], SAME_COMPANY[1])
            .distinct()
            .withColumn("task_key", explode(col("tasks")))
            .join(others, "task_key")
            .where(known)
            .groupBy(SAME_COMPANY[0], SAME_COMPANY[1])
            .agg(log1p(countDistinct("other")).as("log_task_sessions"));
    return served.join(company, SAME_COMPANY, "inner").drop("tasks");
  }
}
