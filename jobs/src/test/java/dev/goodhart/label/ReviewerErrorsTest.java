package dev.goodhart.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.label.ReviewerErrors.Looked;
import dev.goodhart.schema.Reviews;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReviewerErrorsTest extends SparkTest {
  private static final ReviewerErrors ASSUMED = new ReviewerErrors(0.25, 0.02, 0);

  @Test
  void shouldKeepToWhatIsAssumedWhereNobodyLookedTwice() {
    // When
    ReviewerErrors errors =
        ReviewerErrors.estimate(List.of(new Looked(1, 0, 400), new Looked(1, 1, 20)), ASSUMED);

    // Then
    assertThat(errors.missed()).isCloseTo(0.25, within(0.01));
    assertThat(errors.accused()).isCloseTo(0.02, within(0.01));
    assertThat(errors.seenTwice()).isZero();
  }

  @Test
  void shouldFindHowMuchIsMissedThoughReviewersLookAgainMostlyWhereSomebodyWasAccused() {
    // Given
    List<Looked> looked = drawn(0.1, 0.4, 0.02, 200_000);

    // When
    ReviewerErrors errors = ReviewerErrors.estimate(looked, ASSUMED);

    // Then
    assertThat(errors.missed()).isCloseTo(0.4, within(0.02));
    assertThat(errors.accused()).isCloseTo(0.02, within(0.005));
    assertThat(errors.seenTwice()).isPositive();
  }

  @Test
  void shouldTrustReviewersMoreWhoAlwaysAgree() {
    // When
    ReviewerErrors errors =
        ReviewerErrors.estimate(List.of(new Looked(2, 0, 300), new Looked(2, 2, 60)), ASSUMED);

    // Then
    assertThat(errors.missed()).isLessThan(0.06);
    assertThat(errors.accused()).isLessThan(ASSUMED.accused());
    assertThat(errors.seenTwice()).isEqualTo(360);
  }

  @Test
  void shouldCountEachReviewersLastWordThatHasLandedAndDecides() {
    // Given
    TableRows reviews =
        TableRows.of(Reviews.TABLE)
            .rows(
                """
                session_id | reviewer_id | reviewed_at          | verdict      | landed_date
                twice      | ann         | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-01
                twice      | bob         | 2026-03-02T10:00:00Z | legitimate   | 2026-03-02
                same       | ann         | 2026-03-01T10:00:00Z | tokenmaxxing | 2026-03-01
                same       | ann         | 2026-03-02T10:00:00Z | legitimate   | 2026-03-02
                unsure     | ann         | 2026-03-01T10:00:00Z | legitimate   | 2026-03-01
                unsure     | bob         | 2026-03-02T10:00:00Z | unsure       | 2026-03-02
                later      | ann         | 2026-03-01T10:00:00Z | legitimate   | 2026-03-01
                later      | bob         | 2026-03-02T10:00:00Z | tokenmaxxing | 2026-03-11
                """);

    // When
    ReviewerErrors errors =
        ReviewerErrors.of(reviews.dataset(), LocalDate.parse("2026-03-10"), Settings.defaults());

    // Then
    assertThat(errors)
        .isEqualTo(
            ReviewerErrors.estimate(
                List.of(new Looked(1, 0, 3), new Looked(2, 1, 1)),
                ReviewerErrors.assumed(Settings.defaults())));
    assertThat(errors.seenTwice()).isEqualTo(1);
  }

  @Test
  void shouldTellHowManyOfThosePassedAreHonestByTheErrorsAlone() {
    ReviewerErrors errors = new ReviewerErrors(0.25, 0, 0);

    // Of 40 that game, 30 are found and 10 passed.
    assertThat(errors.honest(30, 60)).isEqualTo(50);
    assertThat(errors.honest(30, 10)).isZero();
    assertThat(errors.honest(30, 3)).isZero();
    assertThat(new ReviewerErrors(0, 0.02, 0).honest(1, 5)).isEqualTo(5);
    // Of 80 honest sessions 16 are accused, and of 40 that game 10 are passed.
    assertThat(new ReviewerErrors(0.25, 0.2, 0).honest(46, 74)).isCloseTo(74, within(1e-9));
    // Of 20 and 40 such, 34 are found and 26 passed.
    assertThat(new ReviewerErrors(0.25, 0.2, 0).honest(34, 26)).isCloseTo(20, within(1e-9));
  }

  /** Half of the accusations are looked at again, and a tenth of the rest. */
  private static List<Looked> drawn(double gaming, double missed, double accused, int sessions) {
    Random random = new Random(1);
    Map<List<Integer>, Long> counts = new TreeMap<>(java.util.Comparator.comparing(List::toString));
    for (int i = 0; i < sessions; i++) {
      double foundBy = random.nextDouble() < gaming ? 1 - missed : accused;
      int found = random.nextDouble() < foundBy ? 1 : 0;
      int verdicts = 1;
      if (random.nextDouble() < (found == 1 ? 0.5 : 0.1)) {
        verdicts++;
        found += random.nextDouble() < foundBy ? 1 : 0;
      }
      counts.merge(List.of(verdicts, found), 1L, Long::sum);
    }
    List<Looked> looked = new ArrayList<>();
    counts.forEach((key, number) -> looked.add(new Looked(key.get(0), key.get(1), number)));
    return looked;
  }
}
