package dev.goodhart.outcome;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.EventTimes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which outcome events belong to which task. A task's own events name it; a push or check belongs
 * to the task whose head branch it is on, a revert to the task whose merge commit it undoes. Such
 * an event is known to belong from the day on which both it and what ties it to the task have
 * landed ({@code known_date}), if those days lie no further apart than the window.
 */
public final class TaskEvents {
  private TaskEvents() {}

  /**
   * The events of every task that named one, was on its branch or undid it.
   *
   * @param outcomeEvents outcome events, each once, on their first landing days
   * @param defaultBranches branches that are nobody's head
   * @param windowDays setting {@code links.window_days}
   * @return the events' columns with {@code task_key} filled in and {@code known_date}; an event
   *     that belongs to several tasks once for each
   */
  public static Dataset<Row> of(
      Dataset<Row> outcomeEvents, Object[] defaultBranches, int windowDays) {
    Dataset<Row> events = outcomeEvents.withColumn("event_time", believedTime());
    Dataset<Row> own =
        events.where(col("task_key").isNotNull()).withColumn("known_date", col("landed_date"));
    Dataset<Row> loose = events.where(col("task_key").isNull()).drop("task_key");
    Dataset<Row> reverts = loose.where(col("kind").equalTo("change_reverted"));
    Dataset<Row> onBranches =
        loose.where(
            col("kind")
                .notEqual("change_reverted")
                .and(col("branch").isNotNull())
                .and(col("branch").isin(defaultBranches).equalTo(false)));
    Dataset<Row> attachedReverts =
        attach(
            reverts,
            ties(own.where(col("kind").equalTo("change_merged")), "commit_sha"),
            "reverted_sha",
            windowDays);
    Dataset<Row> attachedToBranches =
        attach(
            onBranches,
            ties(own.where(col("branch").isin(defaultBranches).equalTo(false)), "branch"),
            "branch",
            windowDays);
    return own.unionByName(attachedReverts).unionByName(attachedToBranches);
  }

  /**
   * What claims the future happened by the day on which it landed: else it would stand for ever.
   */
  private static Column believedTime() {
    return when(EventTimes.marked(EventTimes.FUTURE), col("landed_date").cast("timestamp"))
        .otherwise(col("event_time"));
  }

  private static Dataset<Row> ties(Dataset<Row> own, String by) {
    return own.where(col(by).isNotNull())
        .groupBy(col("task_key"), col("repository").as("tie_repository"), col(by).as("tie"))
        .agg(min(col("landed_date")).as("tie_date"));
  }

  private static Dataset<Row> attach(
      Dataset<Row> loose, Dataset<Row> ties, String by, int windowDays) {
    Column same = col("repository").equalTo(col("tie_repository")).and(col(by).equalTo(col("tie")));
    Column near = abs(datediff(col("landed_date"), col("tie_date"))).leq(windowDays);
    return loose
        .join(ties, same.and(near))
        .withColumn("known_date", greatest(col("landed_date"), col("tie_date")))
        .drop("tie_repository", "tie", "tie_date");
  }

  /** Whether any of a row's days lies in {@code [from, to)}. */
  public static Column landedWithin(Column landedDates, Column from, Column to) {
    return exists(landedDates, day -> day.geq(from).and(day.lt(to)));
  }
}
