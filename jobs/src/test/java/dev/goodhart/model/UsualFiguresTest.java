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
  /** Sessions of a team, few of another, many by another source, and many of one person. */
  private static final UsualFigures USUAL =
      UsualFigures.of(
          TableRows.of(SessionFeatures.TABLE)
              .rows(
                  "session_id | user_id | source | team     | evidence | edit_share | done_share\n"
                      + sessions("a", 21, 5, "claude | payments | mature | 0.1 | 1")
                      + sessions("b", 5, 5, "claude | search | mature | 0.9 | 1")
                      + sessions("c", 21, 5, "codex | search | young | 0.5 | 0")
                      + sessions("d", 21, 1, "claude | one | mature | 0.7 | 1"))
              .dataset(),
          5);

  private static String sessions(String name, int number, int people, String rest) {
    return IntStream.range(0, number)
        .mapToObj(i -> name + i + " | " + name + i % people + " | " + rest)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    // of the team; of the source, where the team is too small or has none; of all
    "claude, payments, 0.1",
    "claude, search, 0.7",
    "claude, one, 0.7",
    "codex, search, 0.5",
    "codex, payments, 0.5",
    "claude, , 0.7",
    "litellm, payments, 0.5"
  })
  void shouldBeTheMedianOfTheNarrowestThatAreEnough(String source, String team, double median) {
    assertThat(USUAL.beside(source, team).of("edit_share")).isEqualTo(median);
  }

  @Test
  void shouldLeaveOutWhatYoungSessionsHaveNotComeToYet() {
    assertThat(USUAL.beside("codex", "search").of("done_share")).isEqualTo(1);
  }

  @Test
  void shouldNotTellAMedianOfFewPeopleAndOfSomeWhomNobodyNames() {
    String header = "session_id | user_id | source | team | evidence | edit_share\n";
    String nameless =
        IntStream.range(0, 21)
            .mapToObj(i -> "n" + i + " | unknown | claude | payments | mature | 0.1\n")
            .collect(Collectors.joining());
    UsualFigures usual =
        UsualFigures.of(
            TableRows.of(SessionFeatures.TABLE)
                .rows(header + sessions("a", 21, 4, "claude | payments | mature | 0.1") + nameless)
                .dataset(),
            5);

    assertThat(usual.beside("claude", "payments").of("edit_share")).isNaN();
  }

  @Test
  void shouldTellNothingWhereNobodyShowsAFigure() {
    assertThat(USUAL.beside("claude", "payments").of("output_share")).isNaN();
    assertThat(UsualFigures.UNKNOWN.beside("claude", "payments").of("edit_share")).isNaN();
  }
}
