package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionScores;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ScoreJobTest extends SparkTest {
  private static TableRows score(TableRows rows, String session, String asOf, double probability) {
    return rows.row("session_id", session, "as_of_date", asOf, "probability", probability);
  }

  @Test
  void shouldNotLetADayRunAgainReplaceScoresOnLaterRows() {
    // Given
    TableRows stored = TableRows.of(SessionScores.TABLE);
    score(stored, "ripened since", "2026-01-19", 0.9);
    score(stored, "same day", "2026-01-05", 0.2);
    score(stored, "older", "2026-01-04", 0.2);
    TableRows again = TableRows.of(SessionScores.TABLE);
    for (String session : List.of("ripened since", "same day", "older", "new")) {
      score(again, session, "2026-01-05", 0.3);
    }

    // When
    Dataset<Row> latest = ScoreJob.latest(again.dataset(), stored.dataset());

    // Then
    assertThat(latest.columns()).isEqualTo(again.dataset().columns());
    assertThat(latest.collectAsList().stream().map(row -> row.<String>getAs("session_id")))
        .containsExactlyInAnyOrder("same day", "older", "new");
  }
}
