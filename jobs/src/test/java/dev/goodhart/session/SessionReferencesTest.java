package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.schema.UsageEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SessionReferencesTest extends SparkTest {
  @Test
  void shouldTellEveryThingThatNamesATaskOnceFromItsFirstDayOn() {
    assertRows(
        references(
            """
            session_id | landed_date | task_key    | commit_sha | repository | branch
            all        | 2026-01-05  | acme/shop#1 | c0ffee1    | acme/shop  | f1
            branch     | 2026-01-07  | -           | -          | acme/shop  | f1
            branch     | 2026-01-06  | -           | -          | acme/shop  | f1
            two        | 2026-01-05  | -           | -          | acme/shop  | f1
            two        | 2026-01-06  | -           | -          | acme/docs  | f1
            keys       | 2026-01-05  | acme/shop#1 | -          | acme/shop  | -
            keys       | 2026-01-05  | acme/shop#2 | -          | acme/docs  | -
            """),
        """
        session_id | ref_kind | repository | ref         | landed_date
        all        | task     | ''         | acme/shop#1 | 2026-01-05
        all        | commit   | acme/shop  | c0ffee1     | 2026-01-05
        all        | branch   | acme/shop  | f1          | 2026-01-05
        branch     | branch   | acme/shop  | f1          | 2026-01-06
        two        | branch   | acme/shop  | f1          | 2026-01-05
        two        | branch   | acme/docs  | f1          | 2026-01-06
        keys       | task     | ''         | acme/shop#1 | 2026-01-05
        keys       | task     | ''         | acme/shop#2 | 2026-01-05
        """);
  }

  @Test
  void shouldTakeNothingFromABranchThatNamesNoTask() {
    assertRows(
        references(
            """
            session_id | landed_date | repository | branch  | commit_sha
            absent     | 2026-01-05  | acme/shop  | -       | -
            head       | 2026-01-05  | acme/shop  | HEAD    | -
            main       | 2026-01-05  | acme/shop  | main    | -
            master     | 2026-01-05  | acme/shop  | master  | -
            trunk      | 2026-01-05  | acme/shop  | trunk   | -
            develop    | 2026-01-05  | acme/shop  | develop | -
            nowhere    | 2026-01-05  | -          | f1      | -
            -          | 2026-01-05  | acme/shop  | f1      | c0ffee1
            commit     | 2026-01-05  | acme/shop  | main    | c0ffee1
            only_sha   | 2026-01-05  | -          | -       | c0ffee1
            """),
        """
        session_id | ref_kind | repository | ref     | landed_date
        commit     | commit   | acme/shop  | c0ffee1 | 2026-01-05
        only_sha   | commit   | ''         | c0ffee1 | 2026-01-05
        """);
  }

  private static Dataset<Row> references(String drawn) {
    return SessionReferences.of(
        TableRows.of(UsageEvents.TABLE).rows(drawn).dataset(),
        Pseudonyms.defaultBranches().toArray());
  }
}
