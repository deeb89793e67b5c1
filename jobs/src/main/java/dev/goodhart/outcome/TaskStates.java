package dev.goodhart.outcome;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What is known of a task as of a day: computed once for each day on which one of its events became
 * known ({@code state_date}), it holds until the next.
 */
public final class TaskStates {
  /** Kinds of events that a push or a check alone can't begin a task by. */
  private static final Object[] TURNS = {
    "task_opened", "task_reopened", "task_abandoned", "task_done", "change_merged"
  };

  private static final String ISSUE_KEY = "^[A-Z][A-Z0-9_]*-[0-9]+$";

  private TaskStates() {}

  /** Lays each event of a task beside every state that includes it. */
  public static Dataset<Row> expand(Dataset<Row> taskEvents) {
    Column knownDates = collect_set(col("known_date")).over(Window.partitionBy(col("task_key")));
    return taskEvents
        .withColumn("known_dates", knownDates)
        .withColumn(
            "state_date", explode(filter(col("known_dates"), day -> day.geq(col("known_date")))))
        .drop("known_dates");
  }

  /**
   * The state of each task on each of its days, in the columns of {@code silver.tasks} and {@code
   * state_date}.
   *
   * @param expanded task events with {@code state_date}
   */
  public static Dataset<Row> summarise(Dataset<Row> expanded) {
    Column order = struct(col("event_time"), col("event_id"));
    Column turns = col("kind").isin(TURNS);
    Column turnOrder = when(turns, struct(col("event_time"), turnRank(), col("event_id")));
    // An issue may be opened before anybody has it.
    Column byKnownPerson =
        ownChange()
            .and(col("actor_id").isNotNull())
            .and(col("actor_id").notEqual(Pseudonyms.UNKNOWN_PERSON));
    Column closes = col("kind").isin("task_abandoned", "task_done", "change_merged");
    return expanded
        .groupBy("task_key", "state_date")
        .agg(
            newest("source", order),
            newest("repository", order),
            newest("branch", when(ownChange(), order)),
            coalesce(
                    min_by(struct(col("actor_id"), col("team")), when(byKnownPerson, order)),
                    min_by(struct(col("actor_id"), col("team")), when(ownChange(), order)))
                .as("author"),
            max_by(col("kind"), turnOrder).as("last_turn"),
            min(when(col("kind").equalTo("task_opened"), col("event_time"))).as("opened_at"),
            max_by(col("event_time"), turnOrder).as("last_turn_at"),
            max(when(closes, col("event_time"))).as("last_closed_at"),
            max(when(col("kind").equalTo("change_reverted"), col("event_time"))).as("reverted_at"),
            collect_set(col("reverted_sha")).as("reverted_shas"),
            newest("merge_commit_sha", col("commit_sha"), col("kind").equalTo("change_merged")),
            newest("lines_added", col("lines_added"), col("lines_added").isNotNull()),
            newest("lines_removed", col("lines_removed"), col("lines_removed").isNotNull()),
            newest("files_changed", col("files_changed"), col("files_changed").isNotNull()),
            count(when(col("kind").equalTo("check_failed"), 1)).as("checks_failed"),
            count(when(col("kind").equalTo("review_approved"), 1)).as("approvals"),
            array_sort(collect_set(col("landed_date"))).as("landed_dates"))
        .withColumn("author_id", col("author.actor_id"))
        .withColumn("team", col("author.team"))
        .withColumn("kind", kindOfTask())
        .withColumn("state", state())
        .withColumn("closed_at", when(col("state").notEqual("open"), col("last_closed_at")))
        .drop("author", "last_turn", "last_turn_at", "last_closed_at", "reverted_shas");
  }

  /** Days on which a task's state changed, its first included. */
  public static Dataset<Row> changes(Dataset<Row> states) {
    Column before =
        lag(col("state"), 1).over(Window.partitionBy(col("task_key")).orderBy(col("state_date")));
    return states
        .withColumn("state_before", before)
        .where(col("state_before").isNull().or(col("state_before").notEqual(col("state"))))
        .select(col("task_key"), col("state_date").as("changed_date"));
  }

  /** Of two turns at the same instant the later in a task's life counts. */
  private static Column turnRank() {
    Column rank = lit(0);
    for (int i = 0; i < TURNS.length; i++) {
      rank = when(col("kind").equalTo(TURNS[i]), lit(i + 1)).otherwise(rank);
    }
    return rank;
  }

  private static Column ownChange() {
    return col("kind")
        .isin(
            "task_opened",
            "task_updated",
            "task_reopened",
            "change_merged",
            "task_abandoned",
            "task_done");
  }

  private static Column newest(String column, Column order) {
    return max_by(col(column), when(col(column).isNotNull(), order)).as(column);
  }

  private static Column newest(String name, Column value, Column where) {
    return max_by(value, when(where, struct(col("event_time"), col("event_id")))).as(name);
  }

  /** Told by its key, since several sources may tell of one task. */
  private static Column kindOfTask() {
    return when(col("task_key").contains("#"), lit("pull_request"))
        .when(col("task_key").rlike(ISSUE_KEY), lit("issue"))
        .otherwise(lit("task"));
  }

  /** A revert undoes what came in before it; what comes in anew after it stands. */
  private static Column state() {
    Column cameIn = col("last_turn").isin("change_merged", "task_done");
    // Clocks differ: a revert that names the merge came after it, whatever its time says.
    Column undone =
        col("reverted_at")
            .geq(col("last_turn_at"))
            .or(array_contains(col("reverted_shas"), col("merge_commit_sha")));
    return when(cameIn.and(undone), lit("reverted"))
        .when(col("last_turn").equalTo("change_merged"), lit("merged"))
        .when(col("last_turn").equalTo("task_done"), lit("done"))
        .when(col("last_turn").equalTo("task_abandoned"), lit("abandoned"))
        .otherwise(lit("open"));
  }
}
