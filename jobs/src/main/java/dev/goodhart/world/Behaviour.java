package dev.goodhart.world;

import dev.goodhart.label.Figures;
import dev.goodhart.schema.Feature;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a gamer can do in another way, and the features that this moves together: those that are
 * named, and these beside what is usual. Each feature belongs to one behaviour.
 */
enum Behaviour {
  PROMPTS(
      "writes each prompt anew",
      "repeated_prompt_share",
      "same_prompt_sessions",
      "same_prompt_of_others"),
  PROMPT_LENGTHS("writes prompts of usual length", "prompt_chars_mean", "prompt_chars_cv"),
  WAITING(
      "waits as a person does",
      "duration_hours",
      "call_gap_median",
      "call_gap_cv",
      "prompt_gap_cv",
      "think_time_median",
      "idle_share"),
  HOURS("keeps to usual hours", "unusual_hours_share"),
  CALLS("makes as many calls and prompts", "log_calls", "log_prompts", "calls_per_prompt"),
  TOOLS(
      "uses the same mix of tools",
      "tools_per_call",
      "edit_share",
      "read_share",
      "search_share",
      "shell_share",
      "trivial_shell_share",
      "tool_entropy"),
  TOOL_INPUTS(
      "gives tools new inputs",
      "repeated_tool_input_share",
      "shared_tool_input_share",
      "shared_tool_input_share_of_others"),
  FILES(
      "edits files as widely",
      "file_calls_per_file",
      "log_distinct_files",
      "log_edit_chars",
      "shared_file_share",
      "shared_file_share_of_others"),
  FAILURES("lets tools and calls fail", "failed_tool_share", "error_share"),
  CONTEXT(
      "loads as much context",
      "log_result_chars",
      "cache_read_share",
      "context_per_call",
      "first_context",
      "context_growth",
      "compactions_per_100_calls"),
  ANSWERS("asks for usual answers", "output_per_call", "output_cv"),
  SUB_AGENTS("sends out as many sub-agents", "subagent_share", "fan_out_per_prompt"),
  DECISIONS("attends and decides by hand", "rejection_share", "unattended_share"),
  SPENDING("spends as many tokens", "log_tokens", "log_output_tokens", "log_cost", "output_share"),
  TARGETS("keeps away from targets", "target_gap", "days_to_deadline"),
  BRANCHES("names other branches", "log_branch_sessions"),
  TASKS("names a task", "linked", "log_task_sessions"),
  COMMITS("makes empty commits", "commits"),
  RESULTS("gets work merged", costly(Feature.Group.OUTCOMES));

  /** Beside the usual in another unit than the figure's own, so that they don't move as it does. */
  private static final Set<String> IN_ANOTHER_UNIT =
      Set.of("cost_vs_person", "cost_vs_team", "gap_vs_team");

  /** Features that set a figure beside the person's or the team's usual as a plain difference. */
  private static final Map<String, List<String>> BESIDE_USUAL = besideUsual();

  private final String text;

  /** Names, with spaces between them. */
  private final String features;

  private final Price price;

  /** What it takes a gamer to change a behaviour, the cheapest first. */
  enum Price {
    /** Nothing but another way of going about it. */
    FREE,
    /** The number that the gaming was for. */
    TOKENS,
    /** Work that lands. */
    WORK;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static String[] costly(Feature.Group group) {
    return Feature.ALL.stream()
        .filter(feature -> feature.group() == group && !feature.free())
        .map(Feature::name)
        .toArray(String[]::new);
  }

  Behaviour(String text, String... features) {
    List<Feature> moved =
        Stream.of(features).flatMap(Behaviour::withBesideUsual).map(Feature::named).toList();
    this.text = text;
    this.features = String.join(" ", moved.stream().map(Feature::name).toList());
    this.price = price(moved);
  }

  private static Stream<String> withBesideUsual(String feature) {
    return Stream.concat(Stream.of(feature), Feature.besideUsual(feature).stream());
  }

  private static Price price(List<Feature> features) {
    if (features.stream().allMatch(Feature::free)) {
      return Price.FREE;
    }
    return features.stream().anyMatch(feature -> feature.group() == Feature.Group.OUTCOMES)
        ? Price.WORK
        : Price.TOKENS;
  }

  private static Map<String, List<String>> besideUsual() {
    Predicate<String> plain = beside -> !IN_ANOTHER_UNIT.contains(beside);
    return Feature.ALL.stream()
        .map(Feature::name)
        .collect(
            Collectors.toMap(
                figure -> figure,
                figure -> Feature.besideUsual(figure).stream().filter(plain).toList()));
  }

  /**
   * A session in which somebody behaves as a colleague did. What is usual for him stays what it
   * was, so that beside it he moves by as much as the figure does.
   */
  Figures taken(Figures session, Figures colleague) {
    Figures changed = session.with(features(), colleague);
    for (String feature : features()) {
      for (String beside : BESIDE_USUAL.get(feature)) {
        double moved = colleague.value(feature) - session.value(feature);
        changed = changed.with(beside, session.value(beside) + moved);
      }
    }
    return changed;
  }

  /** What a gamer who changes it does from then on. */
  String text() {
    return text;
  }

  List<String> features() {
    return List.of(features.split(" ", -1));
  }

  Price price() {
    return price;
  }
}
