package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Verdicts;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {
  private static final FlagRule RULE = FlagRule.of(OptionalDouble.of(0.8));
  private static final double UNCLEAR_SHARE = 0.5;
  private static final Suspicion CERTAIN = new Suspicion(0.99, 0.95);

  @ParameterizedTest
  @CsvSource({
    "0.80, 0.34, LIKELY",
    "0.99, 0.33, UNCLEAR",
    "0.79, 0.79, UNCLEAR",
    "0.40, 0.01, UNCLEAR",
    "0.39, 0.39, UNLIKELY"
  })
  void shouldAskForTheThresholdAndForMoreThanOneFreeThing(
      double probability, double withoutFree, Band band) {
    assertThat(band(new Suspicion(probability, withoutFree), RULE)).isEqualTo(band);
  }

  @Test
  void shouldAskForOneInThreeWithoutTheFreeThing() {
    double third = 1.0 / 3;

    assertThat(band(new Suspicion(0.9, third), RULE)).isEqualTo(Band.LIKELY);
    assertThat(band(new Suspicion(0.9, Math.nextDown(third)), RULE)).isEqualTo(Band.UNCLEAR);
  }

  @Test
  void shouldFlagNobodyWithoutAThreshold() {
    FlagRule nobody = FlagRule.of(OptionalDouble.empty());

    assertThat(band(CERTAIN, nobody)).isEqualTo(Band.UNCLEAR);
    assertThat(band(new Suspicion(0.49, 0.4), nobody)).isEqualTo(Band.UNLIKELY);
  }

  @Test
  void shouldJudgeNobodyByTooFewCalls() {
    assertThat(Band.of(CERTAIN, RULE, UNCLEAR_SHARE, false, null))
        .isEqualTo(Band.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void shouldLeaveTheLastWordToAReviewer() {
    Suspicion none = new Suspicion(0.01, 0.01);

    assertThat(Band.of(CERTAIN, RULE, UNCLEAR_SHARE, true, Verdicts.LEGITIMATE))
        .isEqualTo(Band.UNLIKELY);
    assertThat(Band.of(CERTAIN, RULE, UNCLEAR_SHARE, true, Verdicts.RUNAWAY))
        .isEqualTo(Band.UNLIKELY);
    assertThat(Band.of(none, RULE, UNCLEAR_SHARE, false, Verdicts.TOKENMAXXING))
        .isEqualTo(Band.LIKELY);
  }

  private static Band band(Suspicion suspicion, FlagRule rule) {
    return Band.of(suspicion, rule, UNCLEAR_SHARE, true, null);
  }
}
