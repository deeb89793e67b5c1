package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FreeTellsTest {
  private static double left(List<String> features, Double... shares) {
    return FreeTells.of(features).without(2, List.of(shares));
  }

  @Test
  void shouldTakeAwayTheFreeFeatureThatSpeaksMostForTokenmaxxing() {
    assertThat(left(List.of("think_time_median", "edit_share", "idle_share"), 0.5, 1.2, -3.0))
        .isCloseTo(2 - 1.2, within(1e-12));
  }

  @Test
  void shouldTakeAFigureAndTheSameBesideWhatIsUsualForOneThing() {
    assertThat(
            left(
                List.of(
                    "edit_share",
                    "think_time_median",
                    "edit_share_vs_person",
                    "edit_share_vs_team"),
                0.5,
                0.9,
                0.4,
                0.2))
        .isCloseTo(2 - 1.1, within(1e-12));
  }

  @Test
  void shouldKnowFiguresBesideTheUsualByNamesOfTheirOwn() {
    assertThat(
            left(
                List.of(
                    "call_gap_median",
                    "gap_vs_team",
                    "log_calls",
                    "calls_vs_person",
                    "calls_vs_team"),
                0.4,
                0.3,
                0.5,
                0.3,
                0.2))
        .isCloseTo(2 - 1.0, within(1e-12));
  }

  @Test
  void shouldLeaveWhatTakesRealWorkToChange() {
    assertThat(left(List.of("done_share", "log_lines", "log_cost"), 1.5, 2.0, 1.0)).isEqualTo(2);
  }

  @Test
  void shouldTakeNothingAwayWhereEverythingFreeSpeaksForHonestWork() {
    assertThat(left(List.of("edit_share", "idle_share"), -0.5, -1.0)).isEqualTo(2);
  }
}
