package dev.goodhart.mart;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.MetricHealth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code gold.metric_health}: one row per week and team, and one for all teams.
 *
 * <ol>
 *   <li>A person's tokens of a week are those of the sessions started in it; the person's team is
 *       the one that took most of them.
 *   <li>A person's outcomes are the tasks, merged or done by now, that those sessions led to (weak
 *       links left out), and the tasks of the person closed in the week that no session led to.
 *   <li>Over the people of a group, {@link RankCorrelation} of the two.
 *   <li>From the first announcement's week on: the mean correlation since it minus the mean before.
 * </ol>
 *
 * A week is young, and its correlation low, until its sessions' tasks had time to be merged.
 */
public final class MetricHealthMart {
  private static final StructType SHOWN =
      new StructType()
          .add("period", DataTypes.StringType)
          .add("team", DataTypes.StringType)
          .add("people", DataTypes.LongType)
          .add("rank_correlation", DataTypes.DoubleType)
          .add("low", DataTypes.DoubleType)
          .add("high", DataTypes.DoubleType)
          .add("outcomes", DataTypes.LongType)
          .add("total_tokens", DataTypes.LongType);

  private MetricHealthMart() {}

  /**
   * Rows of {@code gold.metric_health} for whole weeks. Earlier weeks are read too, for the change
   * since an announcement; later ones are not.
   *
   * @param wholeWeeks Monday to Monday, as {@link Weeks#wholeWeeks} gives them
   * @param minCohort fewest people that a row may tell of
   * @throws IllegalArgumentException where the days are not whole weeks
   */
  public static Dataset<Row> compute(
      Dataset<Row> sessions,
      Dataset<Row> sessionTasks,
      Dataset<Row> tasks,
      List<Settings.Announcement> announcements,
      Days wholeWeeks,
      int minCohort) {
    Weeks.requireWhole(wholeWeeks);
    Dataset<Row> personSessions =
        sessions
            .filter(Links.isPerson("user_id"))
            .filter(to_date(col("started_at")).lt(Weeks.day(wholeWeeks.to())))
            .withColumn("period", Weeks.monday(col("started_at")));
    Dataset<Row> strongLinks = Links.strong(sessionTasks);
    Dataset<Row> personWeeks =
        tokensAndTeams(personSessions)
            .join(
                doneTasks(personSessions, strongLinks, tasks),
                new String[] {"period", "user_id"},
                "left");
    Dataset<Row> health =
        withAnnouncements(correlations(personWeeks, minCohort), announcements)
            .filter(col("period").geq(Weeks.day(wholeWeeks.from())));
    Column[] columns =
        Arrays.stream(MetricHealth.TABLE.schema().fieldNames())
            .map(name -> col(name))
            .toArray(Column[]::new);
    return health.select(columns);
  }

  /** One row a person's week: tokens, and the team that took most of them (of equals the first). */
  private static Dataset<Row> tokensAndTeams(Dataset<Row> personSessions) {
    Dataset<Row> byTeam =
        personSessions
            .withColumn("team", coalesce(col("team"), lit(Links.NO_TEAM)))
            .groupBy("period", "user_id", "team")
            .agg(sum(coalesce(col("total_tokens"), lit(0L))).as("team_tokens"));
    WindowSpec personWeek = Window.partitionBy("period", "user_id");
    return byTeam
        .withColumn("tokens", sum("team_tokens").over(personWeek))
        .withColumn(
            "place", row_number().over(personWeek.orderBy(col("team_tokens").desc(), col("team"))))
        .filter(col("place").equalTo(1))
        .select("period", "user_id", "team", "tokens");
  }

  /** One row a person's week that came to something: its distinct done tasks. */
  private static Dataset<Row> doneTasks(
      Dataset<Row> personSessions, Dataset<Row> strongLinks, Dataset<Row> tasks) {
    Dataset<Row> done = tasks.filter(Links.isDone());
    Dataset<Row> ledTo =
        personSessions
            .select("session_id", "user_id", "period")
            .join(strongLinks, "session_id")
            .join(done.select("task_key"), "task_key")
            .select("period", "user_id", "task_key");
    Dataset<Row> authoredWithoutSession =
        done.filter(Links.isPerson("author_id"))
            .join(
                strongLinks, done.col("task_key").equalTo(strongLinks.col("task_key")), "left_anti")
            .select(
                Weeks.monday(col("closed_at")).as("period"),
                col("author_id").as("user_id"),
                col("task_key"));
    return ledTo
        .unionByName(authoredWithoutSession)
        .groupBy("period", "user_id")
        .agg(collect_set("task_key").as("done_tasks"));
  }

  /** Weeks go through as text, so that Spark's setting for Java dates decides nothing. */
  private static Dataset<Row> correlations(Dataset<Row> personWeeks, int minCohort) {
    Dataset<Row> withTextWeeks =
        personWeeks
            .withColumn("period", col("period").cast("string"))
            .withColumn("done_tasks", coalesce(col("done_tasks"), array().cast("array<string>")));
    MapFunction<Row, String> period = row -> row.getAs("period");
    FlatMapGroupsFunction<String, Row, Row> health =
        (week, people) -> healthRows(week, people, minCohort);
    return withTextWeeks
        .groupByKey(period, Encoders.STRING())
        .flatMapGroups(health, Encoders.row(SHOWN))
        .withColumn("period", to_date(col("period")));
  }

  private static Iterator<Row> healthRows(String week, Iterator<Row> people, int minCohort) {
    List<WeekHealth.PersonWeek> personWeeks = new ArrayList<>();
    people.forEachRemaining(row -> personWeeks.add(personWeek(row)));
    personWeeks.sort(Comparator.comparing(WeekHealth.PersonWeek::user));
    return WeekHealth.of(personWeeks, minCohort).stream()
        .map(health -> healthRow(week, health))
        .iterator();
  }

  private static WeekHealth.PersonWeek personWeek(Row row) {
    return new WeekHealth.PersonWeek(
        row.getAs("user_id"),
        row.getAs("team"),
        row.getAs("tokens"),
        new HashSet<>(row.getList(row.fieldIndex("done_tasks"))));
  }

  private static Row healthRow(String week, WeekHealth.Health health) {
    return RowFactory.create(
        week,
        health.team(),
        health.people(),
        health.correlation().map(RankCorrelation.Estimate::rho).orElse(null),
        health
            .correlation()
            .flatMap(RankCorrelation.Estimate::interval)
            .map(RankCorrelation.Interval::low)
            .orElse(null),
        health
            .correlation()
            .flatMap(RankCorrelation.Estimate::interval)
            .map(RankCorrelation.Interval::high)
            .orElse(null),
        health.sums().map(WeekHealth.Sums::doneTasks).orElse(null),
        health.sums().map(WeekHealth.Sums::tokens).orElse(null));
  }

  private static Dataset<Row> withAnnouncements(
      Dataset<Row> health, List<Settings.Announcement> announcements) {
    if (announcements.isEmpty()) {
      return health
          .withColumn("announcement", lit(null).cast("string"))
          .withColumn("change_since_announcement", lit(null).cast("double"));
    }
    List<Settings.Announcement> inOrder =
        announcements.stream()
            .sorted(
                Comparator.comparing(Settings.Announcement::date)
                    .thenComparing(Settings.Announcement::name))
            .toList();
    Column nextMonday = date_add(col("period"), 7);
    Column[] madeKnown =
        inOrder.stream()
            .map(each -> when(Weeks.day(each.date()).lt(nextMonday), lit(each.name())))
            .toArray(Column[]::new);
    Column isSince = col("period").geq(Weeks.day(Weeks.monday(inOrder.get(0).date())));
    WindowSpec upToThisWeek =
        Window.partitionBy("team")
            .orderBy("period")
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column since = avg(when(isSince, col("rank_correlation"))).over(upToThisWeek);
    Column before = avg(when(isSince.equalTo(false), col("rank_correlation"))).over(upToThisWeek);
    return health
        .withColumn("announcement", when(isSince, concat_ws(", ", madeKnown)))
        .withColumn("change_since_announcement", when(isSince, since.minus(before)));
  }
}
