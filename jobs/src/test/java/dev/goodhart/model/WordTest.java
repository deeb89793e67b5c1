package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.ReviewerErrors;
import org.junit.jupiter.api.Test;

class WordTest {
  private static final ReviewerErrors ERRORS = new ReviewerErrors(0.25, 0.02, 0);
  private static final double EVEN = 0;

  @Test
  void shouldDoubtAVerdictByTheSessionsOwnLogOdds() {
    // By hand: 0.5 x 0.25 / (0.5 x 0.25 + 0.5 x 0.98), and the reverse
    assertThat(Word.found(false, 1).truth(EVEN, 0, ERRORS)).isCloseTo(0.20325, within(1e-5));
    assertThat(Word.found(true, 1).truth(EVEN, 0, ERRORS)).isCloseTo(0.97403, within(1e-5));
    assertThat(Word.found(false, 1).truth(4, 0, ERRORS)).isGreaterThan(0.9);
  }

  @Test
  void shouldTakeASuppositionForWhatItIs() {
    assertThat(Word.supposed(0.3, 1).truth(4, 0, ERRORS)).isEqualTo(0.3);
  }

  @Test
  void shouldSayNothingOfASessionOfWhichTheLevelAloneIsKnown() {
    assertThat(Word.level(0.3, 1).truth(1.5, -0.5, ERRORS)).isEqualTo(LogOdds.probability(1));
    assertThat(Word.level(0.3, 1).loss(1.5, ERRORS)).isZero();
  }

  @Test
  void shouldKnowHowBadlyLogOddsFit() {
    // By hand: a reviewer finds it with 0.5 x 0.75 + 0.5 x 0.02
    assertThat(Word.found(true, 2).loss(EVEN, ERRORS))
        .isCloseTo(-2 * Math.log(0.385), within(1e-9));
    assertThat(Word.supposed(0.3, 2).loss(EVEN, ERRORS))
        .isCloseTo(-2 * Math.log(0.5), within(1e-9));
    assertThat(Word.found(false, 1).loss(1000, new ReviewerErrors(0, 0, 0)))
        .isFinite()
        .isGreaterThan(20);
  }

  @Test
  void shouldBelieveReviewersWhoNeverErrWhateverTheOdds() {
    ReviewerErrors never = new ReviewerErrors(0, 0, 0);

    assertThat(Word.found(true, 1).truth(-1000, 0, never)).isOne();
    assertThat(Word.found(false, 1).truth(1000, 0, never)).isZero();
  }
}
