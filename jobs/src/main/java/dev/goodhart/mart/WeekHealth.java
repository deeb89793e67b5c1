package dev.goodhart.mart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far tokens tracked outcomes in one week, for everybody and for teams that are large enough.
 */
final class WeekHealth {
  static final String ALL_TEAMS = "(all teams)";

  /** One person's week. */
  record PersonWeek(String user, String team, long tokens, Set<String> doneTasks) {
    PersonWeek {
      doneTasks = Set.copyOf(doneTasks);
    }
  }

  /** A group's week; sums are there for all teams alone (see decision 3). */
  record Health(
      String team,
      long people,
      Optional<RankCorrelation.Estimate> correlation,
      Optional<Sums> sums) {}

  /** Distinct tasks and tokens of a group. */
  record Sums(long doneTasks, long tokens) {}

  private static final Comparator<List<PersonWeek>> SMALLEST_FIRST =
      Comparator.<List<PersonWeek>>comparingInt(List::size)
          .thenComparing(people -> people.get(0).team());

  private WeekHealth() {}

  /** Nothing at all where the week has fewer people than the smallest cohort. */
  static List<Health> of(List<PersonWeek> week, int minCohort) {
    if (week.size() < minCohort) {
      return List.of();
    }
    List<Health> health = new ArrayList<>();
    health.add(new Health(ALL_TEAMS, week.size(), correlation(week), Optional.of(sums(week))));
    for (List<PersonWeek> team : teamsToShow(week, minCohort)) {
      health.add(new Health(team.get(0).team(), team.size(), correlation(team), Optional.empty()));
    }
    return health;
  }

  /**
   * Teams of at least {@link RankCorrelation#MIN_PAIRS} people. Those outside are a cohort too, as
   * everybody minus the teams shown: where they would be too few, the smallest team joins them.
   */
  private static List<List<PersonWeek>> teamsToShow(List<PersonWeek> week, int minCohort) {
    int fewest = Math.max(minCohort, RankCorrelation.MIN_PAIRS);
    Deque<List<PersonWeek>> large =
        week.stream()
            .collect(Collectors.groupingBy(PersonWeek::team, TreeMap::new, Collectors.toList()))
            .values()
            .stream()
            .filter(team -> team.size() >= fewest)
            .sorted(SMALLEST_FIRST)
            .collect(Collectors.toCollection(ArrayDeque::new));
    int outside = week.size() - large.stream().mapToInt(List::size).sum();
    while (outside > 0 && outside < minCohort && !large.isEmpty()) {
      outside += large.removeFirst().size();
    }
    return List.copyOf(large);
  }

  private static Optional<RankCorrelation.Estimate> correlation(List<PersonWeek> people) {
    double[] tokens = people.stream().mapToDouble(PersonWeek::tokens).toArray();
    double[] doneTasks = people.stream().mapToDouble(each -> each.doneTasks().size()).toArray();
    return RankCorrelation.spearman(tokens, doneTasks);
  }

  private static Sums sums(List<PersonWeek> people) {
    Set<String> doneTasks = new HashSet<>();
    people.forEach(person -> doneTasks.addAll(person.doneTasks()));
    return new Sums(doneTasks.size(), people.stream().mapToLong(PersonWeek::tokens).sum());
  }
}
