package dev.goodhart.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionFeatures;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LabelsTest extends SparkTest {
  private static final LocalDate DAY = LocalDate.parse("2026-03-10");

  /** Of each session a row on which one rule for gaming speaks, and of one on which none does. */
  private static Dataset<Row> sessions(String... speaking) {
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    for (String session : speaking) {
      rows.row(
          "session_id",
          session,
          "evidence",
          "mature",
          "repeated_prompt_share",
          0.9,
          "repeated_tool_input_share",
          0.9);
    }
    return rows.row("session_id", "silent", "evidence", "mature").dataset();
  }

  private static Map<String, Row> labels(Dataset<Row> sessions, String reviews) {
    Map<String, Row> labels = new HashMap<>();
    String heading = "session_id | reviewer_id | reviewed_at | verdict | landed_date\n";
    Labels.asOf(
            sessions,
            TableRows.of(Reviews.TABLE).rows(heading + reviews).dataset(),
            DAY,
            Settings.defaults())
        .collectAsList()
        .forEach(row -> assertThat(labels.put(row.getAs("session_id"), row)).isNull());
    return labels;
  }

  @Test
  void shouldLetAReviewDecideOverTheRulesThatSpeak() {
    // When
    Map<String, Row> labels =
        labels(
            sessions("gaming", "honest", "astray"),
            """
            gaming | ann | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-01
            honest | ann | 2026-03-01T10:00:00Z | legitimate   | 2026-03-01
            astray | ann | 2026-03-01T10:00:00Z | runaway      | 2026-03-01
            """);

    // Then
    Map<String, Double> wanted = Map.of("gaming", 1.0, "honest", 0.0, "astray", 0.0);
    assertThat(labels).containsOnlyKeys(wanted.keySet());
    wanted.forEach(
        (session, label) -> {
          assertThat(labels.get(session).<Double>getAs("label")).as(session).isEqualTo(label);
          assertThat(labels.get(session).<Double>getAs("weight")).as(session).isEqualTo(1);
          assertThat(labels.get(session).<String>getAs("origin")).isEqualTo("review");
          assertThat(labels.get(session).<String>getAs("rules")).contains("repeats_itself");
        });
  }

  @Test
  void shouldLabelByRulesWhereNoReviewHasLandedYet() {
    // When
    Map<String, Row> labels =
        labels(sessions("a"), "a | ann | 2026-03-01T10:00:00Z | legitimate | 2026-03-11\n");

    // Then
    assertThat(labels).containsOnlyKeys("a");
    Row label = labels.get("a");
    assertThat(label.<Double>getAs("label")).isBetween(0.2, 0.99);
    assertThat(label.<Double>getAs("weight")).isCloseTo(0.2, within(1e-12));
    assertThat(label.<String>getAs("origin")).isEqualTo("rules");
    assertThat(label.<String>getAs("verdict")).isNull();
  }

  @Test
  void shouldTrustARuleLessThatReviewersContradictAndWeighRulesLessTheMoreReviewsThereAre() {
    // Given
    String[] seen = new String[60];
    StringBuilder reviews = new StringBuilder();
    for (int i = 0; i < seen.length; i++) {
      seen[i] = "seen" + i;
      reviews.append(seen[i] + " | ann | 2026-03-01T10:00:00Z | legitimate | 2026-03-01\n");
    }
    String[] all = java.util.Arrays.copyOf(seen, seen.length + 1);
    all[seen.length] = "a";

    // When
    Row before = labels(sessions(all), "").get("a");
    Row after = labels(sessions(all), reviews.toString()).get("a");

    // Then
    assertThat(after.<Double>getAs("label")).isLessThan(before.<Double>getAs("label") / 2);
    assertThat(after.<Double>getAs("weight")).isCloseTo(0.2 * 600 / 660, within(1e-12));
  }

  @Test
  void shouldLeaveARulesWordWhereAReviewerIsUnsure() {
    Row alone = labels(sessions("a"), "").get("a");

    assertThat(
            labels(sessions("a"), "a | ann | 2026-03-01T10:00:00Z | unsure | 2026-03-01\n")
                .get("a"))
        .isEqualTo(alone);
  }
}
