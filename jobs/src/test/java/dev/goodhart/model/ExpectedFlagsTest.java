package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.ReviewerErrors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedFlagsTest {
  private static final ReviewerErrors ERRORS = new ReviewerErrors(0.25, 0.02, 0);

  /** Log-odds of 2. */
  private static final double SCORE = 0.7;

  private static final double PROBABILITY = LogOdds.probability(2);

  @Test
  void shouldExpectWhatProbabilitiesAndVerdictsLeaveOpen() {
    // Given one session of each sort, as likely gaming as not to tell apart by the score
    ExpectedFlags flags =
        new ExpectedFlags(
            List.of(
                MadeUpRows.unreviewed("open", SCORE, false),
                MadeUpRows.reviewed("unsure", "unsure", SCORE),
                MadeUpRows.reviewed("honest", "legitimate", SCORE),
                MadeUpRows.reviewed("gaming", "tokenmaxxing", SCORE),
                MadeUpRows.unreviewed("plain", 0.1, false)),
            ERRORS,
            0);

    // Then by hand, with 0.1192 honest, and of 0.98 x 0.1192 + 0.25 x 0.8808 called so 0.98 x
    // 0.1192
    double flagged = 2 * 0.1192 + 0.3466;
    double plain = 1 - LogOdds.probability(-4);
    assertThat(flags.share(PROBABILITY)).isCloseTo(flagged / (flagged + plain), within(1e-4));
    assertThat(flags.share(0.99)).isZero();
    assertThat(flags.share(0)).isOne();
  }

  @Test
  void shouldNotBeBlockedByOneSessionOnWhichNobodyDecided() {
    ExpectedFlags alone =
        new ExpectedFlags(List.of(MadeUpRows.unreviewed("open", SCORE, false)), ERRORS, 0);
    ExpectedFlags several =
        new ExpectedFlags(
            List.of(
                MadeUpRows.unreviewed("a", SCORE, false),
                MadeUpRows.unreviewed("b", SCORE, false),
                MadeUpRows.unreviewed("c", SCORE, false),
                MadeUpRows.unreviewed("d", SCORE, false),
                MadeUpRows.unreviewed("e", SCORE, false)),
            ERRORS,
            0);

    assertThat(alone.isWithin(0.005, PROBABILITY)).isTrue();
    assertThat(several.isWithin(0.005, PROBABILITY)).isFalse();
  }

  @Test
  void shouldExpectNothingOfNothing() {
    ExpectedFlags none = new ExpectedFlags(List.of(), ERRORS, 0);

    assertThat(none.share(0.5)).isZero();
    assertThat(none.isWithin(0, 0.5)).isTrue();
  }
}
