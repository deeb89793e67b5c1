package dev.goodhart.job;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.UsageEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lands later makes a session or its task another's, and changes no row as of days before. */
class LaterLandingsIT extends SparkTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final Days ALL = new Days(FIRST, FIRST.plusDays(3));

  /** The session that moves is taken up again in another repository. */
  private static final String USAGE =
      """
      session_id | event_id | landed_date | event_time        | source      | user_id | repository | kind
      moves      | a        | 2026-01-05  | 2026-01-05T10:00Z | usage_event | ada     | acme/one   | prompt
      moves      | b        | 2026-01-07  | 2026-01-07T10:00Z | usage_event | ada     | acme/two   | prompt
      moves      | c        | 2026-01-07  | 2026-01-07T11:00Z | usage_event | ada     | acme/two   | prompt
      his        | d        | 2026-01-05  | 2026-01-05T10:00Z | usage_event | bob     | acme/two   | prompt
      """;

  /** The second task is bob's, until what cyd did before him lands. */
  private static final String OUTCOMES =
      """
      event_id | landed_date | event_time        | source         | task_key   | kind          | actor_id | repository
      opened1  | 2026-01-05  | 2026-01-05T08:00Z | github_webhook | acme/one#1 | task_opened   | ada      | acme/one
      merged1  | 2026-01-06  | 2026-01-06T08:00Z | github_webhook | acme/one#1 | change_merged | ada      | acme/one
      opened2  | 2026-01-05  | 2026-01-05T08:00Z | github_webhook | acme/two#2 | task_opened   | unknown  | acme/two
      his2     | 2026-01-05  | 2026-01-05T09:00Z | github_webhook | acme/two#2 | task_updated  | bob      | acme/two
      merged2  | 2026-01-06  | 2026-01-06T08:00Z | github_webhook | acme/two#2 | change_merged | bob      | acme/two
      late2    | 2026-01-07  | 2026-01-05T08:30Z | github_webhook | acme/two#2 | task_updated  | cyd      | acme/two
      """;

  private static final String FEATURES =
      """
      session_id | as_of_date | linked | done_share
      his        | 2026-01-05 | 0.3    | 0.0
      his        | 2026-01-06 | 0.3    | 1.0
      his        | 2026-01-07 | 0.0    | -
      moves      | 2026-01-05 | 0.3    | 0.0
      moves      | 2026-01-06 | 0.3    | 1.0
      moves      | 2026-01-07 | 0.0    | -
      """;

  @Test
  void shouldKnowAsOfADayWhatHadLandedByThenHoweverOftenItIsRun(@TempDir Path folder)
      throws Exception {
    // Given
    Path raw = Files.createDirectories(folder.resolve("raw"));
    TestRun run =
        new TestRun(raw.toString(), folder.resolve("lake").toString(), "outcomes.maturity_days=2");
    run.withLake(
        lake -> {
          lake.replace(
              UsageEvents.TABLE, TableRows.of(UsageEvents.TABLE).rows(USAGE).dataset(), ALL);
          lake.replace(
              OutcomeEvents.TABLE, TableRows.of(OutcomeEvents.TABLE).rows(OUTCOMES).dataset(), ALL);
          return null;
        });

    // When: all days at once, which end with what lands last.
    run.run(List.of(new SessionJob(), new FeatureJob()), ALL);

    // Then
    assertRows(run.read(SessionFeatures.TABLE), FEATURES);

    // When: the days before that are run again.
    for (LocalDate day = FIRST; day.isBefore(FIRST.plusDays(2)); day = day.plusDays(1)) {
      run.run(List.of(new FeatureJob()), new Days(day, day.plusDays(1)));
    }

    // Then
    assertRows(run.read(SessionFeatures.TABLE), FEATURES);
  }
}
