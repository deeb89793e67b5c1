package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.QueueHistory;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class QueueDrawsTest extends SparkTest {
  @Test
  void shouldTellWhatTheLotChoseFromWhatWasBoundToBe() {
    // Given a session that the lot fell on and the model suspected a week later
    Dataset<Row> history =
        TableRows.of(QueueHistory.TABLE)
            .rows(
                """
                session_id | chosen_on  | chosen_because | selection_probability
                suspected  | 2026-06-01 | likely         | 1.0
                suspected  | 2026-06-02 | likely         | 1.0
                drawn      | 2026-06-01 | audit          | 0.01
                both       | 2026-06-01 | audit          | 0.01
                both       | 2026-06-08 | uncertain      | 1.0
                later      | 2026-06-09 | novel          | 1.0
                """)
            .dataset();

    // When
    QueueDraws draws = QueueDraws.of(history, LocalDate.parse("2026-06-09"));

    // Then
    assertThat(draws.byLot()).containsExactlyInAnyOrder("drawn", "both");
    assertThat(draws.forCertain()).containsExactlyInAnyOrder("suspected", "both");
  }
}
