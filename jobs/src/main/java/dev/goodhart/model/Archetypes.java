package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.util.List;

/**
 * Names what a session looks like, by likeness: each archetype has a few traits, each of which
 * holds more or less; their mean is the likeness. A name is given only where most traits hold, and
 * gaming is named only where the model finds it at least unclear; else it is {@value #OTHER}.
 */
final class Archetypes {
  static final String OTHER = "other";
  static final String RUNAWAY = "runaway";
  private static final double ENOUGH = 0.6;

  /** A runaway agent is waste, not intent, so it is named whatever the model thinks. */
  private static final double CLEARLY = 0.8;

  /** What an unknown figure says of a trait: nothing for it, a little against it. */
  private static final double UNKNOWN = 0.25;

  private Archetypes() {}

  /** The figure is typically beyond {@code centre}, in the direction of {@code scale}'s sign. */
  private record Trait(String feature, double centre, double scale) {
    double held(Figures figures) {
      double value = figures.value(feature);
      return Double.isNaN(value) ? UNKNOWN : LogOdds.probability((value - centre) / scale);
    }
  }

  private record Archetype(String name, List<Trait> traits) {
    double likeness(Figures figures) {
      return traits.stream().mapToDouble(trait -> trait.held(figures)).average().orElse(0);
    }
  }

  private static Archetype archetype(String name, Trait... traits) {
    return new Archetype(name, List.of(traits));
  }

  private static Trait high(String feature, double centre, double scale) {
    return new Trait(feature, centre, scale);
  }

  private static Trait low(String feature, double centre, double scale) {
    return new Trait(feature, centre, -scale);
  }

  private static final Archetype RUN_AWAY =
      archetype(
          RUNAWAY,
          high("calls_per_prompt", 40, 10),
          high("failed_tool_share", 0.3, 0.07),
          high("repeated_tool_input_share", 0.4, 0.1),
          high("calls_vs_person", 0.5, 0.3),
          low("log_prompts", 1.4, 0.3));

  private static final List<Archetype> GAMING =
      List.of(
          archetype(
              "busywork",
              high("calls_per_prompt", 15, 4),
              high("repeated_tool_input_share", 0.3, 0.08),
              low("edit_share", 0.05, 0.02),
              low("commits", 0.5, 0.1),
              low("failed_tool_share", 0.3, 0.07)),
          archetype(
              "context_stuffing",
              high("prompt_chars_mean", 8000, 2000),
              low("output_share", 0.01, 0.003),
              low("tools_per_call", 0.5, 0.15),
              high("context_per_call", 10.5, 0.4)),
          archetype(
              "text_generation_loop",
              high("output_per_call", 6.9, 0.25),
              low("tools_per_call", 0.3, 0.1),
              low("output_cv", 0.5, 0.12),
              high("output_share", 0.1, 0.04)),
          archetype(
              "micro_call_loop",
              low("output_per_call", 4.6, 0.25),
              low("call_gap_cv", 0.7, 0.15),
              high("calls_vs_team", 0.3, 0.2),
              low("edit_share", 0.05, 0.02)),
          archetype(
              "subagent_fan_out",
              high("subagent_share", 0.6, 0.1),
              high("fan_out_per_prompt", 3, 0.7),
              low("commits", 0.5, 0.1),
              low("edit_share", 0.1, 0.03)),
          archetype(
              "target_binge",
              low("target_gap", 0.25, 0.06),
              low("days_to_deadline", 2, 0.5),
              high("tokens_vs_person", 0.5, 0.25)),
          archetype(
              "keep_alive",
              low("prompt_gap_cv", 0.4, 0.1),
              low("prompt_chars_mean", 80, 20),
              low("tools_per_call", 0.2, 0.07),
              high("duration_hours", 1, 0.3),
              low("log_tokens", 12, 0.5)),
          archetype(
              "throwaway_code",
              high("edit_share", 0.35, 0.07),
              low("linked", 0.5, 0.1),
              low("commits", 0.5, 0.1),
              high("tokens_vs_person", 0.2, 0.2)),
          archetype(
              "churn",
              high("file_calls_per_file", 8, 2),
              high("edit_share", 0.3, 0.07),
              high("repeated_tool_input_share", 0.25, 0.07)),
          archetype(
              "junk_change",
              high("linked", 0.8, 0.1),
              low("log_lines", 3, 0.4),
              high("log_tokens_per_line", 11.5, 0.5)),
          archetype(
              "split_change",
              high("linked", 0.8, 0.1),
              low("log_lines", 2.5, 0.3),
              low("log_task_sessions", 0.9, 0.1),
              low("log_tokens", 12.5, 0.5)));

  /**
   * What a session looks like.
   *
   * @param confidence how far its traits hold, 0 to 1; NaN for {@value #OTHER}
   */
  record Named(String name, double confidence) {}

  /** The archetype of a session, gaming ones only where it is suspected. */
  static Named of(Figures figures, boolean suspected) {
    Named runaway = new Named(RUNAWAY, RUN_AWAY.likeness(figures));
    Named best = new Named(OTHER, Double.NaN);
    double least = ENOUGH;
    if (suspected) {
      for (Archetype archetype : GAMING) {
        double alike = archetype.likeness(figures);
        if (alike > least) {
          best = new Named(archetype.name(), alike);
          least = alike;
        }
      }
    }
    boolean clearly = runaway.confidence() >= CLEARLY;
    return clearly && !(best.confidence() >= runaway.confidence()) ? runaway : best;
  }
}
