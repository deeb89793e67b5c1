package dev.goodhart.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the synthetic organisation looks like. Equal options give equal bytes.
 *
 * @param users people, automations apart
 * @param days calendar days (UTC), the first one being {@code start}; nothing lands after them
 * @param seed decides everything that is drawn
 * @param gamingShare share of all sessions that are gaming, 0 to 0.3; gaming starts on day {@link
 *     #ANNOUNCED_ON}
 * @param evasion share of the tells that a gamer hides, 0 to 1
 * @param archetypes the gaming archetypes that occur; empty: all
 * @param automations honest service accounts with scheduled sessions
 * @param reviews share of sessions that a person reviews, 0 to 1
 * @param formats raw usage formats to write
 * @param start first day
 */
public record SampleOptions(
    int users,
    int days,
    long seed,
    double gamingShare,
    double evasion,
    Set<String> archetypes,
    int automations,
    double reviews,
    Set<String> formats,
    LocalDate start) {

  /** Day, counted from 0, on which a leaderboard is announced; nobody games before. */
  public static final int ANNOUNCED_ON = 14;

  private static final Set<String> DEFAULT_FORMATS = Set.of("claude_code_otlp");
  private static final double MOST_GAMING = 0.3;

  public SampleOptions {
    archetypes = Set.copyOf(archetypes);
    formats = Set.copyOf(formats);
    List<String> mistakes = new ArrayList<>();
    if (users < 1) {
      mistakes.add("users must be at least 1, is " + users);
    }
    if (days < 1) {
      mistakes.add("days must be at least 1, is " + days);
    }
    if (!(gamingShare >= 0 && gamingShare <= MOST_GAMING)) {
      mistakes.add("gaming-share must lie in 0.." + MOST_GAMING + ", is " + gamingShare);
    }
    if (!(evasion >= 0 && evasion <= 1)) {
      mistakes.add("evasion must lie in 0..1, is " + evasion);
    }
    if (automations < 0) {
      mistakes.add("automations must not be negative, is " + automations);
    }
    if (!(reviews >= 0 && reviews <= 1)) {
      mistakes.add("reviews must lie in 0..1, is " + reviews);
    }
    Set<String> known = new TreeSet<>(Kind.gamingNames());
    for (String archetype : new TreeSet<>(archetypes)) {
      if (!known.contains(archetype)) {
        mistakes.add("no gaming archetype '" + archetype + "'; there are " + known);
      }
    }
    if (formats.isEmpty()) {
      mistakes.add("formats must name at least one of " + UsageLogs.FORMATS);
    }
    for (String format : new TreeSet<>(formats)) {
      if (!UsageLogs.FORMATS.contains(format)) {
        mistakes.add("no format '" + format + "'; there are " + UsageLogs.FORMATS);
      }
    }
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", mistakes));
    }
  }

  /** 60 people for 6 weeks, 6 % of sessions gaming, half of the tells hidden, 8 % reviewed. */
  public static SampleOptions defaults() {
    return new SampleOptions(
        60, 42, 1, 0.06, 0.5, Set.of(), 3, 0.08, DEFAULT_FORMATS, LocalDate.of(2026, 1, 5));
  }

  /** The same with another seed. */
  public SampleOptions withSeed(long other) {
    return new SampleOptions(
        users, days, other, gamingShare, evasion, archetypes, automations, reviews, formats, start);
  }

  /** The same written in other formats. */
  public SampleOptions withFormats(Set<String> others) {
    return new SampleOptions(
        users, days, seed, gamingShare, evasion, archetypes, automations, reviews, others, start);
  }

  /** The same of another size. */
  public SampleOptions withSize(int people, int calendarDays) {
    return new SampleOptions(
        people,
        calendarDays,
        seed,
        gamingShare,
        evasion,
        archetypes,
        automations,
        reviews,
        formats,
        start);
  }
}
