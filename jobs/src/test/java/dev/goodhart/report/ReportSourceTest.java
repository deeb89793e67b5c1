package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.report.ReportData.Estimate;
import dev.goodhart.report.ReportData.Health;
import dev.goodhart.report.ReportData.Model;
import dev.goodhart.report.ReportData.Reject;
import dev.goodhart.report.ReportData.Source;
import dev.goodhart.report.ReportData.Trust;
import dev.goodhart.report.ReportData.Unfair;
import dev.goodhart.schema.Evaluations;
import dev.goodhart.schema.InputFiles;
import dev.goodhart.schema.Labels;
import dev.goodhart.schema.MetricHealth;
import dev.goodhart.schema.Models;
import dev.goodhart.schema.RejectedRecords;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.TeamDaily;
import dev.goodhart.schema.UsageEvents;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ReportSourceTest extends SparkTest {
  private static final Settings.Train TRAIN = Settings.defaults().train();
  private static final Days DAYS =
      new Days(LocalDate.parse("2026-01-07"), LocalDate.parse("2026-02-02"));

  private final Map<Table, TableRows> tables = new HashMap<>();
  private final List<Table> read = new ArrayList<>();

  @Test
  void shouldSumWeeksAndTeamsOfTheIntervalsWholeFirstWeek() {
    // Given
    teamDay("2026-01-04", "red", 100, 1.0);
    teamDay("2026-01-05", "red", 10, 2.0);
    teamDay("2026-01-11", "(small teams)", 20, 3.0);
    teamDay("2026-01-12", "red", 40, 4.0);
    teamDay("2026-01-12", "blue", 80, 5.0);
    teamDay("2026-02-02", "red", 1000, 6.0);

    // When
    ReportData data = collect();

    // Then
    assertThat(data.from()).isEqualTo("2026-01-05");
    assertThat(data.lastDay()).isEqualTo("2026-02-01");
    assertThat(data.weeks())
        .extracting(week -> week.monday() + " " + week.amounts().tasksDone())
        .containsExactly("2026-01-05 30", "2026-01-12 120");
    assertThat(data.teams())
        .extracting(team -> team.name() + " " + team.amounts().costUsd())
        .containsExactly("blue 5.0", "red 6.0", "(small teams) 3.0");
    assertThat(data.totals().tasksDone()).isEqualTo(150);
  }

  @Test
  void shouldCountTheWeeksThatAreWithheld() {
    teamDay("2026-01-12", "red", 40, 4.0);
    session("shown", "ada", "2026-01-13T10:00:00Z");
    session("withheld", "ada", "2026-01-20T10:00:00Z");
    session("withheld too", "ada", "2026-01-22T10:00:00Z");

    assertThat(collect().withheldWeeks()).isEqualTo(1);
  }

  @Test
  void shouldMarkWeeksWhoseOutcomesMayStillCome() {
    // Given: the report ends on 2 February, and a week ripens 14 days after its Sunday.
    health("2026-01-12", "(all teams)", 0.5);
    health("2026-01-19", "(all teams)", 0.4);
    health("2026-01-12", "red", 0.3);

    // Then
    assertThat(collect().health())
        .extracting(Health::monday, Health::correlation, Health::isYoung)
        .containsExactly(
            tuple(LocalDate.parse("2026-01-12"), Optional.of(0.5), false),
            tuple(LocalDate.parse("2026-01-19"), Optional.of(0.4), true));
  }

  @Test
  void shouldTellTheLiveModelFromTheNewest() {
    // Given
    table(Models.TABLE)
        .row("model_version", "a", "trained_on", "2026-01-10", "published", true, "threshold", 0.7)
        .row(
            "model_version",
            "b",
            "trained_on",
            "2026-01-20",
            "published",
            false,
            "reasons",
            "Worse than cost alone.")
        .row("model_version", "c", "trained_on", "2026-02-02", "published", true);

    // Then: the one trained on the day after the interval does not count.
    assertThat(collect().model())
        .isEqualTo(
            new Model(
                true,
                true,
                "Worse than cost alone.",
                Optional.empty(),
                0,
                0,
                TRAIN.minReviews(),
                TRAIN.minPositives()));
  }

  @Test
  void shouldSayThatNoModelIsLive() {
    assertThat(collect().model())
        .isEqualTo(
            new Model(
                false,
                false,
                "",
                Optional.empty(),
                0,
                0,
                TRAIN.minReviews(),
                TRAIN.minPositives()));
  }

  @Test
  void shouldCountTheReviewsThatTheNewestLabelsHold() {
    // Given: labels of an earlier day, of the last day, and of the day after the interval.
    label("old", "2026-01-20", "tokenmaxxing");
    label("a", "2026-02-01", "tokenmaxxing");
    label("b", "2026-02-01", "legitimate");
    label("by rules", "2026-02-01", null);
    label("later", "2026-02-02", "tokenmaxxing");

    // Then
    assertThat(collect().model())
        .extracting(Model::reviews, Model::positives)
        .containsExactly(2L, 1L);
  }

  @Test
  void shouldMeasureTheLiveModelOnAllReviewedSessions() {
    // Given
    table(Models.TABLE).row("model_version", "a", "trained_on", "2026-01-10", "published", true);
    measure("a", "out_of_fold", "recall", 0.4);
    measure("a", "out_of_fold", "precision", null);
    measure("a", "held_out", "recall", 0.9);
    measure("b", "out_of_fold", "honest_flag_rate", 0.1);

    // Then
    assertThat(collect().model().trust())
        .contains(
            new Trust(
                50,
                Optional.of(new Estimate(0.4, 0.0, 1.0)),
                Optional.empty(),
                Optional.empty(),
                List.of()));
  }

  @Test
  void shouldNameTheGroupsThatTheLiveModelIsShownToFlagWronglyTooOften() {
    // Given
    table(Models.TABLE).row("model_version", "a", "trained_on", "2026-01-10", "published", true);
    measure("a", "out_of_fold", "recall", 0.4);
    table(Evaluations.TABLE)
        .rows(
            """
            model_version | slice         | metric            | value | low  | high
            a             | team red      | honest_flag_ratio | 3.0   | 1.6  | 5.0
            a             | night workers | honest_flag_ratio | 2.5   | 1.51 | 4.0
            a             | newcomers     | honest_flag_ratio | 2.5   | 1.5  | 4.0
            a             | non-coders    | honest_flag_ratio | -     | -    | -
            a             | team blue     | precision         | 2.5   | 2.0  | 4.0
            b             | team blue     | honest_flag_ratio | 2.5   | 2.0  | 4.0
            """);

    // Then
    assertThat(collect().model().trust().orElseThrow().unfair())
        .containsExactly(
            new Unfair("night workers", new Estimate(2.5, 1.51, 4.0)),
            new Unfair("team red", new Estimate(3.0, 1.6, 5.0)));
  }

  @Test
  void shouldAddUpRecordsBySourceAndRejectsByReason() {
    // Given
    file("a", "github_webhook", "2026-01-10", 10, 7, 1, 1, 1);
    file("b", "claude_code_otlp", "2026-01-10", 5, 5, 0, 0, 0);
    file("c", "github_webhook", "2026-01-11", 3, 2, 0, 0, 1);
    file("d", "github_webhook", "2026-02-02", 100, 100, 0, 0, 0);
    table(RejectedRecords.TABLE)
        .row("landed_date", "2026-01-10", "source", "github_webhook", "reason", "no_time")
        .row("landed_date", "2026-01-11", "source", "github_webhook", "reason", "no_time")
        .row("landed_date", "2026-01-11", "source", "github_webhook", "reason", "bad_json");

    // When
    ReportData.Quality quality = collect().quality();

    // Then
    assertThat(quality.sources())
        .containsExactly(
            new Source("claude_code_otlp", 1, 5, 5, 0, 0, 0),
            new Source("github_webhook", 2, 13, 9, 1, 1, 2));
    assertThat(quality.rejects())
        .containsExactly(
            new Reject("github_webhook", "no_time", 2),
            new Reject("github_webhook", "bad_json", 1));
  }

  @Test
  void shouldSayWhatIsNotKnown() {
    // Given
    table(Sessions.TABLE)
        .row(
            "session_id",
            "s1",
            "user_id",
            "unknown",
            "team",
            "red",
            "started_at",
            "2026-01-10T10:00:00Z",
            "calls",
            5,
            "unpriced_calls",
            2)
        .row(
            "session_id",
            "s2",
            "user_id",
            "ada",
            "started_at",
            "2026-01-10T10:00:00Z",
            "calls",
            7,
            "estimated_calls",
            3);
    table(UsageEvents.TABLE)
        .row("landed_date", "2026-01-10", "model", "new-1", "cost_source", "unknown")
        .row("landed_date", "2026-01-10", "model", "new-2", "cost_source", "unknown")
        .row("landed_date", "2026-01-10", "model", "new-2", "cost_source", "unknown")
        .row("landed_date", "2026-01-10", "model", "old", "cost_source", "reported");

    // Then
    assertThat(collect().quality())
        .isEqualTo(
            new ReportData.Quality(
                List.of(), List.of(), 12, 2, 3, 2, 1, 1, List.of("new-2", "new-1")));
  }

  @Test
  void shouldReadNoTableOfSingleScoresOrOfRuns() {
    collect();

    assertThat(read).extracting(Table::layer).doesNotContain("review");
    assertThat(read).extracting(Table::fullName).doesNotContain("ops.job_runs");
  }

  private ReportData collect() {
    return ReportSource.collect(this::rows, DAYS, Settings.defaults());
  }

  private Dataset<Row> rows(Table table) {
    read.add(table);
    return table(table).dataset();
  }

  private TableRows table(Table table) {
    return tables.computeIfAbsent(table, TableRows::of);
  }

  private void teamDay(String date, String team, int tasksDone, double cost) {
    table(TeamDaily.TABLE)
        .row("date", date, "team", team, "tasks_done", tasksDone, "cost_usd", cost);
  }

  private void session(String id, String user, String startedAt) {
    table(Sessions.TABLE).row("session_id", id, "user_id", user, "started_at", startedAt);
  }

  private void label(String session, String asOf, String verdict) {
    table(Labels.TABLE).row("session_id", session, "as_of_date", asOf, "verdict", verdict);
  }

  private void measure(String model, String slice, String metric, Double value) {
    table(Evaluations.TABLE)
        .row(
            "model_version",
            model,
            "slice",
            slice,
            "metric",
            metric,
            "value",
            value,
            "low",
            0.0,
            "high",
            1.0,
            "rows",
            50);
  }

  private void health(String monday, String team, double correlation) {
    table(MetricHealth.TABLE)
        .row("period", monday, "team", team, "people", 9, "rank_correlation", correlation);
  }

  private void file(
      String name,
      String source,
      String landed,
      int records,
      int kept,
      int duplicate,
      int ignored,
      int rejected) {
    table(InputFiles.TABLE)
        .row(
            "file",
            name,
            "source",
            source,
            "landed_date",
            landed,
            "records_read",
            records,
            "records_kept",
            kept,
            "records_duplicate",
            duplicate,
            "records_ignored",
            ignored,
            "records_rejected",
            rejected);
  }
}
