package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LevelTest {
  @Test
  void shouldBringTheMeanOfTheSessionsToTheLevelAndLeaveTheirOrder() {
    // Given sessions of which a third is supposed to game, and words that say nothing of how many
    Level level =
        new Level(
            List.of(
                Word.found(true, 1),
                Word.level(0.1, 1),
                Word.level(0.3, 2),
                Word.supposed(0.9, 1),
                Word.level(0.6, 1)));
    double[] margins = {9, -2, 1, 9, 3};

    // When
    double shift = level.shift(margins);

    // Then, by weight, the mean is 0.325
    double mean =
        (LogOdds.probability(-2 + shift)
                + 2 * LogOdds.probability(1 + shift)
                + LogOdds.probability(3 + shift))
            / 4;
    assertThat(mean).isCloseTo(0.325, within(1e-9));
  }

  @Test
  void shouldMoveNothingThatIsAtTheLevel() {
    Level level = new Level(List.of(Word.level(0.2, 1), Word.level(0.4, 1)));

    double even = LogOdds.of(0.3);

    assertThat(level.shift(even, even)).isCloseTo(0, within(1e-9));
  }

  @Test
  void shouldMoveNothingWhereNoLevelIsKnown() {
    assertThat(new Level(List.of(Word.found(true, 1))).shift(4)).isZero();
  }
}
