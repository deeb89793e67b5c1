package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.outcome.Links;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.outcome.TaskReferences;
import dev.goodhart.outcome.TaskStates;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.SessionRefs;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.TaskRefs;
import dev.goodhart.schema.Tasks;
import dev.goodhart.session.FirstLandings;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Bronze to sessions, tasks and their links, as known after the last day run. Only sessions and
 * tasks with a landing on the days are rebuilt, each from the days of bronze that it remembers.
 */
public final class SessionJob implements Job {
  static final String NAME = "sessions";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "Rebuilds sessions, tasks and their links from bronze.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Lake lake = context.lake();
    LocalDate horizon = Runs.horizon(lake, NAME, days);
    SessionRebuild sessions = SessionRebuild.of(context, days, horizon);
    Rebuilt tasks = rebuildTasks(context, days, horizon);
    rebuildLinks(context, sessions.rebuilt(), tasks, horizon);
    // Last, since a run that takes up where this one broke off finds by them what it touched.
    lake.replaceKeys(Tasks.TABLE, tasks.rows(), tasks.keys());
    sessions.finish();
    return new JobResult(
        Optional.empty(),
        Optional.of(sessions.accountsDoubled()),
        message(lake, sessions.accountsDoubled(), days));
  }

  private static Optional<String> message(Lake lake, long accountsDoubled, Days days) {
    StringJoiner message = new StringJoiner("; ");
    if (accountsDoubled > 0) {
      message.add(
          String.format(
              "%,d accounts of sessions are not counted, since another source's are",
              accountsDoubled));
    }
    History.of(lake)
        .stale(List.of(FeatureJob.NAME), days.to())
        .ifPresent(
            stale ->
                message.add(
                    "raw logs changed, which makes the rows as of "
                        + stale.from()
                        + " to "
                        + stale.to().minusDays(1)
                        + " stale; run the pipeline from "
                        + stale.from()
                        + " to "
                        + stale.to()
                        + " again"));
    return message.length() == 0 ? Optional.empty() : Optional.of(message.toString());
  }

  private static Rebuilt rebuildTasks(JobContext context, Days days, LocalDate horizon) {
    Lake lake = context.lake();
    int windowDays = context.settings().links().windowDays();
    Dataset<Row> bronze =
        lake.read(OutcomeEvents.TABLE).where(col("landed_date").lt(Date.valueOf(horizon)));
    Dataset<Row> known = lake.read(Tasks.TABLE);
    Dataset<Row> landed = bronze.where(DayRows.within(col("landed_date"), days)).localCheckpoint();
    Dataset<Row> touched = touchedTasks(landed, known, days).localCheckpoint();
    Dataset<Row> remembered =
        known.join(touched, "task_key").select(explode(col("landed_dates")).as("landed_date"));
    Days trailing = new Days(days.from().minusDays(windowDays), days.to());
    Dataset<Row> near =
        bronze.where(
            DayRows.within(col("landed_date"), trailing)
                .or(
                    DayRows.among(
                        col("landed_date"), DayRows.distinct(remembered, "landed_date"))));
    Dataset<Row> own = near.where(col("task_key").isNotNull()).join(touched, "task_key");
    Dataset<Row> loose = near.where(col("task_key").isNull());
    Dataset<Row> events =
        TaskEvents.of(
                FirstLandings.of(own.unionByName(loose)),
                Pseudonyms.defaultBranches().toArray(),
                windowDays)
            .localCheckpoint();
    Column lastState = lit(Date.valueOf(horizon.minusDays(1)));
    Dataset<Row> tasks =
        TaskStates.summarise(events.withColumn("state_date", lastState))
            .drop("state_date")
            .localCheckpoint();
    lake.replaceKeys(
        TaskRefs.TABLE, TaskReferences.of(events, Pseudonyms.defaultBranches().toArray()), touched);
    return new Rebuilt(tasks, touched);
  }

  /** Tasks whose own events landed, or on whose branch or merge commit something did. */
  private static Dataset<Row> touchedTasks(Dataset<Row> landed, Dataset<Row> known, Days days) {
    Dataset<Row> own = landed.where(col("task_key").isNotNull()).select("task_key");
    Dataset<Row> before = known.where(landedOn(days)).select("task_key");
    Dataset<Row> onBranch =
        landed
            .where(col("task_key").isNull().and(col("branch").isNotNull()))
            .select("repository", "branch")
            .join(known, new String[] {"repository", "branch"}, "inner")
            .select("task_key");
    Dataset<Row> reverted =
        landed
            .where(col("reverted_sha").isNotNull())
            .select(col("repository"), col("reverted_sha").as("merge_commit_sha"))
            .join(known, new String[] {"repository", "merge_commit_sha"}, "inner")
            .select("task_key");
    return own.union(before).union(onBranch).union(reverted).distinct();
  }

  private static void rebuildLinks(
      JobContext context, Rebuilt sessions, Rebuilt tasks, LocalDate horizon) {
    try (TableCache silver = new TableCache(context.lake())) {
      rebuildLinks(context, silver, sessions, tasks, horizon);
    }
  }

  private static void rebuildLinks(
      JobContext context,
      TableCache silver,
      Rebuilt rebuiltSessions,
      Rebuilt rebuiltTasks,
      LocalDate horizon) {
    Dataset<Row> touchedTasks = rebuiltTasks.keys();
    int windowDays = context.settings().links().windowDays();
    Dataset<Row> sessionRefs = silver.read(SessionRefs.TABLE);
    Dataset<Row> taskRefs = silver.read(TaskRefs.TABLE);
    Column state = lit(Date.valueOf(horizon.minusDays(1)));
    Dataset<Row> sessions =
        rebuiltSessions.in(silver.read(Sessions.TABLE)).withColumn("state_date", state);
    Dataset<Row> tasks = rebuiltTasks.in(silver.read(Tasks.TABLE)).withColumn("state_date", state);
    Dataset<Row> recent =
        sessions.where(
            to_date(col("ended_at"))
                .geq(date_sub(lit(Date.valueOf(horizon)), recentDays(windowDays))));
    Dataset<Row> ofTouchedTasks =
        Links.byReference(sessionRefs, taskRefs.join(touchedTasks, "task_key"))
            .select("session_id")
            .union(
                Links.byPerson(recent, tasks.join(touchedTasks, "task_key")).select("session_id"))
            .union(
                silver
                    .read(SessionTasks.TABLE)
                    .join(touchedTasks, "task_key")
                    .select("session_id"));
    Dataset<Row> affected =
        rebuiltSessions.keys().union(ofTouchedTasks).distinct().localCheckpoint();
    Dataset<Row> affectedSessions = sessions.join(affected, "session_id");
    Dataset<Row> candidates =
        Links.byReference(sessionRefs.join(affected, "session_id"), taskRefs)
            .unionByName(Links.byPerson(affectedSessions, tasks));
    Dataset<Row> links =
        Links.asOf(
                candidates.drop("known_date").withColumn("known_date", state),
                affectedSessions.withColumn("as_of_date", state),
                tasks,
                windowDays)
            .select("session_id", "task_key", "method", "confidence");
    context.lake().replaceKeys(SessionTasks.TABLE, links, affected);
  }

  /** A weak link needs the session within the task's open time; older sessions keep theirs. */
  private static int recentDays(int windowDays) {
    return 2 * windowDays;
  }

  private static Column landedOn(Days days) {
    return TaskEvents.landedWithin(
        col("landed_dates"), lit(Date.valueOf(days.from())), lit(Date.valueOf(days.to())));
  }
}
