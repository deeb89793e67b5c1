package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TuningTest {
  private static final double BASE = -3;

  /** Figures from 0 to 100. */
  private static final Bins BINS =
      Bins.learn(IntStream.rangeClosed(0, 100).mapToObj(value -> new double[] {value}).toList(), 1);

  private static Tuning.Case reviewed(double share, double figure, double label) {
    return new Tuning.Case(new double[] {share}, new double[] {figure}, label, 1);
  }

  private static Tuning tuned(List<Tuning.Case> cases) {
    return Tuning.fit(cases, BINS, BASE, 1, 1);
  }

  @Test
  void shouldLeaveTheStarterAsItIsBeforeAnyReview() {
    // When
    Tuning tuning = tuned(List.of());

    // Then
    assertThat(tuning.margin(new double[] {2.5}, new double[] {7})).isEqualTo(2.5);
    assertThat(tuning.expected()).isZero();
  }

  @Test
  void shouldCountAShareLessThatReviewersContradict() {
    // Given the starter suspects every other session, and reviewers find nothing in any
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      cases.add(reviewed(i % 2 == 0 ? 4 : 0, 50, 0));
    }

    // When
    Tuning tuning = tuned(cases);

    // Then
    assertThat(tuning.share(0, 4)).isBetween(0.0, 2.5);
  }

  @Test
  void shouldMoveLessTheFirmerItKeepsToTheStarter() {
    // Given
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      cases.add(reviewed(i % 2 == 0 ? 4 : 0, 50, 0));
    }

    // When
    double loose = Tuning.fit(cases, BINS, BASE, 1, 1).share(0, 4);
    double firm = Tuning.fit(cases, BINS, BASE, 1, 64).share(0, 4);

    // Then
    assertThat(loose).isLessThan(3.2);
    assertThat(firm).isBetween(loose + 0.5, 4.0);
  }

  @Test
  void shouldLearnFromFiguresThatTheStarterDoesNotMind() {
    // Given gaming is where the figure is high
    Random random = new Random(1);
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double figure = 100 * random.nextDouble();
      boolean gaming = random.nextDouble() < (figure > 75 ? 0.5 : 0.02);
      cases.add(reviewed(0, figure, gaming ? 1 : 0));
    }

    // When
    Tuning tuning = tuned(cases);

    // Then
    double[] none = {0};
    double high = BASE + tuning.margin(none, new double[] {90});
    double low = BASE + tuning.margin(none, new double[] {20});
    assertThat(LogOdds.probability(high)).isBetween(0.35, 0.55);
    assertThat(LogOdds.probability(low)).isLessThan(0.05);
  }

  @Test
  void shouldAddUpOutOfItsSharesWhichComeToNothingOnAverage() {
    // Given
    Tuning tuning = tuned(List.of(reviewed(1, 90, 1), reviewed(0, 20, 0), reviewed(2, 95, 1)));

    // When
    double steps = IntStream.rangeClosed(0, 100).mapToDouble(value -> tuning.step(0, value)).sum();

    // Then
    assertThat(steps).isCloseTo(0, within(1e-9));
    assertThat(tuning.expected() + tuning.share(0, 2) + tuning.step(0, 90))
        .isCloseTo(tuning.margin(new double[] {2}, new double[] {90}), within(1e-12));
  }

  @Test
  void shouldComeBackFromJsonToTheLastBit() {
    // Given
    Tuning tuning = tuned(List.of(reviewed(1, 90, 1), reviewed(0, FeatureSpace.UNKNOWN, 0)));
    ObjectMapper mapper = new ObjectMapper();

    // When
    Tuning again = Tuning.of(tuning.json(mapper));

    // Then
    assertThat(again.json(mapper)).isEqualTo(tuning.json(mapper));
    for (double figure : new double[] {FeatureSpace.UNKNOWN, 0, 33, 100}) {
      assertThat(again.margin(new double[] {1}, new double[] {figure}))
          .isEqualTo(tuning.margin(new double[] {1}, new double[] {figure}));
    }
  }
}
