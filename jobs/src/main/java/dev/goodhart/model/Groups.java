package dev.goodhart.model;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.goodhart.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The groups of sessions that a model is measured on, each by itself. They are told from all
 * sessions, whether or not anybody knows the truth about them.
 *
 * <ul>
 *   <li>{@code heavy tenth}: the dearest tenth.
 *   <li>{@code age young}, {@code age mature}, {@code age none}: by evidence.
 *   <li>{@code month 2026-05}: by the month in which the session started, UTC.
 *   <li>{@code archetype churn}: as the rules that gave the session its label name it.
 *   <li>{@code team payments}: teams of fewer people than the smallest cohort are pooled.
 *   <li>{@code newcomers}: sessions of people who were first seen less than {@code
 *       baselines.window_days} before. Those first seen so shortly after the first session of all
 *       may have been there long before, and are no newcomers.
 *   <li>{@code night workers}: sessions of people who start half of theirs or more in the
 *       organisation's night, the {@value #NIGHT_HOURS} hours on end (UTC) in which fewest sessions
 *       start. People in far time zones are among them.
 *   <li>{@code non-coders}: sessions of people who show an edit, a commit or a pull request in less
 *       than a quarter of theirs.
 * </ul>
 *
 * What people are used to is told of those with {@value #HABIT} sessions or more. Sessions of whom
 * nobody names are in none of the groups that a person's other sessions make.
 *
 * @param parts groups by what dearness, evidence and time make of a session
 * @param archetypes groups by archetype
 * @param people groups of people, which should fare alike
 */
record Groups(List<Group> parts, List<Group> archetypes, List<Group> people) {
  static final String POOL = "(small teams)";

  static final String AGE = "age ";

  private static final int HOURS = 24;
  private static final int NIGHT_HOURS = 8;
  private static final int HABIT = 5;
  private static final double CODER = 0.25;

  /** Sessions that have something in common. */
  record Group(String name, Predicate<Seen> holds) {
    <T extends Seen> List<T> among(List<T> sessions) {
      return sessions.stream().filter(holds).toList();
    }

    Group others() {
      return new Group("not " + name, holds.negate());
    }
  }

  Groups {
    parts = List.copyOf(parts);
    archetypes = List.copyOf(archetypes);
    people = List.copyOf(people);
  }

  static Groups of(List<? extends Seen> sessions, Settings settings) {
    List<Seen> all = List.copyOf(sessions);
    Map<String, List<Seen>> byPerson = all.stream().collect(groupingBy(Seen::person));
    List<Group> parts = new ArrayList<>();
    parts.add(heavyTenth(all));
    parts.addAll(named(AGE, all, row -> row.traits().evidence()));
    parts.addAll(named("month ", all, row -> month(row).toString()));
    List<Group> archetypes = named("archetype ", all, row -> row.traits().archetype());
    List<Group> people = new ArrayList<>(teams(all, settings.privacy().minCohort()));
    people.add(newcomers(all, Duration.ofDays(settings.baselines().windowDays())));
    people.add(peopleWho("night workers", byPerson, nightWorkers(all)));
    people.add(peopleWho("non-coders", byPerson, Groups::isNoCoder));
    return new Groups(parts, archetypes, people);
  }

  /** How many people a number of sessions is of. */
  static long people(List<? extends Seen> sessions) {
    return Persons.number(sessions.stream().map(Seen::person));
  }

  private static Group heavyTenth(List<Seen> all) {
    double bound = heavyAbove(all);
    return new Group("heavy tenth", row -> row.figured().cost() > bound);
  }

  /** The cost above which a session is in the heavy tenth: none where all cost the same. */
  static double heavyAbove(List<? extends Seen> sessions) {
    double[] costs = sessions.stream().mapToDouble(row -> row.figured().cost()).sorted().toArray();
    return costs.length == 0 ? 0 : costs[(int) Math.ceil(0.9 * costs.length) - 1];
  }

  /** One group for each name; what has none is in none. */
  private static List<Group> named(String prefix, List<Seen> all, Function<Seen, String> name) {
    return all.stream()
        .map(name)
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .map(each -> new Group(prefix + each, row -> each.equals(name.apply(row))))
        .toList();
  }

  private static YearMonth month(Seen row) {
    return YearMonth.from(row.traits().startedAt().atZone(ZoneOffset.UTC));
  }

  private static List<Group> teams(List<Seen> all, int minCohort) {
    Map<String, List<Seen>> members =
        all.stream()
            .filter(row -> row.traits().team() != null)
            .collect(groupingBy(row -> row.traits().team()));
    // Told once: the names are asked for every session and every group.
    Set<String> large =
        members.keySet().stream()
            .filter(team -> people(members.get(team)) >= minCohort)
            .collect(toSet());
    return named(
        "team ",
        all,
        row -> {
          String team = row.traits().team();
          return team == null || large.contains(team) ? team : POOL;
        });
  }

  private static Group newcomers(List<Seen> all, Duration window) {
    Map<String, Instant> firstSeen = new HashMap<>();
    Instant begin = Instant.MAX;
    for (Seen row : all) {
      Instant at = row.traits().startedAt();
      firstSeen.merge(row.person(), at, (one, other) -> one.isBefore(other) ? one : other);
      begin = at.isBefore(begin) ? at : begin;
    }
    Instant settled = all.isEmpty() ? begin : begin.plus(window);
    return new Group(
        "newcomers",
        row -> {
          Instant first = firstSeen.get(row.person());
          return Persons.isNamed(row.person())
              && !first.isBefore(settled)
              && row.traits().startedAt().isBefore(first.plus(window));
        });
  }

  private static Group peopleWho(
      String name, Map<String, List<Seen>> byPerson, Predicate<List<Seen>> habit) {
    Set<String> people =
        byPerson.entrySet().stream()
            .filter(each -> each.getValue().size() >= HABIT && habit.test(each.getValue()))
            .map(Map.Entry::getKey)
            .collect(toSet());
    return new Group(name, row -> people.contains(row.person()));
  }

  private static Predicate<List<Seen>> nightWorkers(List<Seen> all) {
    long[] starts = new long[HOURS];
    all.forEach(row -> starts[hour(row)]++);
    int night = 0;
    for (int from = 1; from < HOURS; from++) {
      night = startsFrom(from, starts) < startsFrom(night, starts) ? from : night;
    }
    int dusk = night;
    Predicate<Seen> byNight = row -> Math.floorMod(hour(row) - dusk, HOURS) < NIGHT_HOURS;
    return rows -> share(rows, byNight) >= 0.5;
  }

  private static long startsFrom(int hour, long[] starts) {
    long sum = 0;
    for (int i = 0; i < NIGHT_HOURS; i++) {
      sum += starts[(hour + i) % HOURS];
    }
    return sum;
  }

  private static int hour(Seen row) {
    return row.traits().startedAt().atZone(ZoneOffset.UTC).getHour();
  }

  private static boolean isNoCoder(List<Seen> rows) {
    return share(rows, row -> !row.figured().noProduct()) < CODER;
  }

  private static double share(List<Seen> rows, Predicate<Seen> hit) {
    return (double) rows.stream().filter(hit).count() / rows.size();
  }
}
