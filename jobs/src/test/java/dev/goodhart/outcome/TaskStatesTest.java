package dev.goodhart.outcome;

import static dev.goodhart.RowAssert.assertRows;
import static dev.goodhart.RowAssert.assertSame;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.OutcomeEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TaskStatesTest extends SparkTest {
  private static final StructType TASK_EVENTS =
      OutcomeEvents.TABLE.schema().add("known_date", "date");
  private static final String DAY = "2026-01-05";

  /** Every case is a task of its own; its events happened at the hours written behind them. */
  @Test
  void shouldTellTheStateThatATasksEventsLeaveItIn() {
    // Given
    TableRows events = TableRows.of(TASK_EVENTS);
    TableRows expected =
        TableRows.of(new StructType().add("task_key", "string").add("state", "string"))
            .row("task_key", "none", "state", "open");
    TableRows closed =
        TableRows.of(new StructType().add("task_key", "string").add("closed_at", "timestamp"))
            .row("task_key", "none");
    events.row("task_key", "none", "known_date", DAY, "kind", "task_updated");
    for (String[] line : cases()) {
      String[] happened = line[1].split(" > ", -1);
      for (int i = 0; i < happened.length; i++) {
        String[] kindAndHour = happened[i].split(" ", -1);
        events.row(
            "task_key",
            line[0],
            "known_date",
            DAY,
            "event_id",
            String.valueOf(i),
            "kind",
            kindAndHour[0],
            "event_time",
            hour(kindAndHour[1]));
      }
      expected.row("task_key", line[0], "state", line[2]);
      closed.row("task_key", line[0], "closed_at", line[3].isEmpty() ? null : hour(line[3]));
    }

    // When
    Dataset<Row> states =
        TaskStates.summarise(TaskStates.expand(events.dataset())).localCheckpoint();

    // Then
    assertSame(expected.dataset(), states.select("task_key", "state"));
    assertSame(closed.dataset(), states.select("task_key", "closed_at"));
  }

  private static String hour(String hour) {
    return DAY + "T0" + hour + ":00:00Z";
  }

  private static List<String[]> cases() {
    try (InputStream csv = TaskStatesTest.class.getResourceAsStream("task-states.csv")) {
      return new String(Objects.requireNonNull(csv).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldHaveAStateForEachDayOnWhichSomethingBecameKnown() {
    // The revert landed on the first day, and was known to be this task's only on the last.
    assertRows(
        states(
            """
            task_key | event_id | landed_date | known_date | event_time        | kind            | commit_sha
            one      | a        | 2026-01-05  | 2026-01-05 | 2026-01-04T09:00Z | task_opened     | c0ffee1
            one      | b        | 2026-01-07  | 2026-01-07 | 2026-01-04T10:00Z | change_merged   | badcafe
            one      | c        | 2026-01-05  | 2026-01-07 | 2026-01-04T11:00Z | change_reverted | 0ff1ce0
            one      | d        | 2026-01-06  | 2026-01-06 | 2026-01-04T09:30Z | check_failed    | c0ffee1
            two      | e        | 2026-01-06  | 2026-01-06 | 2026-01-06T09:00Z | task_opened     | -
            """),
        """
        task_key | state_date | state    | opened_at         | closed_at         | reverted_at       | merge_commit_sha | checks_failed | landed_dates
        one      | 2026-01-05 | open     | 2026-01-04T09:00Z | -                 | -                 | -                | 0             | 2026-01-05
        one      | 2026-01-06 | open     | 2026-01-04T09:00Z | -                 | -                 | -                | 1             | 2026-01-05 2026-01-06
        one      | 2026-01-07 | reverted | 2026-01-04T09:00Z | 2026-01-04T10:00Z | 2026-01-04T11:00Z | badcafe          | 1             | 2026-01-05 2026-01-06 2026-01-07
        two      | 2026-01-06 | open     | 2026-01-06T09:00Z | -                 | -                 | -                | 0             | 2026-01-06
        """);
  }

  @Test
  void shouldBelieveTheCommitThatARevertNamesMoreThanItsClock() {
    assertRows(
        states(
            """
            task_key | event_id | known_date | event_time        | kind            | commit_sha | reverted_sha
            skewed   | a        | 2026-01-05 | 2026-01-05T10:00Z | change_merged   | merge001   | -
            skewed   | b        | 2026-01-05 | 2026-01-05T09:59Z | change_reverted | revert01   | merge001
            anew     | c        | 2026-01-05 | 2026-01-05T10:00Z | change_merged   | merge001   | -
            anew     | d        | 2026-01-05 | 2026-01-05T11:00Z | change_reverted | revert01   | merge001
            anew     | e        | 2026-01-05 | 2026-01-05T12:00Z | change_merged   | merge002   | -
            """),
        """
        task_key | state    | merge_commit_sha
        skewed   | reverted | merge001
        anew     | merged   | merge002
        """);
  }

  @Test
  void shouldTellAuthorAndSizeByTheRecordsThatTellThem() {
    // Neither who reviews nor who merges is the author; a review tells no size.
    assertRows(
        states(
            """
            task_key    | event_id | known_date | event_time        | source         | kind            | actor_id | team | repository | branch | lines_added | lines_removed | files_changed
            acme/shop#1 | a        | 2026-01-05 | 2026-01-05T09:00Z | github_webhook | review_approved | rev      | blue | acme/shop  | -      | -           | -             | -
            acme/shop#1 | b        | 2026-01-05 | 2026-01-05T10:00Z | github_webhook | task_opened     | ada      | red  | acme/shop  | f1     | 10          | 1             | 2
            acme/shop#1 | c        | 2026-01-05 | 2026-01-05T11:00Z | github_webhook | task_updated    | bob      | teal | acme/shop  | -      | 30          | -             | 3
            acme/shop#1 | d        | 2026-01-05 | 2026-01-05T12:00Z | github_webhook | change_merged   | bob      | teal | acme/shop  | f1     | -           | -             | -
            acme/shop#1 | e        | 2026-01-05 | 2026-01-05T13:00Z | github_webhook | review_approved | rev      | blue | acme/shop  | f2     | -           | -             | -
            note        | f        | 2026-01-05 | 2026-01-05T09:00Z | outcome_event  | task_opened     | -        | -    | -          | -      | -           | -             | -
            """),
        """
        task_key    | kind         | source         | author_id | team | repository | branch | lines_added | lines_removed | files_changed | approvals
        acme/shop#1 | pull_request | github_webhook | ada       | red  | acme/shop  | f1     | 30          | 1             | 3             | 2
        note        | task         | outcome_event  | -         | -    | -          | -      | -           | -             | -             | 0
        """);
  }

  @Test
  void shouldTellTheDaysOnWhichAStateBecameAnother() {
    assertRows(
        TaskStates.changes(
            TableRows.of(
                    new StructType()
                        .add("task_key", "string")
                        .add("state_date", "date")
                        .add("state", "string"))
                .rows(
                    """
                    task_key | state_date | state
                    one      | 2026-01-09 | merged
                    one      | 2026-01-05 | open
                    one      | 2026-01-06 | open
                    one      | 2026-01-07 | abandoned
                    one      | 2026-01-08 | open
                    two      | 2026-01-06 | merged
                    two      | 2026-01-07 | merged
                    """)
                .dataset()),
        """
        task_key | changed_date
        one      | 2026-01-05
        one      | 2026-01-07
        one      | 2026-01-08
        one      | 2026-01-09
        two      | 2026-01-06
        """);
  }

  private static Dataset<Row> states(String drawn) {
    return TaskStates.summarise(TaskStates.expand(TableRows.of(TASK_EVENTS).rows(drawn).dataset()));
  }
}
