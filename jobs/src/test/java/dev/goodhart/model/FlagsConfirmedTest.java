package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionScores;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FlagsConfirmedTest extends SparkTest {
  @Test
  void shouldCountWhatAModelFlaggedBeforeAReviewerDecided() {
    // Given three flags of a model, one of them taken back, and what only reviewers flagged
    Dataset<Row> history =
        TableRows.of(SessionScoreHistory.TABLE)
            .rows(
                """
                session_id | scored_date | band     | review_verdict
                borne_out  | 2026-06-01  | likely   | -
                borne_out  | 2026-06-02  | likely   | tokenmaxxing
                cleared    | 2026-06-01  | likely   | unsure
                cleared    | 2026-06-02  | unlikely | legitimate
                taken_back | 2026-06-01  | likely   | -
                taken_back | 2026-06-02  | unclear  | -
                found      | 2026-06-01  | unclear  | -
                found      | 2026-06-02  | likely   | tokenmaxxing
                open       | 2026-06-01  | likely   | -
                """)
            .dataset();

    // When
    Row row = FlagsConfirmed.evaluation(decided(), history, "m1").orElseThrow();

    // Then
    assertThat(row.getString(1)).isEqualTo("as scored");
    assertThat(row.getString(2)).isEqualTo("precision");
    assertThat(row.getDouble(3)).isEqualTo(2 / 3.0);
    assertThat(row.getDouble(4)).isBetween(0.0, 2 / 3.0);
    assertThat(row.getDouble(5)).isBetween(2 / 3.0, 1.0);
    assertThat(row.getLong(6)).isEqualTo(3);
    assertThat(row.getLong(7)).isEqualTo(2);
  }

  @Test
  void shouldMeasureNothingWhereNoFlagHasBeenLookedAt() {
    Dataset<Row> history =
        TableRows.of(SessionScoreHistory.TABLE)
            .row("session_id", "open", "scored_date", "2026-06-01", "band", "likely")
            .dataset();

    assertThat(FlagsConfirmed.evaluation(decided(), history, "m1")).isEmpty();
  }

  private static Dataset<Row> decided() {
    return TableRows.of(SessionScores.TABLE)
        .rows(
            """
            session_id | user_id | review_verdict
            borne_out  | u1      | tokenmaxxing
            cleared    | u2      | legitimate
            taken_back | u3      | tokenmaxxing
            found      | u4      | tokenmaxxing
            """)
        .dataset()
        .withColumnRenamed("review_verdict", "verdict")
        .select("session_id", "user_id", "verdict");
  }
}
