package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goodhart.label.ReviewerErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TuningTest {
  private static final double BASE = -3;
  private static final ReviewerErrors NEVER = new ReviewerErrors(0, 0, 0);

  /** Figures from 0 to 100. */
  private static final Bins BINS =
      Bins.learn(IntStream.rangeClosed(0, 100).mapToObj(value -> new double[] {value}).toList(), 1);

  private static Tuning.Case reviewed(double share, double figure, boolean gaming) {
    return new Tuning.Case(new double[] {share}, new double[] {figure}, Word.found(gaming, 1));
  }

  private static Tuning tuned(List<Tuning.Case> cases) {
    return Tuning.fit(cases, NEVER, BINS, BASE, 1, 1);
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
      cases.add(reviewed(i % 2 == 0 ? 4 : 0, 50, false));
    }

    // When
    Tuning tuning = tuned(cases);

    // Then
    assertThat(tuning.share(0, 4)).isBetween(0.0, 2.5);
  }

  @Test
  void shouldDoubtAVerdictThatWhatIsLikelyContradicts() {
    // Given reviewers who miss three of ten, and find seven of ten where the starter is sure
    ReviewerErrors errors = new ReviewerErrors(0.3, 0.02, 0);
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      cases.add(reviewed(i % 2 == 0 ? 7 : 0, 50, i % 2 == 0 && i % 20 < 14));
    }

    // When
    Tuning doubting = Tuning.fit(cases, errors, BINS, BASE, 1, 1);
    Tuning believing = tuned(cases);

    // Then
    double[] sure = {7};
    assertThat(LogOdds.probability(BASE + doubting.margin(sure, new double[] {50})))
        .isGreaterThan(0.9);
    assertThat(LogOdds.probability(BASE + believing.margin(sure, new double[] {50})))
        .isCloseTo(0.7, within(0.05));
  }

  @Test
  void shouldBelieveReviewersWhoFindNothingThoughAnchorsKeepToTheStarter() {
    // Given a starter that suspects honest work, which reviewers say all along
    ReviewerErrors errors = new ReviewerErrors(0.3, 0.02, 0);
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Word asTheStarter = Word.supposed(LogOdds.probability(BASE + 4), 0.2);
      cases.add(new Tuning.Case(new double[] {4}, new double[] {50}, asTheStarter));
      cases.add(reviewed(4, 50, false));
    }

    // When
    Tuning tuning = Tuning.fit(cases, errors, BINS, BASE, 1, 1);

    // Then
    assertThat(LogOdds.probability(BASE + tuning.margin(new double[] {4}, new double[] {50})))
        .isLessThan(0.3);
  }

  @Test
  void shouldMoveLessTheFirmerItKeepsToTheStarter() {
    // Given a starter that is right by one feature and misled by the other
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double[] shares = {i % 2 == 0 ? 4 : 0, i % 3 == 0 ? 4 : 0};
      cases.add(new Tuning.Case(shares, new double[] {50}, Word.found(i % 2 == 0, 1)));
    }

    // When
    Tuning loose = Tuning.fit(cases, NEVER, BINS, BASE, 2, 1);
    Tuning firm = Tuning.fit(cases, NEVER, BINS, BASE, 2, 64);

    // Then
    assertThat(loose.share(1, 1) / loose.share(0, 1)).isLessThan(0.5);
    assertThat(firm.share(1, 1) / firm.share(0, 1)).isBetween(0.55, 1.0);
  }

  @Test
  void shouldKeepTheRatiosOfAStarterThatIsTooSureOfItself() {
    // Given sessions that are what two equal shares say, a third as surely
    Random random = new Random(2);
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double[] shares = {3 * random.nextGaussian(), 3 * random.nextGaussian()};
      double margin = BASE + (shares[0] + shares[1]) / 3;
      boolean gaming = random.nextDouble() < LogOdds.probability(margin);
      cases.add(new Tuning.Case(shares, new double[] {50}, Word.found(gaming, 1)));
    }

    // When
    Tuning firm = Tuning.fit(cases, NEVER, BINS, BASE, 2, 1000);

    // Then
    assertThat(firm.share(0, 1)).isBetween(0.2, 0.6);
    assertThat(firm.share(1, 1)).isCloseTo(firm.share(0, 1), within(0.02));
  }

  @Test
  void shouldLearnFromFiguresThatTheStarterDoesNotMind() {
    // Given gaming is where the figure is high
    Random random = new Random(1);
    List<Tuning.Case> cases = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double figure = 100 * random.nextDouble();
      boolean gaming = random.nextDouble() < (figure > 75 ? 0.5 : 0.02);
      cases.add(reviewed(0, figure, gaming));
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
    Tuning tuning =
        tuned(List.of(reviewed(1, 90, true), reviewed(0, 20, false), reviewed(2, 95, true)));

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
    Tuning tuning = tuned(List.of(reviewed(1, 90, true), reviewed(0, FeatureSpace.UNKNOWN, false)));
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
