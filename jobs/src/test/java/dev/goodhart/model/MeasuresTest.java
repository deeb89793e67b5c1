package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
}
