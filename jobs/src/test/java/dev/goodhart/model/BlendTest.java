package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.ReviewerErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlendTest {
  private static final ReviewerErrors NONE = new ReviewerErrors(0, 0, 0);
  private static final Blend.Assumed BESIDE = Blend.besideStarter(Estimator.FOREST);
  private static final Blend.Assumed ALONE = Blend.without(Estimator.FOREST);

  /** Sessions whose labels are drawn at a blend's own probabilities, then told by reviewers. */
  private static List<Blend.Case> drawn(Blend truth, ReviewerErrors errors, int number) {
    Random random = new Random(7);
    List<Blend.Case> cases = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      double own = random.nextDouble();
      double starter = 2 * random.nextGaussian() - 2;
      boolean young = random.nextBoolean();
      double probability = LogOdds.probability(truth.margin(own, starter, young));
      boolean gaming = random.nextDouble() < probability;
      double wrong = gaming ? errors.missed() : errors.accused();
      boolean found = random.nextDouble() < wrong ? !gaming : gaming;
      double weight = 0.7 + 0.6 * random.nextDouble();
      cases.add(new Blend.Case(own, starter, young, found ? 1 : 0, weight));
    }
    return cases;
  }

  @Test
  void shouldFindTheWeightsThatMadeTheLabels() {
    Blend truth = new Blend(3, 1.2, -1, 0.8);

    Blend fitted = Blend.fit(drawn(truth, NONE, 20_000), BESIDE, NONE);

    assertThat(fitted.own()).isCloseTo(3, within(0.4));
    assertThat(fitted.starter()).isCloseTo(1.2, within(0.1));
    assertThat(fitted.intercept()).isCloseTo(-1, within(0.3));
    assertThat(fitted.young()).isCloseTo(0.8, within(0.2));
  }

  @Test
  void shouldAllowForWhatReviewersMissAndAccuse() {
    Blend truth = new Blend(3, 1.2, -1, 0);
    ReviewerErrors errors = new ReviewerErrors(0.3, 0.03, 0);
    List<Blend.Case> told = drawn(truth, errors, 20_000);

    Blend fitted = Blend.fit(told, BESIDE, errors);
    Blend believing = Blend.fit(told, BESIDE, NONE);

    double middle = truth.margin(0.5, 0, false);
    assertThat(fitted.margin(0.5, 0, false)).isCloseTo(middle, within(0.25));
    assertThat(believing.margin(0.5, 0, false)).isLessThan(middle - 0.4);
  }

  @Test
  void shouldTrustTheStarterUntilThereAreReviews() {
    Blend fitted = Blend.fit(List.of(), BESIDE, NONE);

    assertThat(fitted.starter()).isPositive();
    assertThat(fitted.margin(0, 3, false)).isGreaterThan(fitted.margin(0, -3, false) + 4);
  }

  @Test
  void shouldCountTheForestAloneWhereThereIsNoStarter() {
    Blend fitted = Blend.fit(List.of(), ALONE, NONE);

    assertThat(fitted.starter()).isZero();
    assertThat(fitted.own()).isPositive();
  }

  @Test
  void shouldNotTurnRoundAScoreThatGoesTheWrongWay() {
    List<Blend.Case> cases = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      cases.add(new Blend.Case(i / 500.0, 0, false, i < 250 ? 1 : 0, 1));
    }

    assertThat(Blend.fit(cases, ALONE, NONE).own()).isZero();
  }
}
