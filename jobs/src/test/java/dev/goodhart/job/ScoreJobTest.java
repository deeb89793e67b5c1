package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
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
}
