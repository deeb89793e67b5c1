package dev.goodhart.sample;

import static dev.goodhart.sample.Dial.*;
import static dev.goodhart.sample.Kind.*;
import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far each kind of session moves which dials, in standard deviations of ordinary sessions.
 * Kinds overlap on purpose: honest heavy kinds share every single tell with some gaming kind.
 */
final class Tells {
  private static final double SIZES_VARY = 0.4;
  private static final int HONEST_MOVES_MORE = 3;
  private static final double SHARE_IN_COMMON = 0.5;

  /** What all gaming has in common, unless the archetype says otherwise. */
  private static final Map<Dial, Double> GAMING =
      Map.ofEntries(
          entry(THINK, -1.4),
          entry(RHYTHM, 1.4),
          entry(TEMPLATE, 1.6),
          entry(UNATTENDED, 1.4),
          entry(PROMPT_REPEAT, 1.4),
          entry(INPUT_REPEAT, 1.4),
          entry(YIELD, -1.8),
          entry(ERRORS, -0.8),
          entry(HOURS, 0.6),
          entry(TRIVIAL, 0.8),
          entry(SEARCH, -0.8),
          entry(PROMPT_CHARS, -0.7));

  private static final Map<Kind, Map<Dial, Double>> SHIFTS = new EnumMap<>(Kind.class);

  static {
    put(
        MIGRATION,
        by(CALLS, 1.2),
        by(CALLS_PER_PROMPT, 1.0),
        by(EDIT, 1.0),
        by(INPUT_REPEAT, 1.0),
        by(PROMPT_REPEAT, 1.0),
        by(TEMPLATE, 0.8),
        by(UNATTENDED, 1.0),
        by(FILE_SPREAD, 1.0),
        by(EDIT_SIZE, -0.4),
        by(COMPANY, 0.8));
    put(
        EVALUATION_BATCH,
        by(CALLS, 1.0),
        by(CALLS_PER_PROMPT, -1.5),
        by(UNATTENDED, 1.6),
        by(PROMPT_REPEAT, 2.2),
        by(TEMPLATE, 1.5),
        by(RHYTHM, 1.3),
        by(THINK, -1.2),
        by(EDIT, -1.2),
        by(SHELL, 0.8),
        by(YIELD, -1.2),
        by(PULL, -1.5),
        by(OUTPUT, 0.8),
        by(HOURS, 1.0));
    put(
        INCIDENT,
        by(CALLS, 0.8),
        by(THINK, -0.7),
        by(SHELL, 1.2),
        by(SEARCH, 0.5),
        by(HOURS, 1.4),
        by(YIELD, -0.3),
        by(RESULTS, 0.8),
        by(ERRORS, 0.7),
        by(INPUT_REPEAT, 0.9),
        by(TRIVIAL, 0.5));
    put(
        RESEARCH,
        by(CALLS, 0.4),
        by(READ, 1.2),
        by(SEARCH, 1.0),
        by(OTHER, 1.0),
        by(EDIT, -1.6),
        by(YIELD, -1.8),
        by(PULL, -1.8),
        by(CONTEXT, 0.8),
        by(GROWTH, 1.0),
        by(OUTPUT, 0.4));
    put(
        CODE_REVIEW,
        by(READ, 1.0),
        by(EDIT, -1.5),
        by(SHELL, 0.3),
        by(YIELD, -1.8),
        by(TEMPLATE, 1.0),
        by(FILE_SPREAD, 0.8),
        by(CALLS, -0.2));
    put(
        PROTOTYPE_DISCARDED,
        by(CALLS, 0.6),
        by(EDIT, 2.2),
        by(OUTPUT, 2.4),
        by(EDIT_SIZE, 2.3),
        by(FILE_SPREAD, 1.2),
        by(READ, -2.0),
        by(SEARCH, -1.5),
        by(PULL, -1.8),
        by(YIELD, -0.4));
    put(
        HARD_DEBUGGING,
        by(CALLS, 1.1),
        by(INPUT_REPEAT, 2.0),
        by(SHELL, 0.9),
        by(ERRORS, 1.0),
        by(YIELD, -0.7),
        by(FILE_SPREAD, -1.1),
        by(REWORK, 1.0),
        by(COMPANY, 0.8));
    put(
        FAILED_ATTEMPT,
        by(CALLS, 0.7),
        by(EDIT, 0.3),
        by(YIELD, -1.3),
        by(PULL, -1.0),
        by(MERGE, -2.0),
        by(REWORK, 0.8),
        by(ERRORS, 0.4));
    put(
        PARALLEL_AGENTS,
        by(FANOUT, 1.9),
        by(CALLS, 0.9),
        by(UNATTENDED, 0.9),
        by(CALLS_PER_PROMPT, 0.6),
        by(TEMPLATE, 0.7),
        by(COMPANY, 1.5));
    put(
        ONBOARDING,
        by(READ, 0.8),
        by(PROMPT_CHARS, 0.4),
        by(EDIT, -0.8),
        by(YIELD, -0.9),
        by(PULL, -0.6),
        by(REJECTS, 0.8),
        by(CALLS_PER_PROMPT, -0.7),
        by(TRIVIAL, 0.7));
    put(
        LARGE_REFACTOR,
        by(CALLS, 1.3),
        by(EDIT, 1.0),
        by(EDIT_SIZE, 0.6),
        by(FILE_SPREAD, 0.8),
        by(REWORK, 1.0),
        by(CONTEXT, 0.5),
        by(UNATTENDED, 0.5),
        by(COMPANY, 1.0));
    put(
        LONG_CONTEXT_QUESTION,
        by(CONTEXT, 1.9),
        by(PROMPT_CHARS, 1.8),
        by(CALLS, -0.9),
        by(TOOLS, -1.6),
        by(EDIT, -1.3),
        by(YIELD, -1.6),
        by(PULL, -0.8),
        by(GROWTH, 1.3),
        by(RESULTS, 0.8));
    put(
        SCHEDULED_AUTOMATION,
        by(UNATTENDED, 2.5),
        by(RHYTHM, 1.5),
        by(THINK, -1.2),
        by(TEMPLATE, 2.5),
        by(INPUT_REPEAT, 0.3),
        by(CALLS_PER_PROMPT, 0.7),
        by(CALLS, 0.5),
        by(FILE_SPREAD, -0.5));
    put(
        PAIRING,
        by(CALLS_PER_PROMPT, -1.5),
        by(CALLS, 1.0),
        by(THINK, -1.0),
        by(REJECTS, 0.6),
        by(UNATTENDED, -0.8),
        by(COMPANY, 0.5));
    put(
        HACKATHON_WEEK,
        by(CALLS, 1.6),
        by(HOURS, 1.2),
        by(PULL, -1.2),
        by(EDIT, 1.2),
        by(EDIT_SIZE, 2.0),
        by(READ, -1.2),
        by(OUTPUT, 1.4),
        by(THINK, -0.6),
        by(YIELD, -0.3));
    put(
        NEW_MODEL_TRIAL,
        by(PROMPT_REPEAT, 2.2),
        by(TEMPLATE, 1.0),
        by(INPUT_REPEAT, 0.8),
        by(YIELD, -1.2),
        by(PULL, -1.0),
        by(EDIT, -0.5),
        by(CALLS, 0.2));
    put(
        QUICK_QUESTION,
        by(CALLS, -1.7),
        by(CALLS_PER_PROMPT, -1.0),
        by(TOOLS, -1.4),
        by(EDIT, -1.5),
        by(OUTPUT, -0.9),
        by(PROMPT_CHARS, -0.8),
        by(TEMPLATE, 0.6),
        by(YIELD, -2.0),
        by(PULL, -1.5),
        by(COMPANY, -1.0));
    put(
        RUNAWAY,
        by(CALLS, 1.9),
        by(CALLS_PER_PROMPT, 1.8),
        by(INPUT_REPEAT, 2.2),
        by(ERRORS, 1.8),
        by(UNATTENDED, 1.0),
        by(YIELD, -1.4),
        by(PULL, -1.0),
        by(FILE_SPREAD, -1.2),
        by(TRIVIAL, 0.4));
    put(
        BUSYWORK,
        by(CALLS, 1.0),
        by(CALLS_PER_PROMPT, 1.8),
        by(UNATTENDED, 1.8),
        by(EDIT, -1.8),
        by(READ, 1.5),
        by(FILE_SPREAD, 1.5),
        by(YIELD, -2.5),
        by(PULL, -2.0),
        by(TEMPLATE, 1.8),
        by(THINK, -1.2),
        by(REJECTS, -1.0),
        by(OUTPUT, 0.8));
    put(
        CONTEXT_STUFFING,
        by(CALLS, 0.2),
        by(CONTEXT, 2.2),
        by(PROMPT_CHARS, 2.2),
        by(GROWTH, 2.0),
        by(RESULTS, 1.6),
        by(OUTPUT, -1.6),
        by(EDIT, -1.6),
        by(YIELD, -2.5),
        by(PULL, -1.6),
        by(PROMPT_REPEAT, 1.8),
        by(INPUT_REPEAT, 1.5),
        by(TEMPLATE, 1.3));
    put(
        TEXT_GENERATION_LOOP,
        by(CALLS, 0.4),
        by(OUTPUT, 2.4),
        by(TOOLS, -1.2),
        by(PROMPT_REPEAT, 2.2),
        by(TEMPLATE, 1.6),
        by(RHYTHM, 1.8),
        by(THINK, -1.8),
        by(YIELD, -2.4),
        by(PULL, -1.5),
        by(CALLS_PER_PROMPT, -1.6),
        by(EDIT, -1.4),
        by(GROWTH, -1.0));
    put(
        MICRO_CALL_LOOP,
        by(CALLS, 0.8),
        by(CALLS_PER_PROMPT, -1.4),
        by(OUTPUT, -2.0),
        by(TRIVIAL, 0.7),
        by(SHELL, 1.2),
        by(THINK, -2.0),
        by(RHYTHM, 2.0),
        by(PROMPT_CHARS, -1.6),
        by(INPUT_REPEAT, 2.0),
        by(EDIT, -1.6),
        by(YIELD, -2.2),
        by(PULL, -1.4));
    put(
        SUBAGENT_FAN_OUT,
        by(FANOUT, 2.8),
        by(CALLS, 0.8),
        by(UNATTENDED, 1.6),
        by(INPUT_REPEAT, 1.7),
        by(TEMPLATE, 1.8),
        by(YIELD, -2.4),
        by(PULL, -1.8),
        by(EDIT, -1.4),
        by(FILE_SPREAD, -1.2),
        by(THINK, -1.0));
    put(
        TARGET_BINGE,
        by(CALLS, 1.2),
        by(THINK, -1.8),
        by(PROMPT_REPEAT, 1.8),
        by(TRIVIAL, 1.5),
        by(HOURS, 1.6),
        by(YIELD, -2.4),
        by(EDIT, -1.5),
        by(PULL, -1.8),
        by(PROMPT_CHARS, -1.0),
        by(INPUT_REPEAT, 1.4),
        by(CONTEXT, 1.0));
    put(
        KEEP_ALIVE,
        by(CALLS, -1.2),
        by(PROMPT_CHARS, -1.8),
        by(TEMPLATE, 2.2),
        by(RHYTHM, 1.2),
        by(THINK, -0.8),
        by(PROMPT_REPEAT, 1.4),
        by(YIELD, -2.4),
        by(PULL, -1.8),
        by(EDIT, -1.8),
        by(READ, -1.0),
        by(OUTPUT, -1.2),
        by(TRIVIAL, 1.5),
        by(TOOLS, -1.0));
    put(
        THROWAWAY_CODE,
        by(CALLS, 0.3),
        by(EDIT, 1.7),
        by(EDIT_SIZE, 2.0),
        by(OUTPUT, 1.0),
        by(PULL, -2.4),
        by(READ, -1.7),
        by(SEARCH, -1.3),
        by(FILE_SPREAD, 2.0),
        by(YIELD, -1.8),
        by(UNATTENDED, 1.5),
        by(TEMPLATE, 1.5),
        by(ERRORS, -0.8),
        by(REJECTS, -1.0));
    put(
        CHURN,
        by(EDIT, 1.6),
        by(INPUT_REPEAT, 2.0),
        by(FILE_SPREAD, -2.0),
        by(REWORK, 2.4),
        by(MERGE, -1.0),
        by(YIELD, -1.5),
        by(EDIT_SIZE, -1.0),
        by(UNATTENDED, 1.4),
        by(TEMPLATE, 1.5),
        by(PROMPT_REPEAT, 1.5),
        by(READ, -1.0),
        by(CALLS, 0.6));
    put(
        JUNK_CHANGE,
        by(EDIT_SIZE, -2.0),
        by(FILE_SPREAD, 1.8),
        by(TEMPLATE, 2.0),
        by(READ, -1.4),
        by(SEARCH, -1.0),
        by(PULL, 0.8),
        by(MERGE, -1.4),
        by(THINK, -1.4),
        by(PROMPT_REPEAT, 1.6),
        by(UNATTENDED, 1.4),
        by(YIELD, -0.6),
        by(SHELL, -0.8));
    put(
        SPLIT_CHANGE,
        by(COMPANY, -1.5),
        by(EDIT_SIZE, -1.8),
        by(PULL, 1.5),
        by(CALLS, -0.7),
        by(TEMPLATE, 2.0),
        by(PROMPT_REPEAT, 1.5),
        by(FILE_SPREAD, -1.8),
        by(THINK, -1.4),
        by(READ, -1.2),
        by(REWORK, 1.0),
        by(UNATTENDED, 1.0),
        by(CONTEXT, 1.0));
  }

  private final Map<Kind, Map<Dial, Double>> shifts;

  private Tells(Map<Kind, Map<Dial, Double>> shifts) {
    this.shifts = shifts;
  }

  /**
   * The kinds of an organisation. With more variety honest kinds move a few more dials, all moves
   * are of other sizes, and more of the gaming archetypes give way to invented ones: what gaming
   * has in common, or most of it, and some dials at random.
   */
  static Tells of(SampleOptions options) {
    Map<Kind, Map<Dial, Double>> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      Draw draw = Draw.of(options.seed(), "tells", kind);
      boolean invented = kind.gaming() && draw.chance(options.variety());
      all.put(kind, invented ? invented(draw) : varied(kind, options.variety(), draw));
    }
    return new Tells(all);
  }

  private static Map<Dial, Double> varied(Kind kind, double variety, Draw draw) {
    Map<Dial, Double> moved = listed(kind);
    moved.replaceAll((dial, by) -> by * Math.exp(SIZES_VARY * variety * draw.normal()));
    if (!kind.gaming()) {
      for (int i = 0; i < HONEST_MOVES_MORE; i++) {
        moved.merge(anyDial(draw), 1.2 * variety * draw.uniform(-1, 1), Double::sum);
      }
    }
    return moved;
  }

  private static Map<Dial, Double> invented(Draw draw) {
    Map<Dial, Double> moved = new EnumMap<>(Dial.class);
    int own = 7 + draw.below(5);
    for (int i = 0; i < own; i++) {
      moved.put(anyDial(draw), draw.uniform(1.2, 2.4) * (draw.chance(0.5) ? 1 : -1));
    }
    for (Dial dial : Dial.values()) {
      double common = GAMING.getOrDefault(dial, 0.0) * draw.uniform(0.6, 1.4);
      if (common != 0 && draw.chance(SHARE_IN_COMMON)) {
        moved.put(dial, common);
      }
    }
    // Whatever form it takes, gaming is work without a result.
    moved.put(Dial.YIELD, -draw.uniform(1.2, 2.5));
    return moved;
  }

  private static Dial anyDial(Draw draw) {
    return draw.pick(List.of(Dial.values()));
  }

  /** How far a kind moves which dials where nothing strays; a map of the caller's own. */
  static Map<Dial, Double> listed(Kind kind) {
    Map<Dial, Double> moved = new EnumMap<>(Dial.class);
    if (kind.gaming()) {
      moved.putAll(GAMING);
    }
    moved.putAll(SHIFTS.getOrDefault(kind, Map.of()));
    return moved;
  }

  private record Shift(Dial dial, double by) {}

  private static Shift by(Dial dial, double shift) {
    return new Shift(dial, shift);
  }

  private static void put(Kind kind, Shift... shifts) {
    Map<Dial, Double> all = new EnumMap<>(Dial.class);
    for (Shift shift : shifts) {
      all.put(shift.dial(), shift.by());
    }
    SHIFTS.put(kind, all);
  }

  /** How far a kind moves a dial; 0 where it leaves it alone. */
  double shift(Kind kind, Dial dial) {
    return shifts.get(kind).getOrDefault(dial, 0.0);
  }
}
