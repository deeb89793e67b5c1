package dev.goodhart.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.RuleRecord.Said;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelModelTest {
  private static final double NOBODY_MISSED = 0;

  private static Rule rule(String name) {
    return Rules.ALL.stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }

  private static final Rule BUSYWORK = rule("busywork");
  private static final Rule CHURN = rule("churn");
  private static final Rule LANDED = rule("work_that_landed");

  private static RuleRecord record(Said... said) {
    return new RuleRecord(List.of(said), NOBODY_MISSED);
  }

  @Test
  void shouldBelieveOneRuleAsFarAsIsAssumedOfIt() {
    // When
    RuleRecord record = record(new Said(List.of(BUSYWORK), null, 50));

    // Then
    assertThat(LabelModel.probability(List.of(BUSYWORK), record))
        .isCloseTo(BUSYWORK.assumedPrecision(), within(1e-9));
    assertThat(LabelModel.probability(List.of(), record))
        .isCloseTo(LabelModel.ASSUMED_BASE_RATE, within(1e-9));
  }

  @Test
  void shouldBelieveReviewersMoreTheMoreTheySaid() {
    // When
    RuleRecord few = record(new Said(List.of(BUSYWORK), "legitimate", 10));
    RuleRecord many = record(new Said(List.of(BUSYWORK), "legitimate", 90));

    // Then by hand: 0.45 x 10 / 20 and / 100
    assertThat(few.precision(BUSYWORK)).isCloseTo(0.225, within(1e-9));
    assertThat(many.precision(BUSYWORK)).isCloseTo(0.045, within(1e-9));
  }

  @Test
  void shouldCountWhatReviewersMissAsFound() {
    // When 6 found of 20, where reviewers miss a quarter
    RuleRecord record =
        new RuleRecord(
            List.of(
                new Said(List.of(BUSYWORK), "tokenmaxxing", 6),
                new Said(List.of(BUSYWORK), "legitimate", 14)),
            0.25);

    // Then by hand: (4.5 + 8) / 30
    assertThat(record.precision(BUSYWORK)).isCloseTo(12.5 / 30, within(1e-9));
  }

  @Test
  void shouldHearTwoRulesThatAlwaysSpeakTogetherAsOne() {
    // Given
    RuleRecord apart =
        record(new Said(List.of(BUSYWORK), null, 40), new Said(List.of(CHURN), null, 40));
    RuleRecord together = record(new Said(List.of(BUSYWORK, CHURN), null, 40));

    // When
    double independent = LabelModel.probability(List.of(BUSYWORK, CHURN), apart);
    double same = LabelModel.probability(List.of(BUSYWORK, CHURN), together);

    // Then
    assertThat(together.overlap(CHURN)).isEqualTo(2);
    assertThat(apart.overlap(CHURN)).isEqualTo(1);
    assertThat(same).isBetween(0.4, 0.5);
    assertThat(independent).isGreaterThan(0.9);
  }

  @Test
  void shouldTrustARuleLessThatOthersContradict() {
    // When
    RuleRecord contradicted = record(new Said(List.of(CHURN, LANDED), null, 400));
    RuleRecord alone = record(new Said(List.of(CHURN), null, 400));

    // Then
    assertThat(contradicted.precision(CHURN)).isLessThan(0.6 * alone.precision(CHURN));
    assertThat(contradicted.overlap(CHURN)).isEqualTo(1);
  }
}
