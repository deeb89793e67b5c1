package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.model.Selection.Looked;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectionTest {
  /** A thousand sessions that cost 0 to 999. */
  private static List<Looked> sessions(IntPredicate reviewed) {
    return IntStream.range(0, 1000).mapToObj(i -> new Looked(i, reviewed.test(i))).toList();
  }

  @Test
  void shouldCountSessionsAlikeWhereReviewersLookAtAllCostsAlike() {
    Selection selection = Selection.of(sessions(i -> i % 10 == 0));

    for (double cost : new double[] {-1, 0, 250, 500, 750, 999, 5000}) {
      assertThat(selection.weight(cost)).as("cost " + cost).isCloseTo(1, within(0.01));
    }
  }

  @Test
  void shouldCountAReviewedSessionByHowSeldomItsLikeIsLookedAt() {
    // Given a tenth reviewed of the cheaper four fifths, and a fifth of the dearest
    Selection selection = Selection.of(sessions(i -> i % (i < 800 ? 10 : 5) == 0));

    // Then
    double overall = (80.0 + 40) / 1000;
    assertThat(selection.weight(100)).isCloseTo(overall / 0.1, within(0.01));
    assertThat(selection.weight(900)).isCloseTo(overall / 0.2, within(0.01));
  }

  @Test
  void shouldKeepTheSumOfReviewedSessionsWhatItIs() {
    // Given
    List<Looked> sessions = sessions(i -> i % (i < 400 ? 9 : 6) == 0);
    Selection selection = Selection.of(sessions);

    // Then
    double weighed =
        sessions.stream()
            .filter(Looked::reviewed)
            .mapToDouble(session -> selection.weight(session.cost()))
            .sum();
    long reviewed = sessions.stream().filter(Looked::reviewed).count();
    assertThat(weighed).isCloseTo((double) reviewed, within(0.02 * reviewed));
  }

  @Test
  void shouldLetNoSessionCountMoreThanThreeOrLessThanAThird() {
    // Given cheap sessions that hardly anybody looks at, and dear ones that all do
    Selection selection = Selection.of(sessions(i -> i >= 800 || i == 1));

    // Then
    assertThat(selection.weight(1)).isEqualTo(3);
    assertThat(selection.weight(900)).isEqualTo(1.0 / 3);
  }

  @Test
  void shouldCountEverySessionOnceWhereThereIsNothingToTellBy() {
    assertThat(Selection.of(List.of()).weight(3)).isEqualTo(1);
    assertThat(Selection.of(new ArrayList<>(sessions(i -> false))).weight(3)).isEqualTo(1);
  }
}
