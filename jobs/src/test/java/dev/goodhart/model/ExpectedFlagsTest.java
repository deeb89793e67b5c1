package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedFlagsTest {
  private static final double MISSED = 0.25;

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
            MISSED);

    // Then by hand, with 0.1192 honest, and 0.1192 / (0.1192 + 0.8808 x 0.25) if called so
    double flagged = 2 * 0.1192 + 0.3512;
    double plain = 1 - LogOdds.probability(-4);
    assertThat(flags.share(PROBABILITY)).isCloseTo(flagged / (flagged + plain), within(1e-4));
    assertThat(flags.share(0.99)).isZero();
    assertThat(flags.share(0)).isOne();
  }

  @Test
  void shouldNotBeBlockedByOneSessionOnWhichNobodyDecided() {
    ExpectedFlags alone =
        new ExpectedFlags(List.of(MadeUpRows.unreviewed("open", SCORE, false)), MISSED);
    ExpectedFlags several =
        new ExpectedFlags(
            List.of(
                MadeUpRows.unreviewed("a", SCORE, false),
                MadeUpRows.unreviewed("b", SCORE, false),
                MadeUpRows.unreviewed("c", SCORE, false),
                MadeUpRows.unreviewed("d", SCORE, false),
                MadeUpRows.unreviewed("e", SCORE, false)),
            MISSED);

    assertThat(alone.isWithin(0.005, PROBABILITY)).isTrue();
    assertThat(several.isWithin(0.005, PROBABILITY)).isFalse();
  }

  @Test
  void shouldExpectNothingOfNothing() {
    ExpectedFlags none = new ExpectedFlags(List.of(), MISSED);

    assertThat(none.share(0.5)).isZero();
    assertThat(none.isWithin(0, 0.5)).isTrue();
  }
}
