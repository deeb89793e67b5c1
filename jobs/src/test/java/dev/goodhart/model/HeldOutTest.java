package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.ReviewerErrors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final ReviewerErrors ERRORS = new ReviewerErrors(0, 0.02, 0);

  @Test
  void shouldFlagByAThresholdThatKnowsNothingOfThem() {
    // Given days before in which honest work is told from gaming, and last days in which it is not
    List<Unseen> rows = gaming();
    for (int i = 0; i < 200; i++) {
      rows.add(MadeUpRows.reviewed("before" + i, "legitimate", 0.1));
      rows.add(heldOut(MadeUpRows.reviewed("last" + i, "legitimate", 0.8)));
    }

    // When
    HeldOut heldOut = HeldOut.of(rows, 3, 0.01, ERRORS, OptionalDouble.of(0.9));

    // Then
    assertThat(heldOut.threshold()).hasValue(0.5);
    assertThat(heldOut.rows()).hasSize(200).allMatch(heldOut::flags);
  }

  @Test
  void shouldFlagByThePublishedThresholdWhereTooFewHonestAreKnownFromBefore() {
    List<Unseen> rows = gaming();
    rows.add(heldOut(MadeUpRows.reviewed("last", "tokenmaxxing", 0.9)));

    HeldOut heldOut = HeldOut.of(rows, 3, 0.01, ERRORS, OptionalDouble.of(0.6));

    assertThat(heldOut.threshold()).hasValue(0.6);
    assertThat(heldOut.rows()).hasSize(1);
  }

  @Test
  void shouldFlagNobodyWhereWhatWasKnownFromBeforeAllowsIt() {
    // Given early work as suspicious as what is flagged since, of which there is enough
    List<Unseen> rows = gaming();
    rows.addAll(MadeUpRows.unreviewed(4, 0.9, true));
    rows.addAll(MadeUpRows.unreviewed(996, 0.1, true));
    rows.addAll(MadeUpRows.unreviewed(10, 0.9, false));
    rows.addAll(MadeUpRows.unreviewed(990, 0.1, false));
    rows.add(heldOut(MadeUpRows.reviewed("last", "tokenmaxxing", 0.9)));

    // When
    HeldOut heldOut = HeldOut.of(rows, 3, 0.01, ERRORS, OptionalDouble.of(0.6));

    // Then the published threshold, which knows the last days, does not stand in
    assertThat(heldOut.threshold()).isEmpty();
  }

  @Test
  void shouldMeasureNothingWhereNothingCouldBeLearntBefore() {
    List<Unseen> rows = gaming().subList(0, 2);
    rows.add(heldOut(MadeUpRows.reviewed("last", "tokenmaxxing", 0.9)));

    assertThat(HeldOut.of(rows, 3, 0.01, ERRORS, OptionalDouble.of(0.6))).isEqualTo(HeldOut.NONE);
  }

  @Test
  void shouldTakeWhomNobodyCalledHonestForGamingWhereTheyAreFlagged() {
    // Given five honest sessions that are flagged, and others on which nobody decided
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.add(MadeUpRows.reviewed("honest" + i, "legitimate", 0.9));
    }
    for (int i = 0; i < 95; i++) {
      rows.add(MadeUpRows.unreviewed("open" + i, i < 20 ? 0.9 : 0.1, false));
    }
    rows.add(MadeUpRows.reviewed("gaming", "tokenmaxxing", 0.9));

    // When
    HeldOut heldOut = new HeldOut(rows, OptionalDouble.of(0.5));

    // Then five of a hundred at the most
    assertThat(heldOut.wronglyFlaggedAtLeast(ERRORS, 0.95))
        .isEqualTo(Intervals.lower(5, 100, 0.95));
  }

  @Test
  void shouldNotBeExcusedByHowSureItWas() {
    // Given flagged sessions that reviewers, who miss a quarter, called honest two times in three
    ReviewerErrors missing = new ReviewerErrors(0.25, 0, 0);
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(MadeUpRows.reviewed("passed" + i, "legitimate", 0.999));
    }
    for (int i = 0; i < 30; i++) {
      rows.add(MadeUpRows.reviewed("found" + i, "tokenmaxxing", 0.999));
    }

    // When
    HeldOut heldOut = new HeldOut(rows, OptionalDouble.of(0.5));

    // Then 40 of the 90 game, 10 of whom were missed
    assertThat(heldOut.wronglyFlaggedAtLeast(missing, 0.95))
        .isEqualTo(Intervals.lower(50, 60, 0.95));
  }

  private static List<Unseen> gaming() {
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(MadeUpRows.reviewed("gaming" + i, "tokenmaxxing", 0.9));
    }
    return rows;
  }

  private static Unseen heldOut(Unseen row) {
    return new Unseen(
        row.session(),
        row.person(),
        row.score(),
        row.flaggedUpTo(),
        row.verdict(),
        LocalDate.parse("2026-06-20"),
        true,
        row.quiet(),
        row.judged(),
        row.figured(),
        row.traits());
  }
}
