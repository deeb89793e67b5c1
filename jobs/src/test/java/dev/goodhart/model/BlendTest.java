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

  private static Blend besideStarter(List<Blend.Case> cases, ReviewerErrors errors) {
    return Blend.fit(cases, Estimator.FOREST.assumed(true), errors);
  }

  private static Blend alone(List<Blend.Case> cases) {
    return Blend.fit(cases, Estimator.FOREST.assumed(false), NONE);
  }

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
      cases.add(new Blend.Case(own, starter, young, Word.found(found, weight)));
    }
    return cases;
  }

  @Test
  void shouldFindTheWeightsThatMadeTheLabels() {
    Blend truth = new Blend(3, 1.2, -1, 0.8);

    Blend fitted = besideStarter(drawn(truth, NONE, 20_000), NONE);

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

    Blend fitted = besideStarter(told, errors);
    Blend believing = besideStarter(told, NONE);

    double middle = truth.margin(0.5, 0, false);
    assertThat(fitted.margin(0.5, 0, false)).isCloseTo(middle, within(0.25));
    assertThat(believing.margin(0.5, 0, false)).isLessThan(middle - 0.4);
  }

  @Test
  void shouldTrustTheStarterUntilThereAreReviews() {
    Blend fitted = besideStarter(List.of(), NONE);

    assertThat(fitted).isEqualTo(new Blend(0, 1, 0, 0));
  }

  @Test
  void shouldCountShallowTreesBesideTheStarterFromTheFirst() {
    Blend fitted = Blend.fit(List.of(), Estimator.SHALLOW.assumed(true), NONE);

    assertThat(fitted).isEqualTo(new Blend(0.2, 0.9, 0, 0));
  }

  @Test
  void shouldCountTheForestAloneWhereThereIsNoStarter() {
    Blend fitted = alone(List.of());

    assertThat(fitted.starter()).isZero();
    assertThat(fitted.own()).isPositive();
  }

  @Test
  void shouldNotTurnRoundAScoreThatGoesTheWrongWay() {
    List<Blend.Case> cases = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      cases.add(new Blend.Case(i / 500.0, 0, false, Word.found(i < 250, 1)));
    }

    assertThat(alone(cases).own()).isZero();
  }

  @Test
  void shouldFitBestWhatMadeTheLabels() {
    // Given verdicts of reviewers who err
    Blend truth = new Blend(3, 1.2, -1, 0);
    ReviewerErrors errors = new ReviewerErrors(0.3, 0.03, 0);
    List<Blend.Case> told = drawn(truth, errors, 20_000);

    // Then, a blend that ranks worse and one that is out of scale fit them less well
    double loss = truth.loss(told, errors);
    assertThat(new Blend(3, 0.4, -1, 0).loss(told, errors)).isGreaterThan(loss);
    assertThat(new Blend(6, 2.4, -2, 0).loss(told, errors)).isGreaterThan(loss);
    assertThat(truth.loss(List.of(), errors)).isZero();
  }

  @Test
  void shouldKeepTheLevelOfThoseWhomNobodyLookedAtByTheAnchors() {
    // Given reviews of odd sessions alone, half of which game, as the starter has it
    List<Blend.Case> odd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      odd.add(new Blend.Case(0, 0, false, Word.found(i % 2 == 0, 1)));
      odd.add(new Blend.Case(0, -1, false, Word.found(i % 2 == 0, 1)));
    }
    List<Blend.Case> anchored = new ArrayList<>(odd);
    for (int i = 0; i < 100; i++) {
      Word asTheStarter = Word.level(LogOdds.probability(-4), 2);
      anchored.add(new Blend.Case(0, -4, false, asTheStarter));
    }

    // When
    double alone = LogOdds.probability(besideStarter(odd, NONE).margin(0, -4, false));
    double kept = LogOdds.probability(besideStarter(anchored, NONE).margin(0, -4, false));

    // Then
    assertThat(alone).isGreaterThan(0.05);
    assertThat(kept).isBetween(0.015, 0.03);
  }
}
