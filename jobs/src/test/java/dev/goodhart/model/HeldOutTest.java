package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.ReviewerErrors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final ReviewerErrors ERRORS = new ReviewerErrors(0, 0.02, 0);

  @Test
  void shouldFlagByAThresholdThatKnowsNothingOfThem() {
    // Given days before in which honest work is told from gaming, and last days in which it is not
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(MadeUpRows.reviewed("before" + i, "legitimate", 0.1));
      rows.add(heldOut(MadeUpRows.reviewed("last" + i, "legitimate", 0.8)));
    }

    // When
    HeldOut heldOut = HeldOut.of(rows, 0.01, ERRORS);

    // Then
    assertThat(heldOut.threshold()).hasValue(0.5);
    assertThat(heldOut.rows()).hasSize(200).allMatch(heldOut::flags);
  }

  @Test
  void shouldFlagNobodyWhereTooLittleIsKnownFromBefore() {
    HeldOut heldOut =
        HeldOut.of(
            List.of(heldOut(MadeUpRows.reviewed("last", "tokenmaxxing", 0.9))), 0.01, ERRORS);

    assertThat(heldOut.threshold()).isEmpty();
    assertThat(heldOut.rows()).hasSize(1).noneMatch(heldOut::flags);
  }

  private static Unseen heldOut(Unseen row) {
    return new Unseen(
        row.session(),
        row.person(),
        row.score(),
        row.verdict(),
        LocalDate.parse("2026-06-20"),
        true,
        row.quiet(),
        row.judged(),
        row.figured(),
        row.traits());
  }
}
