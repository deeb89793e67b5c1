package dev.goodhart.mart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** A run over Wednesday the 10th of June; outcomes ripen for 60 days, since the 11th of April. */
class RemadeDaysTest extends SparkTest {
  private static final Days RIPENING = weeks("2026-04-06");

  private final TableRows sessions =
      TableRows.of(Sessions.TABLE)
          .rows(
              """
              session_id | started_at           | landed_dates
              first      | 2025-12-03T10:00:00Z | 2025-12-03
              old        | 2026-01-21T10:00:00Z | 2026-01-21
              today      | 2026-06-10T10:00:00Z | 2026-06-10
              """);
  private final TableRows tasks =
      TableRows.of(Tasks.TABLE)
          .rows(
              """
              task_key | closed_at            | landed_dates
              old#1    | 2026-01-22T10:00:00Z | 2026-01-22
              today#1  | 2026-06-10T10:00:00Z | 2026-06-10
              open#1   | -                    | 2026-06-10
              """);
  private final TableRows links =
      TableRows.of(SessionTasks.TABLE)
          .row("session_id", "old", "task_key", "old#1", "method", "task");

  @Test
  void shouldRemakeTheWeeksInWhichOutcomesRipen() {
    assertThat(remade()).isEqualTo(RIPENING);
  }

  @Test
  void shouldReachBackToASessionThatLandedLongAfterIt() {
    sessions.rows(
        """
        session_id | started_at           | landed_dates
        late       | 2026-02-04T10:00:00Z | 2026-06-10
        taken_up   | 2026-03-04T10:00:00Z | 2026-03-04 2026-06-10
        """);

    assertThat(remade()).isEqualTo(weeks("2026-02-02"));
  }

  @Test
  void shouldReachBackToATasksEndHoweverItWasRevertedSince() {
    tasks.rows(
        """
        task_key | state    | closed_at            | reverted_at          | landed_dates
        late#1   | done     | 2026-03-11T10:00:00Z | -                    | 2026-06-10
        late#2   | reverted | 2026-03-04T10:00:00Z | 2026-06-09T10:00:00Z | 2026-03-04 2026-06-10
        """);

    assertThat(remade()).isEqualTo(weeks("2026-03-02"));
  }

  @Test
  void shouldReachBackToTheSessionThatLedToATask() {
    links
        .row("session_id", "old", "task_key", "today#1", "method", "branch")
        .row("session_id", "first", "task_key", "today#1", "method", "person");

    assertThat(remade()).isEqualTo(weeks("2026-01-19"));
  }

  @Test
  void shouldReachBackToATaskThatALateSessionIsLinkedTo() {
    sessions.rows(
        """
        session_id | started_at           | landed_dates
        late       | 2026-03-04T10:00:00Z | 2026-06-10
        """);
    links.row("session_id", "late", "task_key", "old#1", "method", "branch");

    assertThat(remade()).isEqualTo(weeks("2026-01-19"));
  }

  @Test
  void shouldNotReachBackBehindTheFirstSession() {
    tasks.rows(
        """
        task_key | closed_at            | landed_dates
        ancient  | 1999-01-01T00:00:00Z | 2026-06-10
        """);

    assertThat(remade()).isEqualTo(weeks("2025-12-01"));
  }

  private Days remade() {
    return RemadeDays.of(
        sessions.dataset(),
        links.dataset(),
        tasks.dataset(),
        Days.of(LocalDate.parse("2026-06-10")),
        60);
  }

  private static Days weeks(String monday) {
    return new Days(LocalDate.parse(monday), LocalDate.parse("2026-06-15"));
  }
}
