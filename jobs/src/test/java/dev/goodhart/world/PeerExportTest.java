package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.Labels;
import dev.goodhart.schema.SessionFeatures;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PeerExportTest extends SparkTest {
  private static final StructType TRUTH =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("label", DataTypes.StringType);

  private static final Dataset<Row> SESSIONS =
      TableRows.of(SessionFeatures.TABLE)
          .rows(
              """
              session_id | user_id | ended_at             | evidence | cost_usd | edit_share
              reviewed   | ann     | 2026-01-05T23:00:00Z | mature   | 2.5      | 0.25
              ruled      | bob     | 2026-01-06T10:00:00Z | young    | -        | -
              silent     | -       | 2026-01-07T10:00:00Z | none     | 1        | 0
              """)
          .dataset();

  private static final Dataset<Row> WHAT_THEY_ARE =
      TableRows.of(TRUTH)
          .rows(
              """
              session_id | kind     | label
              reviewed   | busywork | tokenmaxxing
              ruled      | feature  | legitimate
              silent     | runaway  | runaway
              elsewhere  | churn    | tokenmaxxing
              """)
          .dataset();

  @Test
  void shouldGiveEverySessionWithWhatReviewersAndRulesSay() {
    // Given
    Dataset<Row> labels =
        TableRows.of(Labels.TABLE)
            .rows(
                """
                session_id | label | weight | origin | verdict
                reviewed   | 0     | 1      | review | legitimate
                ruled      | 0.7   | 0.25   | rules  | -
                """)
            .dataset();

    // When
    Dataset<Row> training =
        PeerExport.training(SESSIONS, labels, WHAT_THEY_ARE, LocalDate.parse("2026-01-07"));

    // Then
    assertThat(
            inOrder(
                training, "session_id", "label", "weight", "origin", "verdict", "truth", "early"))
        .containsExactly(
            "[reviewed,0.0,1.0,review,legitimate,1,true]",
            "[ruled,0.7,0.25,rules,null,0,true]",
            "[silent,null,null,null,null,0,false]");
    assertThat(training.columns()).contains(SessionFeatures.FEATURES.toArray(String[]::new));
  }

  @Test
  void shouldSayWhatAHeldOutSessionIsAndNothingOfItsLabel() {
    // When
    Dataset<Row> judged = PeerExport.judged(SESSIONS, WHAT_THEY_ARE);

    // Then
    assertThat(
            inOrder(judged, "session_id", "person", "ended_on", "evidence", "cost", "edit_share"))
        .containsExactly(
            "[reviewed,ann,2026-01-05,mature,2.5,0.25]",
            "[ruled,bob,2026-01-06,young,0.0,null]",
            "[silent,session silent,2026-01-07,none,1.0,0.0]");
    assertThat(inOrder(judged, "session_id", "archetype", "truth"))
        .containsExactly("[reviewed,busywork,1]", "[ruled,feature,0]", "[silent,runaway,0]");
    assertThat(judged.columns()).doesNotContain("label", "weight", "origin", "verdict");
  }

  private static List<String> inOrder(Dataset<Row> rows, String first, String... others) {
    return rows.orderBy("session_id").select(first, others).collectAsList().stream()
        .map(Row::toString)
        .toList();
  }
}
