package dev.goodhart.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

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
 * @param variety how far this organisation's kinds of session stray from the listed ones, 0 (as
 *     listed) to 1 (gaming takes forms that nobody listed)
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
    double variety,
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
    if (!(variety >= 0 && variety <= 1)) {
      mistakes.add("variety must lie in 0..1, is " + variety);
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
        60, 42, 1, 0.06, 0.5, Set.of(), 3, 0.08, DEFAULT_FORMATS, 0, LocalDate.of(2026, 1, 5));
  }

  /** Every gaming archetype that there is. */
  public static List<String> gamingArchetypes() {
    return Kind.gamingNames();
  }

  /** The same with another seed. */
  public SampleOptions withSeed(long other) {
    return with(draft -> draft.seed = other);
  }

  /** The same of another size. */
  public SampleOptions withSize(int people, int calendarDays) {
    return with(
        draft -> {
          draft.users = people;
          draft.days = calendarDays;
        });
  }

  /** The same with another share of gaming sessions, of whose tells another share is hidden. */
  public SampleOptions withGaming(double share, double hidden) {
    return with(
        draft -> {
          draft.gamingShare = share;
          draft.evasion = hidden;
        });
  }

  /** The same where only these gaming archetypes occur. */
  public SampleOptions withArchetypes(Set<String> others) {
    return with(draft -> draft.archetypes = others);
  }

  /** The same with another number of honest service accounts. */
  public SampleOptions withAutomations(int accounts) {
    return with(draft -> draft.automations = accounts);
  }

  /** The same with another share of sessions reviewed. */
  public SampleOptions withReviews(double share) {
    return with(draft -> draft.reviews = share);
  }

  /** The same written in other formats. */
  public SampleOptions withFormats(Set<String> others) {
    return with(draft -> draft.formats = others);
  }

  /** The same whose kinds of session stray further from the listed ones, or less far. */
  public SampleOptions withVariety(double strays) {
    return with(draft -> draft.variety = strays);
  }

  private SampleOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options in the making. */
  private static final class Draft {
    private int users;
    private int days;
    private long seed;
    private double gamingShare;
    private double evasion;
    private Set<String> archetypes;
    private int automations;
    private double reviews;
    private Set<String> formats;
    private double variety;
    private final LocalDate start;

    private Draft(SampleOptions options) {
      users = options.users;
      days = options.days;
      seed = options.seed;
      gamingShare = options.gamingShare;
      evasion = options.evasion;
      archetypes = options.archetypes;
      automations = options.automations;
      reviews = options.reviews;
      formats = options.formats;
      variety = options.variety;
      start = options.start;
    }

    private SampleOptions options() {
      return new SampleOptions(
          users,
          days,
          seed,
          gamingShare,
          evasion,
          archetypes,
          automations,
          reviews,
          formats,
          variety,
          start);
    }
  }
}
