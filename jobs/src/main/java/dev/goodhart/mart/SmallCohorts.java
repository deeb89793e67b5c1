package dev.goodhart.mart;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Leaves no cell of a week that tells of fewer people than the smallest cohort, and loses no amount
 * while the week as a whole has that many people.
 *
 * <ol>
 *   <li>A day's small teams are pooled. A pool that is still too small takes in the day's smallest
 *       remaining team, again and again.
 *   <li>A day with too few people in all waits for the pool of the next day.
 *   <li>What still waits when the week ends joins the week's last pool or, where there is none,
 *       makes one with the smallest team of the last day shown.
 *   <li>A week with too few people in all is withheld whole.
 * </ol>
 */
final class SmallCohorts {
  static final String POOL = "(small teams)";

  private static final Comparator<Cell> SMALLEST_FIRST =
      Comparator.comparingInt((Cell cell) -> cell.people().size()).thenComparing(Cell::team);
  private static final Comparator<Cell> OLDEST_FIRST =
      Comparator.comparing(Cell::date).thenComparing(Cell::team);

  private SmallCohorts() {}

  /** The cells of one week that may be shown, by day and team. */
  static List<Cell> poolWeek(Collection<Cell> week, int minCohort) {
    List<Cell> shown = new ArrayList<>();
    Optional<Cell> waiting = Optional.empty();
    for (List<Cell> day : byDay(week)) {
      LocalDate date = day.get(0).date();
      List<Cell> pooled = new ArrayList<>();
      waiting.ifPresent(pooled::add);
      Deque<Cell> large = new ArrayDeque<>();
      for (Cell cell : day) {
        (cell.hasFewerPeopleThan(minCohort) ? pooled : large).add(cell);
      }
      Optional<Cell> pool = pooled.stream().reduce(Cell::plus);
      while (isTooSmall(pool, minCohort) && !large.isEmpty()) {
        pool = Optional.of(pool.orElseThrow().plus(large.removeFirst()));
      }
      waiting = pool.filter(cell -> cell.hasFewerPeopleThan(minCohort));
      if (waiting.isEmpty()) {
        pool.map(cell -> cell.as(date, POOL)).ifPresent(shown::add);
        shown.addAll(large);
      }
    }
    waiting.ifPresent(rest -> addToLast(shown, rest));
    shown.sort(OLDEST_FIRST);
    return shown;
  }

  private static boolean isTooSmall(Optional<Cell> pool, int minCohort) {
    return pool.isPresent() && pool.get().hasFewerPeopleThan(minCohort);
  }

  private static void addToLast(List<Cell> shown, Cell rest) {
    Optional<Cell> lastPool =
        shown.stream().filter(cell -> cell.team().equals(POOL)).max(OLDEST_FIRST);
    Optional<Cell> host = lastPool.isPresent() ? lastPool : smallestOfLastDay(shown);
    host.ifPresent(
        cell -> {
          shown.remove(cell);
          shown.add(cell.plus(rest).as(cell.date(), POOL));
        });
  }

  private static Optional<Cell> smallestOfLastDay(List<Cell> shown) {
    return shown.stream()
        .map(Cell::date)
        .max(Comparator.naturalOrder())
        .flatMap(
            last -> shown.stream().filter(cell -> cell.date().equals(last)).min(SMALLEST_FIRST));
  }

  /** Days in order, each day's cells from the smallest to the largest. */
  private static Collection<List<Cell>> byDay(Collection<Cell> week) {
    return week.stream()
        .sorted(SMALLEST_FIRST)
        .collect(Collectors.groupingBy(Cell::date, TreeMap::new, Collectors.toList()))
        .values();
  }
}
