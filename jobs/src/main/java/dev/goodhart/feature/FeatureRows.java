package dev.goodhart.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Checkpoints;
import dev.goodhart.lake.Days;
import dev.goodhart.outcome.Links;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.outcome.TaskStates;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.session.Accounts;
import dev.goodhart.session.SessionStates;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The feature rows of some sessions as of the days of a run: a pure function of records that landed
 * on or before each row's day.
 */
public final class FeatureRows {
  private static final String[] ROW = {"session_id", "as_of_date"};
  private static final String[] STATE = {"session_id", "state_date"};

  /**
   * What feature rows are made of.
   *
   * @param expanded {@link #expanded} events of the sessions in question
   * @param states {@link #states} of those
   * @param sessionRefs references of those sessions and of the company on their tasks and branches
   * @param outcomes outcome events of every task that may be linked to them, likewise
   * @param personDays {@code silver.person_days} of the trailing windows
   * @param standings which accounts of sessions are counted: {@code silver.session_sources}
   * @param earlierRows {@code silver.session_features} as of the trailing window before the days
   */
  public record Sources(
      Dataset<Row> expanded,
      Dataset<Row> states,
      Dataset<Row> sessionRefs,
      Dataset<Row> outcomes,
      Dataset<Row> taskRefs,
      Dataset<Row> personDays,
      Dataset<Row> standings,
      Dataset<Row> earlierRows) {}

  private FeatureRows() {}

  /** Days of {@code silver.person_days} before a day of which its rows are made. */
  public static int personDaysWindow(Settings settings) {
    return Math.max(settings.baselines().windowDays(), TargetCloseness.WINDOW_DAYS);
  }

  /** Columns of {@code silver.session_features} of which rows as of later days are made. */
  public static Column[] earlierColumns() {
    return Stream.concat(UsualSessions.columns(), SharedPatterns.columns())
        .distinct()
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  /**
   * Events beside every state of their session, where their account is counted.
   *
   * @param usage usage events, each once on its first landing day
   */
  public static Dataset<Row> expanded(Dataset<Row> usage, Dataset<Row> standings) {
    return Checkpoints.onDisk(
        Accounts.counted(SessionStates.expand(usage), "state_date", standings));
  }

  /** The states of sessions by their {@link #expanded} events. */
  public static Dataset<Row> states(Dataset<Row> expanded) {
    return SessionStates.summarise(expanded).drop("landed_dates").localCheckpoint();
  }

  /** Rows of {@code silver.session_features} as of each of {@code days}. */
  public static Dataset<Row> of(
      Sources sources, Object[] defaultBranches, Days days, Settings settings) {
    int windowDays = settings.links().windowDays();
    int maturityDays = settings.outcomes().maturityDays();
    Dataset<Row> states = sources.states();
    Dataset<Row> taskStates =
        TaskStates.summarise(
                TaskStates.expand(TaskEvents.of(sources.outcomes(), defaultBranches, windowDays)))
            .drop("landed_dates")
            .localCheckpoint();
    Dataset<Row> taskChanges = TaskStates.changes(taskStates);
    Dataset<Row> allByReference = Links.byReference(sources.sessionRefs(), sources.taskRefs());
    Dataset<Row> candidates =
        allByReference
            .join(states.select("session_id").distinct(), "session_id")
            .unionByName(Links.byPerson(states, taskStates))
            .localCheckpoint();
    Dataset<Row> possible =
        Accounts.countedSessions(
                AsOfRows.possible(states, candidates, taskChanges, days, maturityDays, windowDays),
                "as_of_date",
                sources.standings())
            .localCheckpoint();
    Dataset<Row> possibleStates =
        possible
            .drop("ended_at")
            .join(
                states.select(
                    "session_id", "state_date", "started_at", "ended_at", "user_id", "repository"),
                STATE);
    Dataset<Row> links =
        Links.asOf(candidates, possibleStates, taskStates, windowDays).localCheckpoint();
    Dataset<Row> rows =
        AsOfRows.confirmed(possible, links, taskChanges).drop("ended_at").localCheckpoint();
    Dataset<Row> described =
        rows.join(states, STATE).join(Behaviour.of(sources.expanded()), STATE, "left");
    Dataset<Row> spans = Accounts.spans(sources.standings()).localCheckpoint();
    Dataset<Row> withYield = described.join(Yield.of(links, allByReference, spans), ROW, "left");
    int usualDays = settings.baselines().windowDays();
    Dataset<Row> withHours = withHours(withYield, sources.personDays(), usualDays);
    Dataset<Row> withTargets =
        TargetCloseness.add(withHours, sources.personDays(), settings.targets());
    Dataset<Row> withCompany =
        BranchCompany.add(withTargets, sources.sessionRefs(), spans, usualDays);
    // From here on this run's rows are what later runs read, to the last digit.
    Dataset<Row> withEvidence =
        rounded(withEvidence(withCompany, sources.sessionRefs(), maturityDays)).localCheckpoint();
    Dataset<Row> withHabits =
        UsualSessions.add(withEvidence, sources.earlierRows(), usualDays).localCheckpoint();
    Dataset<Row> withPatterns =
        Patterns.add(
            withHabits, sources.earlierRows(), spans, usualDays, settings.score().minCalls());
    return rounded(SharedPatterns.add(withPatterns, sources.earlierRows(), spans, usualDays))
        .select(
            Arrays.stream(SessionFeatures.TABLE.schema().fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new));
  }

  private static Dataset<Row> withHours(
      Dataset<Row> rows, Dataset<Row> personDays, int windowDays) {
    Dataset<Row> people =
        UsualHours.of(
            rows.select("user_id", "source", "as_of_date").distinct(), personDays, windowDays);
    return rows.join(people, new String[] {"user_id", "source", "as_of_date"}, "left")
        .withColumn(
            "unusual_hours_share", Arithmetic.rareHoursShare(col("hours"), col("person_hours")));
  }

  private static Dataset<Row> withEvidence(
      Dataset<Row> rows, Dataset<Row> sessionRefs, int maturityDays) {
    Dataset<Row> naming =
        sessionRefs.groupBy("session_id").agg(min("landed_date").as("named_date"));
    Column age = datediff(col("as_of_date"), to_date(col("ended_at")));
    Column names = col("named_date").leq(col("as_of_date"));
    Column lines = col("lines");
    return rows.join(naming, new String[] {"session_id"}, "left")
        .withColumn("evidence_age_days", age)
        .withColumn(
            "evidence",
            when(coalesce(names, lit(false)).or(col("linked").isNotNull()).equalTo(false), "none")
                .when(age.geq(maturityDays), "mature")
                .otherwise("young"))
        .withColumn("linked", coalesce(col("linked"), lit(0.0)))
        .withColumn("log_task_sessions", coalesce(col("log_task_sessions"), lit(0.0)))
        .withColumn("log_lines", log1p(lines))
        .withColumn(
            "log_lines_per_edit",
            when(col("edits").gt(0), log(lines.plus(1.0).divide(col("edits")))))
        .withColumn(
            "log_tokens_per_line",
            when(
                lines.isNotNull().and(col("log_tokens").isNotNull()),
                log(col("total_tokens").plus(1.0).divide(lines.plus(1.0)))));
  }

  /** With the features that are there as they are kept. */
  private static Dataset<Row> rounded(Dataset<Row> rows) {
    return rows.withColumns(
        Arrays.stream(rows.columns())
            .filter(SessionFeatures.FEATURES::contains)
            .collect(Collectors.toMap(name -> name, name -> Arithmetic.nineDigits(col(name)))));
  }
}
