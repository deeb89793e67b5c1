package dev.goodhart.outcome;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.schema.OutcomeEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TaskReferencesTest extends SparkTest {
  @Test
  void shouldTellEveryThingThatATaskIsKnownByOnceFromItsFirstDayOn() {
    assertRows(
        references(
            """
            task_key    | known_date | kind          | repository | branch | commit_sha
            acme/shop#1 | 2026-01-07 | change_merged | acme/shop  | f1     | merge001
            acme/shop#1 | 2026-01-05 | task_opened   | acme/shop  | f1     | head0001
            acme/shop#1 | 2026-01-06 | commit_pushed | acme/shop  | f1     | head0001
            acme/shop#1 | 2026-01-08 | task_updated  | acme/shop  | f2     | -
            SHOP-7      | 2026-01-05 | task_opened   | -          | -      | -
            """),
        """
        task_key    | ref_kind | repository | ref         | landed_date
        acme/shop#1 | task     | ''         | acme/shop#1 | 2026-01-05
        acme/shop#1 | commit   | acme/shop  | head0001    | 2026-01-05
        acme/shop#1 | commit   | acme/shop  | merge001    | 2026-01-07
        acme/shop#1 | branch   | acme/shop  | f1          | 2026-01-05
        acme/shop#1 | branch   | acme/shop  | f2          | 2026-01-08
        SHOP-7      | task     | ''         | SHOP-7      | 2026-01-05
        """);
  }

  @Test
  void shouldKnowNoTaskByADefaultBranchNorByTheCommitThatUndidIt() {
    assertRows(
        references(
            """
            task_key | known_date | kind            | repository | branch | commit_sha
            one      | 2026-01-05 | task_opened     | acme/shop  | main   | -
            one      | 2026-01-05 | task_reopened   | acme/shop  | HEAD   | -
            one      | 2026-01-05 | task_updated    | acme/shop  | -      | -
            one      | 2026-01-05 | task_updated    | -          | f1     | -
            one      | 2026-01-06 | change_reverted | acme/shop  | main   | revert01
            """),
        """
        task_key | ref_kind | repository | ref | landed_date
        one      | task     | ''         | one | 2026-01-05
        """);
  }

  private static Dataset<Row> references(String drawn) {
    return TaskReferences.of(
        TableRows.of(OutcomeEvents.TABLE.schema().add("known_date", "date")).rows(drawn).dataset(),
        Pseudonyms.defaultBranches().toArray());
  }
}
