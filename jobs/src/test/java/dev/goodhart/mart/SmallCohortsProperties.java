package dev.goodhart.mart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class SmallCohortsProperties {
  @Property
  void shouldTellOfNoCohortTooSmall(
      @ForAll("weeks") Collection<Cell> week, @ForAll @IntRange(min = 1, max = 6) int minCohort) {
    assertThat(SmallCohorts.poolWeek(week, minCohort))
        .allSatisfy(cell -> assertThat(cell.people()).hasSizeGreaterThanOrEqualTo(minCohort));
  }

  @Property
  void shouldKeepEveryAmountUnlessTheWholeWeekIsTooSmall(
      @ForAll("weeks") Collection<Cell> week, @ForAll @IntRange(min = 1, max = 6) int minCohort) {
    long expected = people(week).size() < minCohort ? 0 : amount(week);

    assertThat(amount(SmallCohorts.poolWeek(week, minCohort))).isEqualTo(expected);
  }

  @Property
  void shouldShowATeamsDayWholeOrNotAtAll(
      @ForAll("weeks") Collection<Cell> week, @ForAll @IntRange(min = 1, max = 6) int minCohort) {
    assertThat(SmallCohorts.poolWeek(week, minCohort))
        .filteredOn(cell -> !cell.team().equals(SmallCohorts.POOL))
        .isSubsetOf(week);
  }

  /** One cell at most for each team and day, as they come out of a grouping. */
  @Provide
  Arbitrary<Collection<Cell>> weeks() {
    Arbitrary<LocalDate> day =
        Arbitraries.integers().between(5, 11).map(each -> LocalDate.of(2026, 1, each));
    Arbitrary<String> team = Arbitraries.of("red", "blue", "green", "teal");
    Arbitrary<Set<String>> people =
        Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h").set().ofMaxSize(7);
    Arbitrary<Long> amount = Arbitraries.longs().between(0, 1000);
    return Combinators.combine(day, team, people, amount)
        .as((date, name, persons, one) -> new Cell(date, name, persons, List.of(one), List.of()))
        .list()
        .ofMaxSize(20)
        .map(
            cells ->
                cells.stream()
                    .collect(
                        Collectors.toMap(
                            cell -> Map.entry(cell.date(), cell.team()),
                            cell -> cell,
                            (first, second) -> first))
                    .values());
  }

  private static long amount(Collection<Cell> cells) {
    return cells.stream().mapToLong(cell -> cell.counts().get(0)).sum();
  }

  private static Set<String> people(Collection<Cell> cells) {
    Set<String> people = new HashSet<>();
    cells.forEach(cell -> people.addAll(cell.people()));
    return people;
  }
}
