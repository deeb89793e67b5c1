package dev.goodhart.outcome;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Links of sessions to tasks, in two steps: candidates, which are facts known from a day on; then
 * the links as of a day, which also hang on the states of both then.
 *
 * <p>Methods, strongest first: the session names the task; a commit of the session is one of the
 * task's; the session's repository and branch are the change's head; same person and repository
 * while the task was open (weak, and left out where a stronger link tells what the session was
 * for).
 */
public final class Links {
  /** Confidence by method: how often such a link is right, by judgement until it is measured. */
  private static final Object[][] CONFIDENCE = {
    {"task", 1.0}, {"commit", 0.95}, {"branch", 0.9}, {"person", 0.3}
  };

  /** The method that is weak, and said to be weak. */
  public static final String WEAK_METHOD = "person";

  private Links() {}

  /**
   * Sessions and tasks that meet in a key, commit or branch.
   *
   * <p>Telemetry may name a repository without its owner; such a name meets every owner's. It may
   * name no repository at all; a commit is the same one wherever it is.
   *
   * @param sessionRefs {@code silver.session_refs}
   * @param taskRefs {@code silver.task_refs}
   * @return {@code session_id, task_key, method, known_date}
   */
  public static Dataset<Row> byReference(Dataset<Row> sessionRefs, Dataset<Row> taskRefs) {
    Dataset<Row> withOwner = taskRefs;
    Dataset<Row> withoutOwner =
        taskRefs
            .where(col("repository").contains("/"))
            .withColumn("repository", substring_index(col("repository"), "/", -1));
    Dataset<Row> anywhere =
        taskRefs
            .where(col("ref_kind").equalTo("commit").and(col("repository").notEqual("")))
            .withColumn("repository", lit(""));
    Dataset<Row> tasks =
        withOwner
            .unionByName(withoutOwner)
            .unionByName(anywhere)
            .withColumnRenamed("landed_date", "task_date");
    Dataset<Row> sessions = sessionRefs.withColumnRenamed("landed_date", "session_date");
    return sessions
        .join(tasks, new String[] {"ref_kind", "repository", "ref"}, "inner")
        .select(
            col("session_id"),
            col("task_key"),
            col("ref_kind").as("method"),
            greatest(col("session_date"), col("task_date")).as("known_date"))
        .groupBy("session_id", "task_key", "method")
        .agg(min(col("known_date")).as("known_date"));
  }

  /**
   * Sessions and tasks of the same person in the same repository.
   *
   * @param sessions session states: {@code session_id, user_id, repository, state_date}
   * @param tasks task states: {@code task_key, author_id, repository, state_date}
   * @return {@code session_id, task_key, method, known_date}
   */
  public static Dataset<Row> byPerson(Dataset<Row> sessions, Dataset<Row> tasks) {
    Dataset<Row> people =
        sessions
            .where(
                col("user_id")
                    .notEqual(Pseudonyms.UNKNOWN_PERSON)
                    .and(col("repository").isNotNull()))
            .groupBy(col("session_id"), col("user_id").as("person"), col("repository").as("place"))
            .agg(min(col("state_date")).as("session_date"));
    Dataset<Row> authored =
        tasks
            .where(col("author_id").isNotNull().and(col("repository").isNotNull()))
            .groupBy(col("task_key"), col("author_id"), col("repository"))
            .agg(min(col("state_date")).as("task_date"));
    return people
        .join(authored, meet(col("author_id"), col("repository")))
        .select(
            col("session_id"),
            col("task_key"),
            lit(WEAK_METHOD).as("method"),
            greatest(col("session_date"), col("task_date")).as("known_date"))
        .groupBy("session_id", "task_key", "method")
        .agg(min(col("known_date")).as("known_date"));
  }

  /**
   * The links as of each day asked for.
   *
   * @param candidates rows of {@link #byReference} and {@link #byPerson}
   * @param sessions one row a session and {@code as_of_date}, with {@code started_at, ended_at,
   *     user_id, repository}
   * @param taskStates {@link TaskStates#summarise}
   * @param windowDays how far apart a session and its task may lie
   * @return {@code session_id, as_of_date, task_key, method, confidence} and the task's {@code
   *     state, lines_added, lines_removed} as of the day; one row a session, day and task
   */
  public static Dataset<Row> asOf(
      Dataset<Row> candidates, Dataset<Row> sessions, Dataset<Row> taskStates, int windowDays) {
    Dataset<Row> asked =
        sessions
            .select(
                col("session_id"),
                col("as_of_date"),
                col("started_at"),
                col("ended_at"),
                col("user_id").as("person"),
                col("repository").as("place"))
            .join(candidates, "session_id")
            .where(col("known_date").leq(col("as_of_date")));
    Dataset<Row> states =
        taskStates.select(
            col("task_key"),
            col("state_date"),
            struct(
                    col("state_date"),
                    col("state"),
                    col("opened_at"),
                    col("closed_at"),
                    col("lines_added"),
                    col("lines_removed"),
                    col("author_id"),
                    col("repository"))
                .as("task"));
    Column[] pair = {
      col("session_id"),
      col("as_of_date"),
      col("started_at"),
      col("ended_at"),
      col("person"),
      col("place"),
      col("task_key"),
      col("method")
    };
    Dataset<Row> withState =
        asked
            .join(states, "task_key")
            .where(col("state_date").leq(col("as_of_date")))
            .groupBy(pair)
            .agg(max(col("task")).as("task"));
    Dataset<Row> linked =
        withState.where(belongs(windowDays)).withColumn("confidence", confidence());
    Dataset<Row> strongest =
        linked
            .groupBy("session_id", "as_of_date", "task_key")
            .agg(
                max(col("confidence")).as("confidence"),
                max_by(col("method"), col("confidence")).as("method"),
                max_by(col("task"), col("confidence")).as("task"));
    Column best =
        max(col("confidence")).over(Window.partitionBy(col("session_id"), col("as_of_date")));
    return strongest
        .withColumn("best", best)
        .where(col("method").notEqual(WEAK_METHOD).or(col("best").equalTo(col("confidence"))))
        .select(
            col("session_id"),
            col("as_of_date"),
            col("task_key"),
            col("method"),
            col("confidence"),
            col("task.state").as("state"),
            col("task.lines_added").as("lines_added"),
            col("task.lines_removed").as("lines_removed"));
  }

  /**
   * Whether session and task are near enough in time, and if weakly linked still of one person, as
   * both are known on the day.
   */
  private static Column belongs(int windowDays) {
    Column openedInTime =
        col("task.opened_at")
            .isNull()
            .or(to_date(col("task.opened_at")).leq(date_add(to_date(col("ended_at")), windowDays)));
    Column notLongClosed =
        col("task.closed_at")
            .isNull()
            .or(
                to_date(col("started_at"))
                    .leq(date_add(to_date(col("task.closed_at")), windowDays)));
    Column whileOpen =
        col("task.opened_at")
            .isNotNull()
            .and(col("ended_at").geq(col("task.opened_at")))
            .and(col("started_at").leq(coalesce(col("task.closed_at"), col("started_at"))));
    Column weakly = whileOpen.and(meet(col("task.author_id"), col("task.repository")));
    return when(col("method").equalTo(WEAK_METHOD), weakly)
        .otherwise(openedInTime.and(notLongClosed));
  }

  /** Whether a session's {@code person} and {@code place} are a task's author and repository. */
  private static Column meet(Column author, Column repository) {
    Column sameRepository =
        col("place")
            .equalTo(repository)
            .or(col("place").equalTo(substring_index(repository, "/", -1)));
    return col("person")
        .notEqual(Pseudonyms.UNKNOWN_PERSON)
        .and(col("person").equalTo(author))
        .and(sameRepository);
  }

  private static Column confidence() {
    Column confidence = lit(null).cast("double");
    for (Object[] method : CONFIDENCE) {
      confidence = when(col("method").equalTo(method[0]), lit(method[1])).otherwise(confidence);
    }
    return confidence;
  }
}
