package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.feature.FeatureRows;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.outcome.Links;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.outcome.TaskStates;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.PersonDays;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionRefs;
import dev.goodhart.schema.TaskRefs;
import dev.goodhart.schema.Tasks;
import dev.goodhart.session.FirstLandings;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Feature rows as of each of the days. Finds the sessions that may have a row (something of theirs
 * landed, a task that they may be linked to changed, or they ripen), then reads for them no more
 * than the days of bronze that they and their tasks remember.
 */
public final class FeatureJob implements Job {
  static final String NAME = "features";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "Computes the sessions' features as of each of the days.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Lake lake = context.lake();
    try (TableCache silver = new TableCache(lake)) {
      Dataset<Row> authored = authored(context, silver, days).localCheckpoint();
      Dataset<Row> sessions = candidateSessions(context, silver, authored, days).localCheckpoint();
      Dataset<Row> expanded =
          FeatureRows.expanded(
              SessionEvents.of(lake, sessions, days, days.to(), SessionEvents.copied(lake)),
              SessionEvents.standings(lake));
      Dataset<Row> states = FeatureRows.states(expanded);
      Dataset<Row> tasks = possibleTasks(silver, sessions, states, authored).localCheckpoint();
      FeatureRows.Sources sources =
          new FeatureRows.Sources(
              expanded,
              states,
              silver.read(SessionRefs.TABLE),
              outcomes(lake, tasks, days),
              silver
                  .read(TaskRefs.TABLE)
                  .join(tasks.select("task_key"), "task_key")
                  .localCheckpoint(),
              personDays(context, days),
              SessionEvents.standings(lake),
              earlierRows(context, days));
      lake.replace(
          SessionFeatures.TABLE,
          FeatureRows.of(sources, Pseudonyms.defaultBranches().toArray(), days, context.settings()),
          days);
    }
    return JobResult.done();
  }

  /**
   * Whose each task is, and where: as last known and, since that may have been otherwise as of the
   * days, as in each of its states until their end.
   *
   * @return {@code task_key, author_id, repository, state_date}
   */
  private static Dataset<Row> authored(JobContext context, TableCache silver, Days days) {
    Column[] columns = {
      col("task_key"), col("author_id"), col("repository"), anyDay().as("state_date")
    };
    Dataset<Row> tasks = silver.read(Tasks.TABLE);
    Dataset<Row> changed = tasks.where(mayHaveBeenOtherwise(days)).localCheckpoint();
    if (changed.isEmpty()) {
      return tasks.select(columns);
    }
    Dataset<Row> events =
        TaskEvents.of(
            outcomes(context.lake(), changed, days),
            Pseudonyms.defaultBranches().toArray(),
            context.settings().links().windowDays());
    return tasks
        .select(columns)
        .union(TaskStates.summarise(TaskStates.expand(events)).select(columns));
  }

  private static Dataset<Row> candidateSessions(
      JobContext context, TableCache silver, Dataset<Row> authored, Days days) {
    int maturityDays = context.settings().outcomes().maturityDays();
    int windowDays = context.settings().links().windowDays();
    Dataset<Row> sessions = SessionEvents.known(context.lake()).localCheckpoint();
    Dataset<Row> accounts = SessionEvents.accounts(context.lake()).localCheckpoint();
    Column landed = landedWithin(days.from(), days.to());
    // Accounts end on different days, and another one may have been counted as of these.
    Column ripens = DayRows.within(date_add(to_date(col("ended_at")), maturityDays), days);
    Dataset<Row> ripening = accounts.where(ripens).select("session_id");
    Dataset<Row> changedTasks =
        silver.read(Tasks.TABLE).where(landedWithin(days.from(), days.to())).select("task_key");
    Dataset<Row> recent =
        sessions
            .where(to_date(col("ended_at")).geq(Date.valueOf(days.from().minusDays(windowDays))))
            .select("session_id");
    Dataset<Row> ofChangedTasks =
        Links.byReference(
                silver.read(SessionRefs.TABLE),
                silver.read(TaskRefs.TABLE).join(changedTasks, "task_key"))
            .select("session_id")
            .union(
                Links.byPerson(
                        accounts.join(recent, "session_id").withColumn("state_date", anyDay()),
                        authored.join(changedTasks, "task_key"))
                    .select("session_id"));
    return sessions
        .where(landed.or(mayHaveBeenOtherwise(days)))
        .select("session_id")
        .union(ripening)
        .union(recent.join(ofChangedTasks, "session_id"))
        .distinct()
        .join(sessions.select("session_id", "landed_dates"), "session_id");
  }

  /**
   * Tasks that the sessions may be linked to, by reference or by person.
   *
   * @param states of the sessions
   */
  private static Dataset<Row> possibleTasks(
      TableCache silver, Dataset<Row> sessions, Dataset<Row> states, Dataset<Row> authored) {
    Dataset<Row> refs =
        silver.read(SessionRefs.TABLE).join(sessions.select("session_id"), "session_id");
    return Links.byReference(refs, silver.read(TaskRefs.TABLE))
        .select("task_key")
        .union(Links.byPerson(states, authored).select("task_key"))
        .distinct()
        .join(silver.read(Tasks.TABLE), "task_key");
  }

  private static Dataset<Row> outcomes(Lake lake, Dataset<Row> tasks, Days days) {
    Dataset<Row> remembered =
        tasks
            .select(explode(col("landed_dates")).as("landed_date"))
            .where(col("landed_date").lt(Date.valueOf(days.to())));
    Dataset<Row> near =
        lake.read(OutcomeEvents.TABLE)
            .where(DayRows.among(col("landed_date"), DayRows.distinct(remembered, "landed_date")));
    Dataset<Row> own =
        near.where(col("task_key").isNotNull()).join(tasks.select("task_key"), "task_key");
    return FirstLandings.of(own.unionByName(near.where(col("task_key").isNull())))
        .localCheckpoint();
  }

  /** The trailing windows of all the days. */
  private static Dataset<Row> personDays(JobContext context, Days days) {
    int window = FeatureRows.personDaysWindow(context.settings());
    return context
        .lake()
        .read(PersonDays.TABLE)
        .where(
            DayRows.within(col("landed_date"), new Days(days.from().minusDays(window), days.to())))
        .localCheckpoint();
  }

  /** Rows as of the days before, for sessions to find their like and what is usual in. */
  private static Dataset<Row> earlierRows(JobContext context, Days days) {
    LocalDate since = days.from().minusDays(context.settings().baselines().windowDays());
    return context
        .lake()
        .read(SessionFeatures.TABLE)
        .where(DayRows.within(col("as_of_date"), new Days(since, days.from())))
        .select(FeatureRows.earlierColumns())
        .localCheckpoint();
  }

  /** Whether as of one of the days it had landed, but not all that is known of it by now. */
  private static Column mayHaveBeenOtherwise(Days days) {
    return landedWithin(LocalDate.EPOCH, days.to())
        .and(landedWithin(days.from().plusDays(1), LocalDate.of(9999, 1, 1)));
  }

  private static Column anyDay() {
    return lit(Date.valueOf(LocalDate.EPOCH));
  }

  private static Column landedWithin(LocalDate from, LocalDate to) {
    return TaskEvents.landedWithin(
        col("landed_dates"), lit(Date.valueOf(from)), lit(Date.valueOf(to)));
  }
}
