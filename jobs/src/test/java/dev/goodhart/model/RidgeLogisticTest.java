package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.model.RidgeLogistic.Cases;
import dev.goodhart.model.RidgeLogistic.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RidgeLogisticTest {
  private static final ReviewerErrors NEVER = new ReviewerErrors(0, 0, 0);
  private static final double ANY = Double.NEGATIVE_INFINITY;

  private static double[] filled(int size, double value) {
    double[] values = new double[size];
    Arrays.fill(values, value);
    return values;
  }

  private static Cases cases(double offset, double... label) {
    return new Cases(offset, Arrays.stream(label).mapToObj(RidgeLogisticTest::verdict).toList());
  }

  private static Word verdict(double label) {
    return Word.found(label == 1, 1);
  }

  @Test
  void shouldKeepToWhatIsAssumedWhereNothingIsKnown() {
    // When
    double[] weights =
        RidgeLogistic.fit(cases(0), List.of(Column.dense(new double[0], 1.5, 3, ANY)), NEVER);

    // Then
    assertThat(weights).containsExactly(1.5);
  }

  @Test
  void shouldFindTheShareWhereTheAssumptionIsWorthLittle() {
    // When three of four are tokenmaxxing, beside an offset of 2
    double[] weights =
        RidgeLogistic.fit(
            cases(2, 1, 1, 1, 0), List.of(Column.dense(filled(4, 1), 0, 1e-9, ANY)), NEVER);

    // Then by hand: ln 3 less the offset
    assertThat(weights[0]).isCloseTo(Math.log(3) - 2, within(1e-5));
  }

  @Test
  void shouldWeighTheAssumptionAgainstTheCases() {
    // When
    double[] weights =
        RidgeLogistic.fit(
            cases(0, 1, 1, 1, 1), List.of(Column.dense(filled(4, 1), 0, 2, ANY)), NEVER);

    // Then the slope of the penalised likelihood is 0 there
    double p = LogOdds.probability(weights[0]);
    assertThat(2 * weights[0]).isCloseTo(4 * (1 - p), within(1e-6));
  }

  @Test
  void shouldComeToTheEndWhereColumnsSayMuchTheSame() {
    // Given two columns that differ in one case of ten
    int size = 2_000;
    Random random = new Random(5);
    double[] one = random.doubles(size, -1, 1).toArray();
    double[] other = one.clone();
    double[] label = new double[size];
    for (int i = 0; i < size; i++) {
      other[i] = i % 10 == 0 ? -one[i] : one[i];
      label[i] = random.nextDouble() < LogOdds.probability(one[i] + other[i] - 1) ? 1 : 0;
    }
    List<double[]> columns = List.of(one, other);

    // When
    double strength = 0.5;
    double[] weights =
        RidgeLogistic.fit(
            cases(-1, label),
            columns.stream().map(values -> Column.dense(values, 0, strength, ANY)).toList(),
            NEVER);

    // Then the penalised likelihood is flat there along each of them
    for (int j = 0; j < weights.length; j++) {
      double[] values = columns.get(j);
      double slope = strength * weights[j];
      double bend = strength;
      for (int i = 0; i < size; i++) {
        double p = LogOdds.probability(weights[0] * one[i] + weights[1] * other[i] - 1);
        slope += (p - label[i]) * values[i];
        bend += p * (1 - p) * values[i] * values[i];
      }
      assertThat(slope / bend).isCloseTo(0, within(1e-4));
    }
  }

  @Test
  void shouldKeepAWeightAboveItsLeast() {
    // When
    double[] weights =
        RidgeLogistic.fit(
            cases(0, 0, 0, 0, 0), List.of(Column.dense(filled(4, 1), 1, 0.01, 0)), NEVER);

    // Then
    assertThat(weights[0]).isZero();
  }

  @Test
  void shouldTakeAProbabilityForWhatItIs() {
    // Given one case that is as likely as not, which is no verdict
    Cases half = new Cases(0, List.of(Word.supposed(0.5, 100)));

    // When
    double[] weights =
        RidgeLogistic.fit(
            half,
            List.of(Column.dense(filled(1, 1), 1, 0.001, ANY)),
            new ReviewerErrors(0.3, 0.02, 0));

    // Then
    assertThat(weights[0]).isCloseTo(0, within(1e-3));
  }

  @Test
  void shouldAllowForWhatReviewersMissAndFindWeightsOfSparseColumns() {
    // Given sessions of which every other has a trait that makes tokenmaxxing likelier
    int size = 20_000;
    Random random = new Random(3);
    double[] label = new double[size];
    int[] with = new int[size / 2];
    for (int i = 0; i < size; i++) {
      boolean trait = i % 2 == 0;
      if (trait) {
        with[i / 2] = i;
      }
      boolean gaming = random.nextDouble() < LogOdds.probability(trait ? 0 : -2);
      label[i] = gaming && random.nextDouble() >= 0.3 ? 1 : 0;
    }
    Cases cases = cases(0, label);
    List<Column> columns =
        List.of(
            Column.dense(filled(size, 1), 0, 0.1, ANY),
            new Column(with, filled(with.length, 1), 0, 0.1, ANY));

    // When
    double[] allowing = RidgeLogistic.fit(cases, columns, new ReviewerErrors(0.3, 0, 0));
    double[] believing = RidgeLogistic.fit(cases, columns, NEVER);

    // Then
    assertThat(allowing[0]).isCloseTo(-2, within(0.1));
    assertThat(allowing[0] + allowing[1]).isCloseTo(0, within(0.1));
    assertThat(believing[0] + believing[1]).isLessThan(-0.4);
  }
}
