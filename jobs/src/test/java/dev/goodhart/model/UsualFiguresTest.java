package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionFeatures;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsualFiguresTest extends SparkTest {
  /** Twenty-one sessions of a team, five of another, twenty-one by another source. */
  private static final UsualFigures USUAL =
      UsualFigures.of(
          TableRows.of(SessionFeatures.TABLE)
              .rows(
                  "session_id | source | team     | evidence | edit_share | done_share\n"
                      + sessions("a", 21, "claude | payments | mature | 0.1 | 1")
                      + sessions("b", 5, "claude | search | mature | 0.9 | 1")
                      + sessions("c", 21, "codex | search | young | 0.5 | 0"))
              .dataset());

  private static String sessions(String name, int number, String rest) {
    return IntStream.range(0, number)
        .mapToObj(i -> name + i + " | " + rest)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    // of the team; of the source, where the team is too small or has none; of all
    "claude, payments, 0.1",
    "claude, search, 0.1",
    "codex, search, 0.5",
    "codex, payments, 0.5",
    "claude, , 0.1",
    "litellm, payments, 0.5"
  })
  void shouldBeTheMedianOfTheNarrowestThatAreEnough(String source, String team, double median) {
    assertThat(USUAL.of("edit_share", source, team, 7)).isEqualTo(median);
  }

  @Test
  void shouldLeaveOutWhatYoungSessionsHaveNotComeToYet() {
    assertThat(USUAL.of("done_share", "codex", "search", 7)).isEqualTo(1);
  }

  @Test
  void shouldTakeTheModelsOwnWhereNobodyShowsAFigure() {
    assertThat(USUAL.of("output_share", "claude", "payments", 7)).isEqualTo(7);
    assertThat(UsualFigures.UNKNOWN.of("edit_share", "claude", "payments", 7)).isEqualTo(7);
  }
}
