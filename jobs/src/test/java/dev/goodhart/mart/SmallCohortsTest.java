package dev.goodhart.mart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class SmallCohortsTest {
  private static final int MIN_COHORT = 3;

  /** A cell is written {@code day team people amount}; each letter of people is a person. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "small-cohorts.csv", numLinesToSkip = 1)
  void shouldPoolWhatTellsOfTooFewPeople(String tests, String week, String expected) {
    List<String> shown =
        SmallCohorts.poolWeek(cells(week), MIN_COHORT).stream()
            .map(SmallCohortsTest::written)
            .toList();

    assertThat(shown).as(tests).containsExactlyElementsOf(split(expected));
  }

  private static List<Cell> cells(String week) {
    List<Cell> cells = new ArrayList<>();
    for (String cell : split(week)) {
      String[] parts = cell.split(" ", -1);
      cells.add(
          new Cell(
              LocalDate.parse("2026-01-0" + parts[0]),
              parts[1],
              parts[2].equals("-") ? Set.of() : Set.copyOf(Arrays.asList(parts[2].split(""))),
              List.of(Long.parseLong(parts[3])),
              List.of(Double.parseDouble(parts[3]))));
    }
    return cells;
  }

  private static String written(Cell cell) {
    assertThat(cell.costs().get(0)).isEqualTo(cell.counts().get(0).doubleValue());
    return cell.date().getDayOfMonth()
        + " "
        + (cell.team().equals(SmallCohorts.POOL) ? "pool" : cell.team())
        + " "
        + cell.people().size()
        + " "
        + cell.counts().get(0);
  }

  private static List<String> split(String cells) {
    return cells == null ? List.of() : Stream.of(cells.split("; ")).toList();
  }
}
