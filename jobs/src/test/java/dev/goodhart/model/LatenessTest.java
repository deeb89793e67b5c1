package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.Sessions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class LatenessTest extends SparkTest {
  private static final LocalDate SINCE = LocalDate.parse("2026-06-01");

  @Test
  void shouldCountDaysFromTheEndToTheFirstFlag() {
    // Given: found after 0 to 9 days, one before it had ended, two never
    List<Lateness.Case> cases = new ArrayList<>();
    for (int days = 0; days < 10; days++) {
      cases.add(found(days));
    }
    cases.add(ended("2026-06-07", LocalDate.parse("2026-06-05")));
    cases.add(ended("2026-06-05", null));
    cases.add(ended("2026-06-01", null));

    // When: 0 0 1 2 3 4 5 6 7 8 9
    Lateness lateness = Lateness.of(cases, SINCE);

    // Then
    assertThat(lateness).isEqualTo(new Lateness(SINCE, 13, 2, 4, 8));
    assertThat(lateness.inWords())
        .contains("13 gaming", "2 (15 %) were never", "4 days", "8 (nine");
  }

  @Test
  void shouldNotTakeTheLatestForNineInTenNorTheLaterOfTwoForTheHalf() {
    // Given: nine found at once and one after a month; of two, one at once and one after a month
    List<Lateness.Case> ten = new ArrayList<>(Collections.nCopies(9, found(0)));
    ten.add(found(30));
    List<Lateness.Case> two = List.of(found(30), found(0));

    // When, Then
    assertThat(Lateness.of(ten, SINCE)).isEqualTo(new Lateness(SINCE, 10, 0, 0, 0));
    assertThat(Lateness.of(two, SINCE)).isEqualTo(new Lateness(SINCE, 2, 0, 0, 30));
  }

  @Test
  void shouldLeaveOutWhatEndedBeforeAnythingWasScored() {
    List<Lateness.Case> cases = List.of(ended("2026-05-31", LocalDate.parse("2026-06-01")));

    assertThat(Lateness.of(cases, SINCE).gaming()).isZero();
    assertThat(Lateness.of(cases, SINCE).inWords()).contains("can't be told");
  }

  @Test
  void shouldSayThatNoneWasFound() {
    String words = Lateness.of(List.of(ended("2026-06-02", null)), SINCE).inWords();

    assertThat(words).endsWith("1 (100 %) were never flagged.");
  }

  @Test
  void shouldMeasureSessionsAsTheyWereReallyScored() {
    // Given: flagged at once, by the second run, no more by it, and never but by a reviewer
    Dataset<Row> gaming =
        TableRows.of(Sessions.TABLE)
            .rows(
                """
                session_id | ended_at
                at_once    | 2026-06-01T10:00:00Z
                second     | 2026-06-01T23:00:00Z
                no_more    | 2026-06-02T10:00:00Z
                never      | 2026-06-02T10:00:00Z
                too_old    | 2026-05-31T23:59:59Z
                """)
            .dataset();
    Dataset<Row> history =
        TableRows.of(SessionScoreHistory.TABLE)
            .rows(
                """
                session_id | scored_date | band     | review_verdict
                at_once    | 2026-06-01  | likely   | unsure
                at_once    | 2026-06-05  | likely   | -
                second     | 2026-06-01  | unclear  | -
                second     | 2026-06-05  | likely   | -
                no_more    | 2026-06-03  | likely   | -
                no_more    | 2026-06-05  | unlikely | -
                never      | 2026-06-05  | unclear  | -
                never      | 2026-06-06  | likely   | tokenmaxxing
                too_old    | 2026-06-01  | likely   | -
                """)
            .dataset();

    // When
    Lateness lateness = Lateness.of(gaming, history).orElseThrow();

    // Then
    assertThat(lateness).isEqualTo(new Lateness(SINCE, 4, 1, 1, 4));
    assertThat(lateness.evaluations("m1"))
        .containsExactly(
            RowFactory.create("m1", "as scored", "days_until_flagged", 1.0, null, null, 4L, 4L),
            RowFactory.create(
                "m1", "as scored", "days_until_flagged_nine_in_ten", 4.0, null, null, 4L, 4L),
            RowFactory.create("m1", "as scored", "never_flagged", 0.25, null, null, 4L, 4L));
  }

  @Test
  void shouldMeasureNothingBeforeTheFirstScores() {
    Dataset<Row> gaming =
        TableRows.of(Sessions.TABLE)
            .row("session_id", "s1", "ended_at", "2026-06-01T10:00:00Z")
            .dataset();
    Dataset<Row> none = TableRows.of(SessionScoreHistory.TABLE).dataset();

    assertThat(Lateness.of(gaming, none)).isEmpty();
  }

  private static Lateness.Case found(int days) {
    return ended("2026-06-05", LocalDate.parse("2026-06-05").plusDays(days));
  }

  private static Lateness.Case ended(String day, LocalDate firstFlagged) {
    return new Lateness.Case(LocalDate.parse(day), firstFlagged);
  }
}
