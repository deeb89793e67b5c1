package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenessTest {
  private static final LocalDate SINCE = LocalDate.parse("2026-06-01");

  @Test
  void shouldCountDaysFromTheEndToTheFirstFlag() {
    // Given: found after 0 to 9 days, one before it had ended, two never
    List<Lateness.Case> cases = new ArrayList<>();
    for (int days = 0; days < 10; days++) {
      cases.add(ended("2026-06-05", LocalDate.parse("2026-06-05").plusDays(days)));
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

  private static Lateness.Case ended(String day, LocalDate firstFlagged) {
    return new Lateness.Case(LocalDate.parse(day), firstFlagged);
  }
}
