package dev.goodhart.outcome;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.schema.OutcomeEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TaskEventsTest extends SparkTest {
  private static final int WINDOW_DAYS = 60;

  @Test
  void shouldKnowATasksOwnEventsFromTheirLandingOn() {
    assertRows(
        taskEvents(
            """
            event_id | landed_date | task_key | kind        | branch
            opened   | 2026-01-05  | one      | task_opened | main
            checked  | 2026-01-07  | one      | check_passed | -
            """),
        """
        event_id | task_key | known_date
        opened   | one      | 2026-01-05
        checked  | one      | 2026-01-07
        """);
  }

  @Test
  void shouldAttachWhatIsOnATasksBranchOnceBothHaveLanded() {
    assertRows(
        taskEvents(
                """
                event_id  | landed_date | task_key | kind          | repository | branch
                before    | 2026-01-03  | -        | commit_pushed | acme/shop  | f1
                opened    | 2026-01-05  | one      | task_opened   | acme/shop  | f1
                merged    | 2026-01-06  | one      | change_merged | acme/shop  | f1
                after     | 2026-01-07  | -        | check_failed  | acme/shop  | f1
                elsewhere | 2026-01-07  | -        | commit_pushed | acme/docs  | f1
                other     | 2026-01-07  | -        | commit_pushed | acme/shop  | f2
                """)
            .where("event_id not in ('opened', 'merged')"),
        """
        event_id | task_key | known_date
        before   | one      | 2026-01-05
        after    | one      | 2026-01-07
        """);
  }

  @Test
  void shouldAttachNothingByABranchThatNamesNoTask() {
    // A fork's pull request may well have a default branch for its head.
    assertRows(
        taskEvents(
                """
                event_id | landed_date | task_key | kind          | repository | branch
                opened   | 2026-01-05  | one      | task_opened   | acme/shop  | main
                reopened | 2026-01-05  | one      | task_reopened | acme/shop  | HEAD
                updated  | 2026-01-05  | one      | task_updated  | acme/shop  | -
                main     | 2026-01-05  | -        | commit_pushed | acme/shop  | main
                head     | 2026-01-05  | -        | commit_pushed | acme/shop  | HEAD
                absent   | 2026-01-05  | -        | commit_pushed | acme/shop  | -
                """)
            .where("kind = 'commit_pushed'"),
        """
        event_id | task_key | known_date
        """);
  }

  @Test
  void shouldAttachARevertToTheTaskWhoseMergeItUndoes() {
    assertRows(
        taskEvents(
                """
                event_id  | landed_date | task_key | kind            | repository | branch | commit_sha | reverted_sha
                opened    | 2026-01-05  | one      | task_opened     | acme/shop  | f1     | head0001   | -
                merged    | 2026-01-07  | one      | change_merged   | acme/shop  | f1     | merge001   | -
                early     | 2026-01-06  | -        | change_reverted | acme/shop  | main   | revert01   | merge001
                late      | 2026-01-09  | -        | change_reverted | acme/shop  | main   | revert02   | merge001
                head      | 2026-01-09  | -        | change_reverted | acme/shop  | f1     | revert03   | head0001
                unknown   | 2026-01-09  | -        | change_reverted | acme/shop  | main   | revert04   | merge002
                elsewhere | 2026-01-09  | -        | change_reverted | acme/docs  | main   | revert05   | merge001
                nothing   | 2026-01-09  | -        | change_reverted | acme/shop  | main   | revert06   | -
                """)
            .where("kind = 'change_reverted'"),
        """
        event_id | task_key | known_date
        early    | one      | 2026-01-07
        late     | one      | 2026-01-09
        """);
  }

  @Test
  void shouldAttachWithinTheWindowOnEitherSideAndNotBeyond() {
    assertRows(
        taskEvents(
                """
                event_id    | landed_date | task_key | kind          | repository | branch
                opened      | 2026-03-10  | one      | task_opened   | acme/shop  | f1
                merged      | 2026-03-20  | one      | change_merged | acme/shop  | f1
                61_before   | 2026-01-08  | -        | commit_pushed | acme/shop  | f1
                60_before   | 2026-01-09  | -        | commit_pushed | acme/shop  | f1
                60_after    | 2026-05-09  | -        | commit_pushed | acme/shop  | f1
                61_after    | 2026-05-10  | -        | commit_pushed | acme/shop  | f1
                """)
            .where("kind = 'commit_pushed'"),
        """
        event_id  | task_key | known_date
        60_before | one      | 2026-03-10
        60_after  | one      | 2026-05-09
        """);
  }

  @Test
  void shouldGiveAnEventToEachTaskOnItsBranch() {
    assertRows(
        taskEvents(
                """
                event_id | landed_date | task_key | kind          | repository | branch
                first    | 2026-01-05  | one      | task_opened   | acme/shop  | f1
                second   | 2026-01-08  | two      | task_opened   | acme/shop  | f1
                push     | 2026-01-06  | -        | commit_pushed | acme/shop  | f1
                """)
            .where("kind = 'commit_pushed'"),
        """
        event_id | task_key | known_date
        push     | one      | 2026-01-06
        push     | two      | 2026-01-08
        """);
  }

  private static Dataset<Row> taskEvents(String drawn) {
    return TaskEvents.of(
        TableRows.of(OutcomeEvents.TABLE).rows(drawn).dataset(),
        Pseudonyms.defaultBranches().toArray(),
        WINDOW_DAYS);
  }
}
