package dev.goodhart.mart;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.lake.Days;
import dev.goodhart.schema.TeamDaily;
import dev.goodhart.session.SessionStates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code gold.team_daily}: one row per team and day.
 *
 * <ol>
 *   <li>A session stands on the day it started, in its own team.
 *   <li>A task stands once, by its last known state, on the day that this happened (merged, done or
 *       abandoned when it was closed; reverted when it was reverted), in its author's team, else in
 *       the team of its strongest-linked session.
 *   <li>Cells of fewer people than the smallest cohort are pooled: {@link SmallCohorts}.
 * </ol>
 */
public final class TeamDailyMart {
  private static final List<String> TASK_COUNTS =
      List.of("tasks_done", "tasks_reverted", "tasks_abandoned", "lines_changed");
  private static final List<String> SESSION_COUNTS =
      List.of(
          "sessions",
          "sessions_linked",
          "sessions_to_done",
          "calls",
          "input_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "output_tokens",
          "total_tokens",
          "unpriced_calls",
          "flagged_sessions",
          "unscored_sessions");
  private static final List<String> COUNTS =
      Stream.concat(TASK_COUNTS.stream(), SESSION_COUNTS.stream()).toList();
  private static final List<String> COSTS = List.of("cost_usd", "flagged_cost_usd");

  private TeamDailyMart() {}

  /**
   * Rows of {@code gold.team_daily} for whole weeks.
   *
   * @param days Monday to Monday, as {@link Weeks#wholeWeeks} gives them
   * @param minCohort fewest people that a row may tell of
   * @throws IllegalArgumentException where {@code days} are not whole weeks
   */
  public static Dataset<Row> compute(
      Dataset<Row> sessions,
      Dataset<Row> sessionTasks,
      Dataset<Row> tasks,
      Dataset<Row> scores,
      Days days,
      int minCohort) {
    Weeks.requireWhole(days);
    Dataset<Row> strongLinks = Links.strong(sessionTasks);
    Dataset<Row> sessionAmounts = sessionAmounts(sessions, strongLinks, tasks, scores);
    Dataset<Row> taskAmounts = taskAmounts(tasks, strongLinks, sessions);
    Column isInDays =
        col("date").geq(Weeks.day(days.from())).and(col("date").lt(Weeks.day(days.to())));
    Dataset<Row> cells = cells(sessionAmounts.unionByName(taskAmounts).filter(isInDays));
    return pooled(cells, minCohort);
  }

  /** One row a session, with zeros for what only tasks have. */
  private static Dataset<Row> sessionAmounts(
      Dataset<Row> sessions, Dataset<Row> strongLinks, Dataset<Row> tasks, Dataset<Row> scores) {
    Dataset<Row> linkedSessions =
        strongLinks
            .join(tasks.select(col("task_key"), Links.isDone().as("is_done")), "task_key")
            .groupBy("session_id")
            .agg(max(col("is_done").cast("long")).as("sessions_to_done"))
            .withColumn("sessions_linked", lit(1L));
    Dataset<Row> bands = scores.select("session_id", "band");
    Column isFlagged = col("band").eqNullSafe("likely");
    Column isUnscored = col("band").isNull().or(col("band").equalTo("insufficient_evidence"));
    Dataset<Row> amounts =
        sessions
            .join(linkedSessions, by("session_id"), "left")
            .join(bands, by("session_id"), "left")
            .withColumn("date", to_date(col("started_at")))
            .withColumn("person", when(Links.isPerson("user_id"), col("user_id")))
            .withColumn("sessions", lit(1L))
            .withColumn("flagged_sessions", isFlagged.cast("long"))
            .withColumn("unscored_sessions", isUnscored.cast("long"))
            .withColumn("flagged_cost_usd", when(isFlagged, col("cost_usd")));
    return withAllAmounts(amounts);
  }

  /** One row a task that came to something, with zeros for what only sessions have. */
  private static Dataset<Row> taskAmounts(
      Dataset<Row> tasks, Dataset<Row> strongLinks, Dataset<Row> sessions) {
    Column isReverted = col("state").equalTo("reverted");
    Column isAbandoned = col("state").equalTo("abandoned");
    Column happenedAt =
        when(isReverted, coalesce(col("reverted_at"), col("closed_at")))
            .otherwise(col("closed_at"));
    Column linesChanged =
        coalesce(col("lines_added"), lit(0L)).plus(coalesce(col("lines_removed"), lit(0L)));
    Dataset<Row> amounts =
        tasks
            .filter(Links.isDone().or(isReverted).or(isAbandoned))
            .join(teamOfStrongestSession(strongLinks, sessions), by("task_key"), "left")
            .withColumn("team", coalesce(col("team"), col("session_team")))
            .withColumn("date", to_date(happenedAt))
            .withColumn("person", lit(null).cast("string"))
            .withColumn("tasks_done", Links.isDone().cast("long"))
            .withColumn("tasks_reverted", isReverted.cast("long"))
            .withColumn("tasks_abandoned", isAbandoned.cast("long"))
            .withColumn("lines_changed", when(Links.isDone(), linesChanged));
    return withAllAmounts(amounts);
  }

  /** By task: team of the session linked with the most confidence, of equals the latest. */
  private static Dataset<Row> teamOfStrongestSession(
      Dataset<Row> strongLinks, Dataset<Row> sessions) {
    Dataset<Row> linkedTeams =
        strongLinks.join(
            sessions.select(col("session_id"), col("started_at"), col("team").as("session_team")),
            "session_id");
    Column place =
        row_number()
            .over(
                Window.partitionBy("task_key")
                    .orderBy(
                        col("confidence").desc(), col("started_at").desc(), col("session_id")));
    return linkedTeams
        .withColumn("place", place)
        .filter(col("place").equalTo(1))
        .select("task_key", "session_team");
  }

  private static Dataset<Row> withAllAmounts(Dataset<Row> rows) {
    List<String> known = Arrays.asList(rows.columns());
    List<Column> columns = new ArrayList<>();
    columns.add(col("date"));
    columns.add(coalesce(col("team"), lit(Links.NO_TEAM)).as("team"));
    columns.add(col("person"));
    for (String count : COUNTS) {
      Column value = known.contains(count) ? coalesce(col(count), lit(0L)) : lit(0L);
      columns.add(value.as(count));
    }
    for (String cost : COSTS) {
      Column value = known.contains(cost) ? coalesce(col(cost), lit(0.0)) : lit(0.0);
      columns.add(value.as(cost));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Dataset<Row> cells(Dataset<Row> amounts) {
    List<Column> aggregates = new ArrayList<>();
    COUNTS.forEach(count -> aggregates.add(sum(count).as(count)));
    COSTS.forEach(cost -> aggregates.add(SessionStates.totalUsd(col(cost)).as(cost)));
    return amounts
        .groupBy("date", "team")
        .agg(collect_set("person").as("persons"), aggregates.toArray(Column[]::new));
  }

  /** Days go through as text, so that Spark's setting for Java dates decides nothing. */
  private static Dataset<Row> pooled(Dataset<Row> cells, int minCohort) {
    Dataset<Row> withTextDays =
        cells
            .withColumn("week", Weeks.monday(col("date")).cast("string"))
            .withColumn("date", col("date").cast("string"));
    StructType shownSchema = shownSchema();
    MapFunction<Row, String> week = row -> row.getAs("week");
    FlatMapGroupsFunction<String, Row, Row> poolWeek = (monday, rows) -> shownRows(rows, minCohort);
    Dataset<Row> shown =
        withTextDays
            .groupByKey(week, Encoders.STRING())
            .flatMapGroups(poolWeek, Encoders.row(shownSchema));
    List<Column> columns = new ArrayList<>();
    for (String name : TeamDaily.TABLE.schema().fieldNames()) {
      columns.add(name.equals("date") ? to_date(col("date")).as("date") : col(name));
    }
    return shown.select(columns.toArray(Column[]::new));
  }

  private static StructType shownSchema() {
    StructType schema =
        new StructType()
            .add("date", DataTypes.StringType)
            .add("team", DataTypes.StringType)
            .add("people", DataTypes.LongType);
    for (String count : COUNTS) {
      schema = schema.add(count, DataTypes.LongType);
    }
    for (String cost : COSTS) {
      schema = schema.add(cost, DataTypes.DoubleType);
    }
    return schema;
  }

  private static Iterator<Row> shownRows(Iterator<Row> rows, int minCohort) {
    List<Cell> week = new ArrayList<>();
    rows.forEachRemaining(row -> week.add(cell(row)));
    return SmallCohorts.poolWeek(week, minCohort).stream().map(TeamDailyMart::row).iterator();
  }

  private static Cell cell(Row row) {
    List<Long> counts = COUNTS.stream().map(row::<Long>getAs).toList();
    List<Double> costs = COSTS.stream().map(row::<Double>getAs).toList();
    return new Cell(
        LocalDate.parse(row.<String>getAs("date")),
        row.getAs("team"),
        new HashSet<>(row.getList(row.fieldIndex("persons"))),
        counts,
        costs);
  }

  private static Row row(Cell cell) {
    Stream<Object> names =
        Stream.of(cell.date().toString(), cell.team(), (long) cell.people().size());
    Stream<Object> amounts = Stream.concat(cell.counts().stream(), cell.costs().stream());
    return RowFactory.create(Stream.concat(names, amounts).toArray());
  }

  private static String[] by(String column) {
    return new String[] {column};
  }
}
