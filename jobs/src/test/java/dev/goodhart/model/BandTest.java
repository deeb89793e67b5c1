package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Verdicts;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandTest {
  private static final FlagRule RULE = FlagRule.of(OptionalDouble.of(0.8), 0.5);
  private static final Suspicion CERTAIN = new Suspicion(0.99, 0.95);

  @ParameterizedTest
  @CsvSource({
    "0.80, 0.40, LIKELY",
    "0.99, 0.39, UNCLEAR",
    "0.79, 0.79, UNCLEAR",
    "0.40, 0.01, UNCLEAR",
    "0.39, 0.39, UNLIKELY"
  })
  void shouldAskForTheThresholdAndForMoreThanOneFreeThing(
      double probability, double withoutFree, Band band) {
    assertThat(Band.of(new Suspicion(probability, withoutFree), RULE, true, null)).isEqualTo(band);
  }

  @Test
  void shouldFlagNobodyWithoutAThreshold() {
    FlagRule nobody = FlagRule.of(OptionalDouble.empty(), 0.5);

    assertThat(Band.of(CERTAIN, nobody, true, null)).isEqualTo(Band.UNCLEAR);
    assertThat(Band.of(new Suspicion(0.49, 0.4), nobody, true, null)).isEqualTo(Band.UNLIKELY);
  }

  @Test
  void shouldJudgeNobodyByTooFewCalls() {
    assertThat(Band.of(CERTAIN, RULE, false, null)).isEqualTo(Band.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void shouldLeaveTheLastWordToAReviewer() {
    Suspicion none = new Suspicion(0.01, 0.01);

    assertThat(Band.of(CERTAIN, RULE, true, Verdicts.LEGITIMATE)).isEqualTo(Band.UNLIKELY);
    assertThat(Band.of(CERTAIN, RULE, true, Verdicts.RUNAWAY)).isEqualTo(Band.UNLIKELY);
    assertThat(Band.of(none, RULE, false, Verdicts.TOKENMAXXING)).isEqualTo(Band.LIKELY);
  }
}
