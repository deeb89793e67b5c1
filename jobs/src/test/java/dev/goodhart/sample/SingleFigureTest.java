package dev.goodhart.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fit must be able to find what gives the gamers away. */
class SingleFigureTest {
  private static final double NONE = Double.NaN;

  @Test
  void shouldFindAThresholdInEitherDirection() {
    assertThat(SingleFigure.bestPrecision(List.of(5.0, 6.0, 1.0, 2.0), List.of(1.0, 2.0, 4.0)))
        .isEqualTo(1);
    assertThat(SingleFigure.bestPrecision(List.of(1.0, 0.5, 7.0, 8.0), List.of(7.0, 2.0, 9.0)))
        .isEqualTo(1);
  }

  @Test
  void shouldFindAnIntervalBetweenHonestSessions() {
    assertThat(SingleFigure.bestPrecision(List.of(5.0, 5.5, 1.0, 9.0), List.of(1.0, 4.0, 6.0, 9.0)))
        .isEqualTo(1);
  }

  @Test
  void shouldFindThatNotBeingKnownTells() {
    assertThat(SingleFigure.bestPrecision(List.of(NONE, NONE, 1.0), List.of(1.0, 1.0)))
        .isEqualTo(1);
  }

  @Test
  void shouldFindNothingWhereBothAreAlike() {
    // every rule catches as many of either, so that precision is the base rate
    assertThat(SingleFigure.bestPrecision(List.of(1.0, 1.0, NONE), List.of(1.0, 1.0, NONE)))
        .isCloseTo(0.06, within(1e-12));
  }

  @Test
  void shouldWantHalfOfTheGamingSessions() {
    assertThat(SingleFigure.bestPrecision(List.of(5.0, 1.0, 1.0), List.of(1.0, 1.0, 1.0)))
        .isCloseTo(0.06, within(1e-12));
  }

  @Test
  void shouldWeighTheHonestByTheShareThatTheyAre() {
    // half of the gaming sessions and one honest session in a hundred
    List<Double> honest = new java.util.ArrayList<>(Collections.nCopies(99, 0.0));
    honest.add(5.0);

    assertThat(SingleFigure.bestPrecision(List.of(5.0, -1.0), honest)).isEqualTo(1, within(1e-12));
    assertThat(SingleFigure.bestPrecision(List.of(5.0, 0.0), honest))
        .isCloseTo(0.06 * 0.5 / (0.06 * 0.5 + 0.94 * 0.01), within(1e-12));
  }
}
