package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.model.Fairness.Ratio;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairnessTest {
  private static final Groups.Group LEFT =
      new Groups.Group("left", row -> "left".equals(row.traits().team()));

  private final List<Unseen> honest = new ArrayList<>();

  @Test
  void shouldCompareSharesOfHonestSessionsByHand() {
    // Given: 6 of 20 flagged, and 3 of 40 of the others
    sessions("l", "left", 20, 6);
    sessions("r", "right", 40, 3);

    // When: half a flag more on each side, among 0.5 / (9 / 60) = 10 / 3 sessions
    Ratio ratio = ratios(5).get(0);

    // Then
    double left = 6.5 / (20 + 10 / 3.0);
    double right = 3.5 / (40 + 10 / 3.0);
    assertThat(ratio.estimate().value()).isCloseTo(left / right, within(1e-12));
    assertThat(ratio.estimate().low()).isLessThan(ratio.estimate().value());
    assertThat(ratio.estimate().high()).isGreaterThan(ratio.estimate().value());
  }

  @Test
  void shouldShowManyFlagsOfManyPeopleToBeUnfair() {
    sessions("l", "left", 100, 40);
    sessions("r", "right", 100, 10);

    assertThat(ratios(5)).singleElement().matches(Ratio::unfair);
  }

  @Test
  void shouldNotShowOnePersonsFlagsToBeUnfairToAGroup() {
    // Given as many flags, all of one person of the group
    for (int i = 0; i < 40; i++) {
      session("l", "left", true);
    }
    sessions("l", "left", 60, 0);
    sessions("r", "right", 100, 10);

    // When
    Ratio ratio = ratios(5).get(0);

    // Then
    assertThat(ratio.estimate().value()).isGreaterThan(3);
    assertThat(ratio.unfair()).isFalse();
  }

  @Test
  void shouldNotCallAGroupUnfairThatIsNeverFlagged() {
    sessions("l", "left", 10, 0);
    sessions("r", "right", 1000, 5);

    Ratio ratio = ratios(5).get(0);

    assertThat(ratio.estimate().value()).isLessThan(1);
    assertThat(ratio.unfair()).isFalse();
  }

  @Test
  void shouldCompareNothingWhereNobodyIsFlagged() {
    sessions("l", "left", 10, 0);
    sessions("r", "right", 10, 0);

    assertThat(ratios(5)).isEmpty();
  }

  @Test
  void shouldLeaveOutGroupsOfFewPeopleAndThoseThatAreNearlyEverybody() {
    sessions("l", "left", 4, 2);
    sessions("r", "right", 10, 2);

    assertThat(ratios(5)).isEmpty();
    assertThat(ratios(4)).hasSize(1);
    assertThat(Fairness.of(honest, FairnessTest::flagged, List.of(LEFT.others()), 5, 1)).isEmpty();
  }

  private List<Ratio> ratios(int minCohort) {
    return Fairness.of(honest, FairnessTest::flagged, List.of(LEFT), minCohort, 1);
  }

  private static boolean flagged(Unseen row) {
    return row.probability() > 0.5;
  }

  /** Sessions of people of their own. */
  private void sessions(String prefix, String team, int sessions, int flagged) {
    for (int i = 0; i < sessions; i++) {
      session(prefix + i, team, i < flagged);
    }
  }

  private void session(String person, String team, boolean flagged) {
    honest.add(MadeUpRows.row(person, team, "legitimate", flagged ? 0.9 : 0.1));
  }
}
