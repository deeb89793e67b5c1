package dev.goodhart.model;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.goodhart.model.Metrics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Whether groups of people are flagged oftener than others at equal truth: the share of a group's
 * honest sessions that is flagged, over the share of everybody else's.
 *
 * <p>Flags are few, so each side is given half a flag more (after J. Haldane, 1956), among as many
 * more sessions as half a flag takes at the rate of both together. That keeps the ratio finite and
 * draws it towards 1, the more so the fewer flags there are. The interval is over persons drawn
 * with replacement.
 */
public final class Fairness {
  /** A group flagged oftener than so many times as often as others is treated unfairly. */
  public static final double MOST = 1.5;

  private static final double HALF = 0.5;

  private Fairness() {}

  /** How many times as often as others' a group's honest sessions are flagged. */
  record Ratio(Groups.Group group, Estimate estimate) {
    /** Shown, not merely seen: the whole interval lies above the bound. */
    boolean unfair() {
      return estimate.low() > MOST;
    }

    String inWords() {
      return String.format(
          Locale.ROOT,
          "%.1f times (%.1f to %.1f)",
          estimate.value(),
          estimate.low(),
          estimate.high());
    }
  }

  /** Honest sessions of one person, and flagged ones among them: the group's, and all others. */
  private record Counts(
      String person, double flagged, double honest, double othersFlagged, double othersHonest) {}

  /**
   * One ratio for each group of at least {@code minCohort} people with honest sessions that is not
   * everybody; none where nobody is flagged, for then there is nothing to compare.
   *
   * @param honest sessions known to be honest
   */
  static <T extends Seen> List<Ratio> of(
      List<T> honest, Predicate<T> flagged, List<Groups.Group> groups, int minCohort, long seed) {
    if (honest.stream().noneMatch(flagged)) {
      return List.of();
    }
    List<Ratio> ratios = new ArrayList<>();
    for (Groups.Group group : groups) {
      if (Groups.people(group.among(honest)) >= minCohort
          && Groups.people(group.others().among(honest)) >= minCohort) {
        Estimate ratio =
            Resampling.estimate(
                counts(honest, flagged, group), Counts::person, Fairness::ratio, seed);
        ratios.add(new Ratio(group, ratio));
      }
    }
    return List.copyOf(ratios);
  }

  private static <T extends Seen> List<Counts> counts(
      List<T> honest, Predicate<T> flagged, Groups.Group group) {
    return honest.stream().collect(groupingBy(Seen::person, toList())).entrySet().stream()
        .map(
            person -> {
              List<T> inside = group.among(person.getValue());
              List<T> outside = group.others().among(person.getValue());
              return new Counts(
                  person.getKey(),
                  inside.stream().filter(flagged).count(),
                  inside.size(),
                  outside.stream().filter(flagged).count(),
                  outside.size());
            })
        .toList();
  }

  /** NaN where a side has no session; 1 where nobody is flagged on either. */
  private static double ratio(List<Counts> people) {
    double flagged = people.stream().mapToDouble(Counts::flagged).sum();
    double honest = people.stream().mapToDouble(Counts::honest).sum();
    double othersFlagged = people.stream().mapToDouble(Counts::othersFlagged).sum();
    double othersHonest = people.stream().mapToDouble(Counts::othersHonest).sum();
    if (honest == 0 || othersHonest == 0) {
      return Double.NaN;
    }
    if (flagged + othersFlagged == 0) {
      return 1;
    }
    double sessions = HALF * (honest + othersHonest) / (flagged + othersFlagged);
    return (flagged + HALF)
        / (honest + sessions)
        / ((othersFlagged + HALF) / (othersHonest + sessions));
  }
}
