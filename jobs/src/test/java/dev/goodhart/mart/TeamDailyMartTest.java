package dev.goodhart.mart;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.TeamDaily;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TeamDailyMartTest extends SparkTest {
  private static final Days WEEK =
      new Days(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-12"));

  private final TableRows sessions = TableRows.of(Sessions.TABLE);
  private final TableRows links = TableRows.of(SessionTasks.TABLE);
  private final TableRows tasks = TableRows.of(Tasks.TABLE);
  private final TableRows scores = TableRows.of(SessionScores.TABLE);

  @Test
  void shouldSumATeamsDayWithOutcomesBesideIt() {
    // Given
    sessions
        .row(
            "session_id",
            "s1",
            "user_id",
            "ada",
            "team",
            "red",
            "started_at",
            "2026-01-05T09:00:00Z",
            "calls",
            3,
            "input_tokens",
            10,
            "cache_read_tokens",
            100,
            "cache_write_tokens",
            20,
            "output_tokens",
            5,
            "total_tokens",
            135,
            "cost_usd",
            1.5,
            "unpriced_calls",
            1)
        .row(
            "session_id",
            "s2",
            "user_id",
            "bob",
            "team",
            "red",
            "started_at",
            "2026-01-05T23:59:59Z",
            "calls",
            4,
            "total_tokens",
            65,
            "cost_usd",
            0.5)
        .row(
            "session_id",
            "s3",
            "user_id",
            "bob",
            "team",
            "red",
            "started_at",
            "2026-01-05T12:00:00Z");
    tasks
        .row(
            "task_key",
            "done",
            "team",
            "red",
            "state",
            "merged",
            "closed_at",
            "2026-01-05T18:00:00Z",
            "lines_added",
            30,
            "lines_removed",
            4)
        .row("task_key", "open", "team", "red", "state", "open");
    links
        .row("session_id", "s1", "task_key", "done", "method", "branch", "confidence", 0.8)
        .row("session_id", "s2", "task_key", "open", "method", "commit", "confidence", 0.9);
    scores
        .row("session_id", "s1", "band", "likely")
        .row("session_id", "s2", "band", "unlikely")
        .row("session_id", "s3", "band", "insufficient_evidence");

    // Then
    Dataset<Row> expected =
        TableRows.of(TeamDaily.TABLE)
            .row(
                "date",
                "2026-01-05",
                "team",
                "red",
                "tasks_done",
                1,
                "tasks_reverted",
                0,
                "tasks_abandoned",
                0,
                "lines_changed",
                34,
                "people",
                2,
                "sessions",
                3,
                "sessions_linked",
                2,
                "sessions_to_done",
                1,
                "calls",
                7,
                "input_tokens",
                10,
                "cache_read_tokens",
                100,
                "cache_write_tokens",
                20,
                "output_tokens",
                5,
                "total_tokens",
                200,
                "cost_usd",
                2.0,
                "unpriced_calls",
                1,
                "flagged_sessions",
                1,
                "flagged_cost_usd",
                1.5,
                "unscored_sessions",
                1)
            .dataset();
    new JavaDatasetSuiteBase().assertDataFrameNoOrderEquals(expected, compute(1));
  }

  @Test
  void shouldPutEachOutcomeOnItsDayOnce() {
    // Given
    session("s1", "ada", "red", "2026-01-05T09:00:00Z");
    session("s2", "ada", "red", "2026-01-06T09:00:00Z");
    session("s3", "ada", "red", "2026-01-07T09:00:00Z");
    tasks
        .row("task_key", "a", "team", "red", "state", "done", "closed_at", "2026-01-06T01:00:00Z")
        .row(
            "task_key",
            "b",
            "team",
            "red",
            "state",
            "abandoned",
            "closed_at",
            "2026-01-06T01:00:00Z")
        .row(
            "task_key",
            "c",
            "team",
            "red",
            "state",
            "reverted",
            "closed_at",
            "2026-01-05T01:00:00Z",
            "reverted_at",
            "2026-01-07T01:00:00Z")
        .row(
            "task_key", "d", "team", "red", "state", "merged", "closed_at", "2026-01-12T00:00:00Z");
    links
        .row("session_id", "s1", "task_key", "a", "method", "branch", "confidence", 0.8)
        .row("session_id", "s2", "task_key", "a", "method", "branch", "confidence", 0.8);

    // When
    Dataset<Row> outcomes =
        compute(1).select("date", "tasks_done", "tasks_reverted", "tasks_abandoned");

    // Then
    assertThat(outcomes.orderBy("date").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[2026-01-05,0,0,0]", "[2026-01-06,1,0,1]", "[2026-01-07,0,1,0]");
  }

  @Test
  void shouldNotCountWeakLinks() {
    // Given
    session("s1", "ada", "red", "2026-01-05T09:00:00Z");
    tasks.row("task_key", "a", "state", "done", "closed_at", "2026-01-05T10:00:00Z");
    links.row("session_id", "s1", "task_key", "a", "method", "person", "confidence", 0.2);

    // Then: neither linked, nor does the link give the task a team.
    assertThat(
            compute(0)
                .orderBy("team")
                .select("team", "sessions_linked", "tasks_done")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[(no team),0,1]", "[red,0,0]");
  }

  @Test
  void shouldGiveATaskWithoutTeamThatOfItsStrongestAndLatestSession() {
    // Given
    session("s1", "ada", "red", "2026-01-05T09:00:00Z");
    session("s2", "bob", "blue", "2026-01-05T08:00:00Z");
    session("s3", "cyd", "green", "2026-01-05T10:00:00Z");
    tasks.row("task_key", "a", "state", "done", "closed_at", "2026-01-05T11:00:00Z");
    links
        .row("session_id", "s1", "task_key", "a", "method", "commit", "confidence", 0.9)
        .row("session_id", "s2", "task_key", "a", "method", "commit", "confidence", 0.9)
        .row("session_id", "s3", "task_key", "a", "method", "branch", "confidence", 0.8);

    // Then
    assertThat(compute(1).filter("tasks_done = 1").select("team").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("red");
  }

  @Test
  void shouldPoolSmallTeamsAndKeepTheWeeksTotals() {
    // Given: five in red, two in blue on the same day, one alone on Sunday, one of unknown name.
    for (String person : new String[] {"a", "b", "c", "d", "e"}) {
      session("red-" + person, person, "red", "2026-01-06T09:00:00Z");
    }
    session("blue-f", "f", "blue", "2026-01-06T09:00:00Z");
    session("blue-g", "g", "blue", "2026-01-06T09:00:00Z");
    session("red-sunday", "a", "red", "2026-01-11T09:00:00Z");
    session("unknown", "unknown", null, "2026-01-06T09:00:00Z");

    // When
    Dataset<Row> shown = compute(5);

    // Then: blue is too small for a pool of its own, so red joins it, and Sunday too.
    assertThat(shown.select("date", "team", "people", "sessions", "total_tokens").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[2026-01-06,(small teams),7,9,900]");
  }

  @Test
  void shouldWithholdAWeekOfTooFewPeople() {
    session("s1", "ada", "red", "2026-01-05T09:00:00Z");
    session("s2", "bob", "red", "2026-01-06T09:00:00Z");

    assertThat(compute(5).collectAsList()).isEmpty();
  }

  /** As doubles they add up to 5.000000000000002 or so, which depends on the order. */
  @Test
  void shouldAddCostsUpToTheSameInAnyOrder() {
    for (int number = 0; number < 50; number++) {
      sessions.row(
          "session_id",
          "s" + number,
          "user_id",
          "ada",
          "team",
          "red",
          "started_at",
          "2026-01-05T09:00:00Z",
          "cost_usd",
          0.1);
    }

    assertThat(compute(1).head().<Double>getAs("cost_usd")).isEqualTo(5.0);
  }

  @Test
  void shouldLeaveOutWhatLiesOutsideTheDays() {
    session("before", "ada", "red", "2026-01-04T23:59:59Z");
    session("in", "ada", "red", "2026-01-11T23:59:59Z");
    session("after", "ada", "red", "2026-01-12T00:00:00Z");

    Column total = sum(col("sessions"));
    assertThat(compute(1).agg(total).head().getLong(0)).isEqualTo(1);
  }

  @Test
  void shouldRefuseDaysThatAreNoWholeWeeks() {
    Days days = new Days(LocalDate.parse("2026-01-06"), LocalDate.parse("2026-01-12"));

    assertThatThrownBy(
            () ->
                TeamDailyMart.compute(
                    sessions.dataset(),
                    links.dataset(),
                    tasks.dataset(),
                    scores.dataset(),
                    days,
                    5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole weeks");
    assertThat(Weeks.wholeWeeks(days)).isEqualTo(WEEK);
  }

  private void session(String id, String user, String team, String startedAt) {
    sessions.row(
        "session_id",
        id,
        "user_id",
        user,
        "team",
        team,
        "started_at",
        startedAt,
        "total_tokens",
        100);
  }

  private Dataset<Row> compute(int minCohort) {
    return TeamDailyMart.compute(
        sessions.dataset(), links.dataset(), tasks.dataset(), scores.dataset(), WEEK, minCohort);
  }
}
