package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.outcome.TaskReferences;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.PersonDays;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.SessionReferences;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FeatureRowsTest extends SparkTest {
  private static final Days JANUARY =
      new Days(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-02-01"));
  private static final Object[] DEFAULT_BRANCHES = Pseudonyms.defaultBranches().toArray();

  @Test
  void shouldCallEvidenceYoungUntilTheSessionIsRipeAndNoneWhereNothingCouldLinkIt() {
    // "late_name" names its branch only with what lands a day later. "person" names nothing; its
    // person's pull request is a weak link. "main" is on a branch that names no task.
    Dataset<Row> rows =
        rows(
            """
            session_id | event_id | landed_date | event_time        | user_id | repository | branch | kind
            named      | a        | 2026-01-05  | 2026-01-05T10:00Z | bob     | acme/shop  | f1     | prompt
            main       | b        | 2026-01-05  | 2026-01-05T10:00Z | bob     | acme/shop  | main   | prompt
            late_name  | c        | 2026-01-05  | 2026-01-05T10:00Z | bob     | acme/shop  | -      | prompt
            late_name  | d        | 2026-01-06  | 2026-01-05T11:00Z | bob     | acme/shop  | f2     | prompt
            person     | e        | 2026-01-07  | 2026-01-07T11:00Z | ada     | acme/shop  | -      | prompt
            """,
            """
            event_id | landed_date | event_time        | source         | task_key    | kind          | actor_id | repository | branch | lines_added
            opened   | 2026-01-06  | 2026-01-06T10:00Z | github_webhook | acme/shop#1 | task_opened   | ada      | acme/shop  | f1     | 5
            merged   | 2026-01-08  | 2026-01-08T10:00Z | github_webhook | acme/shop#1 | change_merged | ada      | acme/shop  | f1     | 9
            """,
            "user_id | source | landed_date");

    assertRows(
        rows,
        """
        session_id | as_of_date | evidence_age_days | evidence | linked | done_share | log_lines   | log_task_sessions
        named      | 2026-01-05 | 0                 | young    | 0.0    | -          | -           | 0.0
        named      | 2026-01-06 | 1                 | young    | 0.9    | 0.0        | 1.791759470 | 0.693147181
        named      | 2026-01-08 | 3                 | young    | 0.9    | 1.0        | 2.302585090 | 0.693147181
        named      | 2026-01-19 | 14                | mature   | 0.9    | 1.0        | 2.302585090 | 0.693147181
        main       | 2026-01-05 | 0                 | none     | 0.0    | -          | -           | 0.0
        main       | 2026-01-19 | 14                | none     | 0.0    | -          | -           | 0.0
        late_name  | 2026-01-05 | 0                 | none     | 0.0    | -          | -           | 0.0
        late_name  | 2026-01-06 | 1                 | young    | 0.0    | -          | -           | 0.0
        late_name  | 2026-01-19 | 14                | mature   | 0.0    | -          | -           | 0.0
        person     | 2026-01-07 | 0                 | young    | 0.3    | 0.0        | 1.791759470 | 0.693147181
        person     | 2026-01-08 | 1                 | young    | 0.3    | 1.0        | 2.302585090 | 0.693147181
        person     | 2026-01-21 | 14                | mature   | 0.3    | 1.0        | 2.302585090 | 0.693147181
        """);
  }

  @Test
  void shouldTellWorkAtHoursThatAreUnusualForThePerson() {
    // Ada works at ten; one of her two events is at an hour in which she never works.
    Dataset<Row> rows =
        rows(
            """
            session_id | event_id | landed_date | event_time        | user_id | team | source | kind
            hers       | a        | 2026-01-05  | 2026-01-05T10:00Z | ada     | red  | cc     | model_call
            hers       | b        | 2026-01-05  | 2026-01-05T11:00Z | ada     | red  | cc     | model_call
            nobodys    | c        | 2026-01-05  | 2026-01-05T10:00Z | unknown | -    | cc     | model_call
            """,
            "event_id",
            """
            user_id | team | source | landed_date | hour_histogram
            ada     | red  | cc     | 2026-01-04  | 0 0 0 0 0 0 0 0 0 0 200 0 0 0 0 0 0 0 0 0 0 0 0 0
            """);

    assertRows(
        rows.where("as_of_date = '2026-01-05'"),
        """
        session_id | unusual_hours_share
        hers       | 0.5
        nobodys    | -
        """);
  }

  @Test
  void shouldSetASessionBesideWhatThePersonDidBefore() {
    StringBuilder usage =
        new StringBuilder(
            "session_id | event_id | landed_date | event_time | user_id | source | kind\n");
    for (int number = 0; number < 5; number++) {
      usage.append(
          "s%d | e%d | 2026-01-05 | 2026-01-05T1%d:00Z | ada | cc | model_call\n"
              .formatted(number, number, number));
    }
    for (String call : List.of("00", "10", "20")) {
      usage.append(
          "hers | h%s | 2026-01-06 | 2026-01-06T10:%s:00Z | ada | cc | model_call\n"
              .formatted(call, call));
    }

    // Three calls against one; a figure is ln(1 + calls).
    assertRows(
        rows(usage.toString(), "event_id", "user_id").where("as_of_date = '2026-01-06'"),
        """
        session_id | calls_vs_person
        hers       | 0.693147181
        """);
  }

  private static Dataset<Row> rows(String usage, String outcomes, String personDays) {
    Dataset<Row> events = TableRows.of(UsageEvents.TABLE).rows(usage).dataset();
    Dataset<Row> happened = TableRows.of(OutcomeEvents.TABLE).rows(outcomes).dataset();
    Dataset<Row> standings = TableRows.of(SessionSources.TABLE).dataset();
    Dataset<Row> expanded = FeatureRows.expanded(events, standings);
    Settings settings = Settings.defaults();
    return FeatureRows.of(
        new FeatureRows.Sources(
            expanded,
            FeatureRows.states(expanded),
            SessionReferences.of(events, DEFAULT_BRANCHES),
            happened,
            TaskReferences.of(
                TaskEvents.of(happened, DEFAULT_BRANCHES, settings.links().windowDays()),
                DEFAULT_BRANCHES),
            TableRows.of(PersonDays.TABLE).rows(personDays).dataset(),
            standings,
            TableRows.of(SessionFeatures.TABLE).dataset()),
        DEFAULT_BRANCHES,
        JANUARY,
        settings);
  }
}
