package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.model.Metrics.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuresTest {
  private static List<Ranked> rows(double... scoresOfPositiveNegativeInTurn) {
    List<Ranked> rows = new ArrayList<>();
    for (int i = 0; i < scoresOfPositiveNegativeInTurn.length; i++) {
      rows.add(new Ranked("p" + i, scoresOfPositiveNegativeInTurn[i], i % 2 == 0));
    }
    return rows;
  }

  @Test
  void shouldAllowFewPositivesToBeRightThoughAsManyAreAccusedOnAverage() {
    // Given 6 of 300 found, as many as reviewers accuse wrongly of 294 on average
    ReviewerErrors errors = new ReviewerErrors(0.25, 0.02, 0);

    assertThat(Metrics.averagePrecisionOfTruth(300, 6, errors, 500, 0.95, 1)).isGreaterThan(0.5);
  }

  @Test
  void shouldNotAllowManyPositivesToBeRightWhereReviewersErr() {
    ReviewerErrors errors = new ReviewerErrors(0.25, 0.02, 0);

    assertThat(Metrics.averagePrecisionOfTruth(200, 15, errors, 500, 0.95, 1)).isLessThan(0.9);
  }

  @Test
  void shouldMeasureAveragePrecisionByHand() {
    // positives rank 1st and 3rd: (1/1 + 2/3) / 2
    assertThat(Metrics.averagePrecision(rows(0.9, 0.8, 0.7, 0.1)))
        .isCloseTo(5.0 / 6, within(1e-12));
  }

  @Test
  void shouldGiveTheBaseRateWhereAllScoresAreEqual() {
    assertThat(Metrics.averagePrecision(rows(0.5, 0.5, 0.5, 0.5))).isEqualTo(0.5);
  }

  @Test
  void shouldGiveAboutTheBaseRateForShuffledLabels() {
    Random random = new Random(1);
    List<Ranked> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(new Ranked("p" + i, random.nextDouble(), random.nextDouble() < 0.06));
    }

    assertThat(Metrics.averagePrecision(rows)).isCloseTo(0.06, within(0.01));
  }

  @Test
  void shouldMeasureWhatReviewersFindWhoHaveTimeForSoMany() {
    // positives rank 1st, 3rd and 5th
    List<Ranked> rows = rows(0.9, 0.8, 0.7, 0.6, 0.5, 0.4);

    assertThat(Metrics.precisionAtCapacity(rows, 4)).isCloseTo(2.0 / 4, within(1e-12));
    assertThat(Metrics.recallAtCapacity(rows, 4)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(Metrics.precisionAtCapacity(rows, 30)).isCloseTo(3.0 / 6, within(1e-12));
    assertThat(Metrics.recallAtCapacity(rows, 30)).isEqualTo(1);
    assertThat(Metrics.precisionAtCapacity(rows, 0)).isNaN();
  }

  @Test
  void shouldTakeSessionsOfEqualScoreAtCapacityInAnyOrder() {
    // one is taken for sure, and two of the four that share the next score, half of them positive
    List<Ranked> rows = rows(0.9, 0.5, 0.5, 0.5, 0.5, 0.1);

    assertThat(Metrics.precisionAtCapacity(rows, 3)).isCloseTo((1 + 1) / 3.0, within(1e-12));
    assertThat(Metrics.recallAtCapacity(rows, 3)).isCloseTo((1 + 1) / 3.0, within(1e-12));
  }

  @Test
  void shouldDrawPersonsAndNotSessionsForAnInterval() {
    // Given one person's sessions, half of them positive, and as many of people of their own
    List<Ranked> onePerson = new ArrayList<>();
    List<Ranked> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      onePerson.add(new Ranked("p", 40 - i, i % 2 == 0));
      many.add(new Ranked("p" + i, 40 - i, i % 2 == 0));
    }

    // When
    Metrics.Estimate one = Metrics.precisionAtCapacity(onePerson, 40, 1);
    Metrics.Estimate spread = Metrics.precisionAtCapacity(many, 40, 1);

    // Then the one person is always drawn whole
    assertThat(one).isEqualTo(new Metrics.Estimate(0.5, 0.5, 0.5));
    assertThat(spread.value()).isEqualTo(0.5);
    assertThat(spread.low()).isBetween(0.25, 0.45);
    assertThat(spread.high()).isBetween(0.55, 0.75);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    // exact Clopper-Pearson bounds: 1 - 0.2^(1/n) for no hit; the others from tables of the beta
    "0, 161, 0.009947",
    "0, 160, 0.010009",
    "1, 300, 0.009950",
  })
  void shouldBoundAShareFromAbove(double hits, double of, double bound) {
    assertThat(Intervals.upper(hits, of, 0.8)).isCloseTo(bound, within(5e-5));
  }

  @Test
  void shouldNeedMoreRowsThanShowTheBound() {
    assertThat(Intervals.needed(0.01, 0.8)).isEqualTo(161);
  }

  @Test
  void shouldWidenTheIntervalWhereHitsComeFromOnePerson() {
    List<Intervals.Trial> spread = new ArrayList<>();
    List<Intervals.Trial> clustered = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      spread.add(new Intervals.Trial("p" + i, i < 10));
      clustered.add(new Intervals.Trial("p" + i / 10, i < 10));
    }

    assertThat(Intervals.share(clustered).high()).isGreaterThan(Intervals.share(spread).high());
    assertThat(Intervals.share(clustered).value()).isEqualTo(0.1);
  }

  @Test
  void shouldTakeTheSessionsOfOnePersonForNoMoreThanOne() {
    List<Intervals.Trial> trials = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      trials.add(new Intervals.Trial("p", i % 2 == 0));
    }

    Intervals.Share share = Intervals.share(trials);

    assertThat(share.low()).isLessThan(0.05);
    assertThat(share.high()).isGreaterThan(0.95);
  }
}
