package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.trunc;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.mart.DatedSessions;
import dev.goodhart.mart.MetricHealthMart;
import dev.goodhart.mart.RemadeDays;
import dev.goodhart.mart.TeamDailyMart;
import dev.goodhart.schema.MetricHealth;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.TeamDaily;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Silver and scores to gold. Outcomes ripen and scores change after a session's day, and what lands
 * may tell of days long past, so the whole weeks of {@link RemadeDays} are made anew.
 */
public final class MartJob implements Job {
  @Override
  public String name() {
    return "marts";
  }

  @Override
  public String purpose() {
    return "Makes the gold tables.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    try (TableCache tables = new TableCache(context.lake())) {
      makeMarts(context, tables, days);
    }
    return JobResult.done();
  }

  private static void makeMarts(JobContext context, TableCache tables, Days days) {
    Lake lake = context.lake();
    Settings settings = context.settings();
    Dataset<Row> sessions =
        DatedSessions.of(tables.read(Sessions.TABLE), settings.ingest().maxEventAgeDays());
    Dataset<Row> links = tables.read(SessionTasks.TABLE);
    Dataset<Row> tasks = tables.read(Tasks.TABLE);
    int minCohort = settings.privacy().minCohort();
    Days remade = RemadeDays.of(sessions, links, tasks, days, settings.links().windowDays());
    lake.replace(
        TeamDaily.TABLE,
        TeamDailyMart.compute(
            sessions, links, tasks, tables.read(SessionScores.TABLE), remade, minCohort),
        remade);
    Dataset<Row> mondays =
        DayRows.of(context.spark(), remade, "period")
            .where(col("period").equalTo(trunc(col("period"), "week")));
    lake.replaceKeys(
        MetricHealth.TABLE,
        MetricHealthMart.compute(
            sessions, links, tasks, settings.announcements(), remade, minCohort),
        mondays);
  }
}
