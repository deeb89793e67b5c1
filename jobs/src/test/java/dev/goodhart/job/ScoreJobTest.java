package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.Models;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionScores;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ScoreJobTest extends SparkTest {
  @Test
  void shouldLetADayRunAgainTakeNothingBackOfWhatLaterRunsSaid() {
    // Given
    TableRows again = TableRows.of(SessionScores.TABLE);
    TableRows later = TableRows.of(SessionScoreHistory.TABLE);
    for (String session :
        List.of("not since", "the same since", "ripened", "reviewed", "by a new model")) {
      again.row("session_id", session, "as_of_date", "2026-01-05", "model_version", "one");
    }
    later.row("session_id", "the same since", "as_of_date", "2026-01-05", "model_version", "one");
    later.row("session_id", "ripened", "as_of_date", "2026-01-19", "model_version", "one");
    later.row("session_id", "reviewed", "as_of_date", "2026-01-05", "model_version", "one");
    later.row(
        "session_id",
        "reviewed",
        "as_of_date",
        "2026-01-05",
        "model_version",
        "one",
        "review_verdict",
        "legitimate");
    later.row("session_id", "by a new model", "as_of_date", "2026-01-05", "model_version", "two");

    // When
    Dataset<Row> latest = ScoreJob.latest(again.dataset(), later.dataset());

    // Then
    assertThat(latest.columns()).isEqualTo(again.dataset().columns());
    assertThat(latest.collectAsList().stream().map(row -> row.<String>getAs("session_id")))
        .containsExactlyInAnyOrder("not since", "the same since");
  }

  @Test
  void shouldEnterOnlyWhatDiffersFromTheLastScoreGivenOfTheRow() {
    // Given one row that one model judged before, and was told a verdict of since, but of some
    TableRows before =
        TableRows.of(SessionScoreHistory.TABLE)
            .rows(
                """
                session_id | as_of_date | model_version | scored_date | probability | band     | review_verdict
                the_same   | 2026-01-05 | one           | 2026-01-05  | 0.75        | likely   | -
                cleared    | 2026-01-05 | one           | 2026-01-05  | 0.75        | likely   | -
                taken_back | 2026-01-05 | one           | 2026-01-05  | 0.75        | likely   | -
                taken_back | 2026-01-05 | one           | 2026-01-06  | 0.75        | unlikely | legitimate
                other_row  | 2026-01-04 | one           | 2026-01-05  | 0.75        | likely   | -
                new_model  | 2026-01-05 | one           | 2026-01-05  | 0.75        | likely   | -
                """);
    TableRows given =
        TableRows.of(SessionScoreHistory.TABLE)
            .rows(
                """
                session_id | as_of_date | model_version | scored_date | probability | band     | review_verdict
                the_same   | 2026-01-05 | one           | 2026-01-09  | 0.75        | likely   | -
                cleared    | 2026-01-05 | one           | 2026-01-09  | 0.75        | unlikely | legitimate
                taken_back | 2026-01-05 | one           | 2026-01-09  | 0.75        | likely   | -
                other_row  | 2026-01-05 | one           | 2026-01-09  | 0.75        | likely   | -
                new_model  | 2026-01-05 | two           | 2026-01-09  | 0.75        | likely   | -
                first_time | 2026-01-05 | one           | 2026-01-09  | 0.75        | likely   | -
                """);

    // When
    Dataset<Row> entered = ScoreJob.notGiven(given.dataset(), before.dataset());

    // Then
    assertThat(entered.columns()).isEqualTo(given.dataset().columns());
    assertThat(entered.collectAsList().stream().map(row -> row.<String>getAs("session_id")))
        .containsExactlyInAnyOrder("cleared", "taken_back", "other_row", "new_model", "first_time");
  }

  @Test
  void shouldScoreAgainWhatAModelSaysThatIsPublishedNoMore() {
    TableRows scores =
        TableRows.of(SessionScores.TABLE)
            .rows(
                """
                session_id | model_version
                live       | one
                withdrawn  | two
                refused    | three
                starter    | starter-7
                not_judged | -
                """);
    TableRows models =
        TableRows.of(Models.TABLE)
            .rows(
                """
                model_version | published
                one           | true
                three         | false
                """);

    Dataset<Row> again = ScoreJob.ofWithdrawn(scores.dataset(), models.dataset());

    assertThat(again.collectAsList().stream().map(row -> row.getString(0)))
        .containsExactlyInAnyOrder("withdrawn", "refused");
  }
}
