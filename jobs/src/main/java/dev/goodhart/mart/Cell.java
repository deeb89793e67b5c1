package dev.goodhart.mart;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of one team's day: the people whose usage it tells of, and amounts that add up.
 *
 * @param counts whole amounts, in an order that the caller keeps
 * @param costs amounts in USD, likewise
 */
record Cell(
    LocalDate date, String team, Set<String> people, List<Long> counts, List<Double> costs) {
  Cell {
    people = Set.copyOf(people);
    counts = List.copyOf(counts);
    costs = List.copyOf(costs);
  }

  boolean hasFewerPeopleThan(int cohort) {
    return people.size() < cohort;
  }

  /** Both together, under this one's day and team. */
  Cell plus(Cell other) {
    Set<String> everyone = new TreeSet<>(people);
    everyone.addAll(other.people);
    Long[] counted = new Long[counts.size()];
    Arrays.setAll(counted, i -> counts.get(i) + other.counts.get(i));
    Double[] spent = new Double[costs.size()];
    Arrays.setAll(spent, i -> costs.get(i) + other.costs.get(i));
    return new Cell(date, team, everyone, List.of(counted), List.of(spent));
  }

  Cell as(LocalDate day, String name) {
    return new Cell(day, name, people, counts, costs);
  }
}
