package dev.goodhart.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.Reviews;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class VerdictsTest extends SparkTest {
  private static final LocalDate DAY = LocalDate.parse("2026-03-10");

  private static Map<String, String> latest(String reviews) {
    Map<String, String> verdicts = new TreeMap<>();
    for (Row row :
        Verdicts.latest(TableRows.of(Reviews.TABLE).rows(reviews).dataset(), DAY).collectAsList()) {
      assertThat(verdicts.put(row.getAs("session_id"), row.getAs("verdict"))).isNull();
    }
    return verdicts;
  }

  @Test
  void shouldTakeTheVerdictThatWasGivenLastWhateverLandedLast() {
    assertThat(
            latest(
                """
                session_id | reviewer_id | reviewed_at          | verdict      | landed_date
                corrected  | ann         | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-01
                corrected  | ann         | 2026-03-02T10:00:00Z | legitimate   | 2026-03-02
                late       | ann         | 2026-03-02T10:00:00Z | legitimate   | 2026-03-02
                late       | bob         | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-09
                doubted    | ann         | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-01
                doubted    | bob         | 2026-03-02T10:00:00Z | unsure       | 2026-03-02
                """))
        .isEqualTo(Map.of("corrected", "legitimate", "late", "legitimate", "doubted", "unsure"));
  }

  @Test
  void shouldKnowNothingOfWhatLandsLater() {
    assertThat(
            latest(
                """
                session_id | reviewer_id | reviewed_at          | verdict      | landed_date
                a          | ann         | 2026-03-01T10:00:00Z | legitimate   | 2026-03-10
                a          | ann         | 2026-03-02T10:00:00Z | tokenmaxxing | 2026-03-11
                b          | ann         | 2026-03-02T10:00:00Z | tokenmaxxing | 2026-03-11
                """))
        .isEqualTo(Map.of("a", "legitimate"));
  }

  @Test
  void shouldDecideBetweenVerdictsOfOneMomentByReviewerNotByOrder() {
    String heading = "session_id | reviewer_id | reviewed_at | verdict | landed_date\n";
    String ann = "a | ann | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-01\n";
    String bob = "a | bob | 2026-03-01T10:00:00Z | legitimate | 2026-03-01\n";

    assertThat(latest(heading + ann + bob))
        .isEqualTo(latest(heading + bob + ann))
        .isEqualTo(Map.of("a", "legitimate"));
  }

  @Test
  void shouldTakeOnlyAnUnsureReviewerForUndecided() {
    assertThat(Verdicts.decides("tokenmaxxing")).isTrue();
    assertThat(Verdicts.decides("runaway")).isTrue();
    assertThat(Verdicts.decides("legitimate")).isTrue();
    assertThat(Verdicts.decides("unsure")).isFalse();
    assertThat(Verdicts.decides(null)).isFalse();
  }
}
