package dev.goodhart.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One feature of {@code silver.session_features}, and what the table and docs/features.md say of
 * it.
 *
 * @param group what it is about; reasons of one group say much the same
 * @param unit what its number is
 * @param formula how it is reckoned
 * @param unknownWhere where it can't be told and is null; empty: nowhere
 * @param archetypes kinds of session that it is for, honest ones among them
 * @param free whether a gamer can change it without doing more real work
 */
public record Feature(
    String name,
    Group group,
    String unit,
    String formula,
    String unknownWhere,
    String archetypes,
    boolean free) {

  /** What a feature is about. */
  public enum Group {
    VOLUME("Volume"),
    RHYTHM("Rhythm"),
    REPETITION("Repetition"),
    TOOLS("Tools"),
    CONTEXT("Context"),
    ATTENDANCE("Fan-out and attendance"),
    OUTCOMES("What the linked tasks came to"),
    USUAL("Against what is usual"),
    TARGETS("Closeness to a target");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private static final String BESIDE_PERSON = "_vs_person";
  private static final String BESIDE_TEAM = "_vs_team";
  private static final String BY_PROXY = "told by a proxy alone (litellm), which doesn't see all";
  private static final String UNASKED =
      "told by sources alone that don't see what an agent is asked (litellm, otel_genai)";
  private static final String NO_LINES = "no linked task tells of changed lines";
  private static final String NO_TOOL_NAMES =
      "no tool call, or most of other names than are known (sources other than Claude Code and Codex)";
  private static final String NO_OUTPUT =
      "output not counted: under 10 tokens a tool call, or more than one call in ten without a count";
  private static final String NO_INPUT = "more than one call in ten has no count of input";
  private static final String NO_TOKENS =
      "more than one call in ten has no count of input or of output, or tools are told and no call";
  private static final String NO_TOOLS =
      "no tool call is told, by sources alone that may not tell of them (others than Claude Code and Codex)";

  /** Those that look at a session alone, at its tasks, or at volume beside what is usual. */
  private static final List<Feature> STATED =
      List.of(
          // volume
          free(
              "log_calls",
              Group.VOLUME,
              "ln(1 + n)",
              "ln(1 + model calls).",
              "",
              "heavy kinds of either side"),
          costly(
              "log_tokens",
              Group.VOLUME,
              "ln(1 + n)",
              "ln(1 + all tokens).",
              NO_TOKENS,
              "keep_alive, split_change, heavy kinds of either side"),
          costly(
              "log_output_tokens",
              Group.VOLUME,
              "ln(1 + n)",
              "ln(1 + output tokens).",
              NO_OUTPUT,
              "text_generation_loop, throwaway_code"),
          costly(
              "log_cost",
              Group.VOLUME,
              "ln(1 + USD)",
              "ln(1 + USD), known costs.",
              "more than one call in ten has no known cost, or tools are told and no call",
              "heavy kinds of either side"),
          free(
              "log_prompts",
              Group.VOLUME,
              "ln(1 + n)",
              "ln(1 + prompts).",
              UNASKED,
              "micro_call_loop, runaway"),
          free(
              "duration_hours",
              Group.VOLUME,
              "hours",
              "Hours from the first event to the last.",
              "no event has a time that can be",
              "keep_alive"),
          free(
              "calls_per_prompt",
              Group.VOLUME,
              "number",
              "Model calls / prompts.",
              "without a prompt",
              "busywork, runaway, pairing"),
          free(
              "tools_per_call",
              Group.VOLUME,
              "number",
              "Tool calls / model calls.",
              "without a model call, or " + BY_PROXY + ", or " + NO_TOOLS,
              "text_generation_loop, long_context_question"),
          // rhythm
          free(
              "call_gap_median",
              Group.RHYTHM,
              "seconds",
              "Median seconds between successive model calls.",
              "under 2 model calls",
              "micro_call_loop"),
          free(
              "call_gap_cv",
              Group.RHYTHM,
              "ratio",
              "Standard deviation / mean of the seconds between model calls.",
              "under 5 gaps",
              "micro_call_loop, scheduled_automation_with_a_result"),
          free(
              "prompt_gap_cv",
              Group.RHYTHM,
              "ratio",
              "Standard deviation / mean of the seconds between prompts.",
              "under 3 gaps",
              "keep_alive, text_generation_loop, scheduled_automation_with_a_result"),
          free(
              "think_time_median",
              Group.RHYTHM,
              "seconds",
              "Median seconds from the event before a prompt to the prompt.",
              "no prompt that follows an event",
              "target_binge, micro_call_loop, junk_change, pairing"),
          free(
              "idle_share",
              Group.RHYTHM,
              "0 to 1",
              "Share of the duration in gaps of more than 10 minutes between events.",
              "no duration",
              "keep_alive, hard_debugging"),
          free(
              "unusual_hours_share",
              Group.RHYTHM,
              "0 to 1",
              "Share of events in hours that hold under 2 % of the person's own last 28 days.",
              "under 200 events of the person",
              "target_binge, incident, hackathon_week"),
          // repetition
          free(
              "repeated_prompt_share",
              Group.REPETITION,
              "0 to 1",
              "1 - distinct / all prompts with known text.",
              "under 2 such prompts",
              "text_generation_loop, micro_call_loop, evaluation_batch, new_model_trial"),
          free(
              "repeated_tool_input_share",
              Group.REPETITION,
              "0 to 1",
              "1 - distinct / all tool calls with known input.",
              "under 5 such calls",
              "subagent_fan_out, churn, busywork, runaway, hard_debugging"),
          free(
              "file_calls_per_file",
              Group.REPETITION,
              "number",
              "Tool calls on files / distinct files.",
              "no known file",
              "churn, hard_debugging"),
          free(
              "prompt_chars_mean",
              Group.REPETITION,
              "number",
              "Mean characters of a prompt.",
              "no prompt with known length",
              "context_stuffing, keep_alive, long_context_question"),
          free(
              "prompt_chars_cv",
              Group.REPETITION,
              "ratio",
              "Standard deviation / mean of prompt characters.",
              "under 3 prompts",
              "text_generation_loop, pairing"),
          free(
              "same_prompt_sessions",
              Group.REPETITION,
              "ln(1 + n)",
              "ln(1 + other sessions of the person, started in the last 28 days, that ask most often what this one asks most often).",
              "no prompt with known text, or nobody known whose the session is",
              "junk_change, keep_alive, busywork, scheduled_automation_with_a_result"),
          free(
              "same_prompt_of_others",
              Group.REPETITION,
              "ln(1 + n)",
              "ln(1 + other people's sessions, started in the last 28 days, that ask most often what this one asks most often).",
              "no prompt with known text, or nobody known whose the session is",
              "onboarding, code_review, scheduled_automation_with_a_result"),
          free(
              "shared_tool_input_share",
              Group.REPETITION,
              "0 to 1",
              "What tools were asked that they were asked in other sessions of the person, too, started in the last 28 days / all distinct that they were asked; over the half on which a lot falls.",
              "under 2 known ones are drawn, or nobody is known whose the session is",
              "busywork, keep_alive, micro_call_loop, scheduled_automation_with_a_result"),
          free(
              "shared_tool_input_share_of_others",
              Group.REPETITION,
              "0 to 1",
              "The same with other people's sessions.",
              "under 2 known ones are drawn, or nobody is known whose the session is",
              "onboarding, code_review, migration"),
          free(
              "shared_file_share",
              Group.REPETITION,
              "0 to 1",
              "Files that tools touched in other sessions of the person, too, started in the last 28 days / all distinct files; over the half on which a lot falls.",
              "under 2 known ones are drawn, or nobody is known whose the session is",
              "churn, split_change, throwaway_code, large_refactor_that_lands"),
          free(
              "shared_file_share_of_others",
              Group.REPETITION,
              "0 to 1",
              "The same with other people's sessions.",
              "under 2 known ones are drawn, or nobody is known whose the session is",
              "throwaway_code, code_review, incident"),
          // tools
          free(
              "edit_share",
              Group.TOOLS,
              "0 to 1",
              "Edits and writes / tool calls.",
              NO_TOOL_NAMES,
              "churn, throwaway_code, prototype_discarded"),
          free(
              "read_share",
              Group.TOOLS,
              "0 to 1",
              "Reads and searches / tool calls.",
              NO_TOOL_NAMES,
              "busywork, research_and_design_reading, code_review"),
          free(
              "search_share",
              Group.TOOLS,
              "0 to 1",
              "Searches (of files, code, the web) / tool calls.",
              NO_TOOL_NAMES,
              "busywork, research_and_design_reading, incident"),
          free(
              "log_edit_chars",
              Group.TOOLS,
              "ln(1 + n)",
              "ln(1 + mean size of an edit's input).",
              "no edit of known size",
              "throwaway_code, junk_change, prototype_discarded"),
          free(
              "shell_share",
              Group.TOOLS,
              "0 to 1",
              "Shell calls / tool calls.",
              NO_TOOL_NAMES,
              "micro_call_loop, incident"),
          free(
              "trivial_shell_share",
              Group.TOOLS,
              "0 to 1",
              "echo, sleep, true, pwd, date, ls and the like / shell calls of known command.",
              "no such shell call",
              "micro_call_loop, target_binge, keep_alive"),
          free(
              "failed_tool_share",
              Group.TOOLS,
              "0 to 1",
              "Failed / tool calls with a known result.",
              "no known result",
              "runaway, hard_debugging"),
          free(
              "tool_entropy",
              Group.TOOLS,
              "bits",
              "Entropy of tool names.",
              "no tool call",
              "busywork, micro_call_loop"),
          free(
              "log_distinct_files",
              Group.TOOLS,
              "ln(1 + n)",
              "ln(1 + distinct files).",
              "tool calls that work on files name none, or may (sources other than Claude Code and Codex), or "
                  + NO_TOOLS,
              "busywork, churn, migration"),
          free(
              "log_result_chars",
              Group.TOOLS,
              "ln(1 + n)",
              "ln(1 + mean size of a tool's result).",
              "no known size",
              "context_stuffing, incident"),
          free(
              "error_share",
              Group.TOOLS,
              "0 to 1",
              "Errors / (model calls + errors).",
              "neither of them",
              "runaway"),
          // context
          costly(
              "output_share",
              Group.CONTEXT,
              "0 to 1",
              "Output / all tokens.",
              "no token, or " + NO_OUTPUT + ", or " + NO_INPUT,
              "context_stuffing, keep_alive, text_generation_loop"),
          free(
              "cache_read_share",
              Group.CONTEXT,
              "0 to 1",
              "Cache reads / input of all kinds.",
              "no input, or " + NO_INPUT,
              "context_stuffing, keep_alive"),
          free(
              "context_per_call",
              Group.CONTEXT,
              "ln(1 + n)",
              "ln(1 + mean input of all kinds a model call).",
              "no model call, or " + NO_INPUT,
              "context_stuffing, long_context_question"),
          free(
              "first_context",
              Group.CONTEXT,
              "ln(1 + n)",
              "ln(1 + input of all kinds of the main agent's first call).",
              "no model call, or " + NO_INPUT,
              "context_stuffing, long_context_question"),
          free(
              "context_growth",
              Group.CONTEXT,
              "ln of a ratio",
              "ln of mean context of the last third of calls over the first third.",
              "under 6 calls, or " + NO_INPUT,
              "context_stuffing, research_and_design_reading"),
          free(
              "output_per_call",
              Group.CONTEXT,
              "ln(1 + n)",
              "ln(1 + mean output tokens a model call).",
              "no model call, or " + NO_OUTPUT,
              "text_generation_loop, throwaway_code, micro_call_loop"),
          free(
              "output_cv",
              Group.CONTEXT,
              "ratio",
              "Standard deviation / mean of output tokens a call.",
              "under 5 calls, or " + NO_OUTPUT,
              "text_generation_loop"),
          free(
              "compactions_per_100_calls",
              Group.CONTEXT,
              "in 100 calls",
              "Compactions / model calls x 100.",
              "no model call, or " + UNASKED,
              "context_stuffing, large_refactor_that_lands"),
          // attendance
          free(
              "subagent_share",
              Group.ATTENDANCE,
              "0 to 1",
              "Model calls of sub-agents / model calls of which it is told whose they are.",
              "no such model call (usage_event, otel_genai, proxies)",
              "subagent_fan_out, parallel_agents_on_one_task"),
          free(
              "fan_out_per_prompt",
              Group.ATTENDANCE,
              "number",
              "Sub-agent launches / prompts.",
              "without a prompt, most tool calls of other names than are known, or " + NO_TOOLS,
              "subagent_fan_out, parallel_agents_on_one_task"),
          free(
              "rejection_share",
              Group.ATTENDANCE,
              "0 to 1",
              "Rejected tool calls / those put to a person.",
              "nobody was asked",
              "hard_debugging, onboarding, pairing"),
          free(
              "unattended_share",
              Group.ATTENDANCE,
              "0 to 1",
              "Unattended / all events that tell.",
              "no event tells",
              "busywork, junk_change, scheduled_automation_with_a_result"),
          // outcomes
          // Whoever games may name any task.
          free(
              "linked",
              Group.OUTCOMES,
              "0 to 1",
              "Highest confidence of a link to a task, 0 where none.",
              "",
              "every kind"),
          costly(
              "done_share",
              Group.OUTCOMES,
              "0 to 1",
              "Linked tasks merged or done / linked tasks, weak links weighted by confidence.",
              "no link",
              "every kind"),
          costly(
              "abandoned_share",
              Group.OUTCOMES,
              "0 to 1",
              "Linked tasks abandoned / linked tasks, weak links weighted by confidence.",
              "no link",
              "junk_change, failed_attempt"),
          costly(
              "reverted_share",
              Group.OUTCOMES,
              "0 to 1",
              "Linked tasks reverted / linked tasks, weak links weighted by confidence.",
              "no link",
              "junk_change, churn"),
          costly(
              "log_lines",
              Group.OUTCOMES,
              "ln(1 + n)",
              "ln(1 + lines changed by linked tasks).",
              NO_LINES,
              "junk_change, split_change, migration"),
          costly(
              "log_tokens_per_line",
              Group.OUTCOMES,
              "ln of a ratio",
              "ln((1 + tokens) / (1 + lines changed by linked tasks)).",
              NO_LINES + ", or " + NO_TOKENS,
              "junk_change, churn"),
          costly(
              "removed_share",
              Group.OUTCOMES,
              "0 to 1",
              "Lines removed / lines changed by linked tasks.",
              "no changed line of a linked task is known",
              "churn, large_refactor_that_lands"),
          costly(
              "log_lines_per_edit",
              Group.OUTCOMES,
              "ln of a ratio",
              "ln((1 + lines changed by linked tasks) / edits): how much of the editing survives.",
              NO_LINES + ", or no edit",
              "churn, throwaway_code, failed_attempt"),
          free(
              "log_task_sessions",
              Group.OUTCOMES,
              "ln(1 + n)",
              "ln(1 + sessions linked to the same tasks).",
              "",
              "split_change, parallel_agents_on_one_task"),
          free(
              "log_branch_sessions",
              Group.OUTCOMES,
              "ln(1 + n)",
              "ln(1 + other sessions found in the last 28 days to work on the same branch of the repository, of several branches where they are most; default branches apart).",
              "no such branch is named",
              "split_change, busywork, parallel_agents_on_one_task, pairing"),
          // An empty commit is one.
          free(
              "commits",
              Group.OUTCOMES,
              "number",
              "Commits that the session made.",
              "told by sources alone that name no commits (others than usage_event and claude_code_otlp, which names them unless the commands of shell calls are withheld), and none is",
              "busywork, throwaway_code, migration"),
          // usual
          costly(
              "tokens_vs_person",
              Group.USUAL,
              "ln of a ratio",
              "ln tokens - ln of the median of the person's other sessions of the source, last 28 days.",
              "fewer than 5 such sessions whose tokens are counted, or its own are not",
              "target_binge, keep_alive"),
          free(
              "calls_vs_person",
              Group.USUAL,
              "ln of a ratio",
              "ln calls - ln of the median of the person's other sessions of the source, last 28 days.",
              "fewer than 5 such sessions",
              "target_binge, runaway"),
          costly(
              "cost_vs_person",
              Group.USUAL,
              "ln of a ratio",
              "ln cost - ln of the median of the person's other sessions of the source, last 28 days.",
              "fewer than 5 such sessions of known cost, or its own is not known",
              "target_binge"),
          free(
              "prompts_vs_person",
              Group.USUAL,
              "ln of a ratio",
              "ln prompts - ln of the median of the person's other sessions of the source, last 28 days.",
              "fewer than 5 such sessions",
              "target_binge, micro_call_loop"),
          costly(
              "tokens_vs_team",
              Group.USUAL,
              "ln of a ratio",
              "ln tokens - ln of the median of the team's other sessions of the source, last 28 days.",
              "fewer than 20 such sessions whose tokens are counted, or its own are not",
              "target_binge"),
          free(
              "calls_vs_team",
              Group.USUAL,
              "ln of a ratio",
              "ln calls - ln of the median of the team's other sessions of the source, last 28 days.",
              "fewer than 20 such sessions",
              "micro_call_loop"),
          costly(
              "cost_vs_team",
              Group.USUAL,
              "ln of a ratio",
              "ln cost - ln of the median of the team's other sessions of the source, last 28 days.",
              "fewer than 20 such sessions of known cost, or its own is not known",
              "target_binge"),
          free(
              "gap_vs_team",
              Group.USUAL,
              "ln of a ratio",
              "ln(1 + call_gap_median) - its median over the team's other sessions of the source, last 28 days.",
              "fewer than 20 such sessions, or under 2 model calls",
              "micro_call_loop"),
          // targets
          costly(
              "target_gap",
              Group.TARGETS,
              "ln of a ratio",
              "Person's period total, as landed by the day after the session's end, over the nearest target's line, as absolute ln.",
              "without targets",
              "target_binge"),
          free(
              "days_to_deadline",
              Group.TARGETS,
              "days",
              "Days from the session's end to the end of that target's period.",
              "without targets",
              "target_binge"));

  /**
   * How a session went about its work, of which a person has habits. Each also stands beside the
   * median of the person's other sessions: {@link #besidePerson}.
   */
  public static final List<String> HABITS =
      List.of(
          "log_output_tokens",
          "calls_per_prompt",
          "tools_per_call",
          "call_gap_median",
          "call_gap_cv",
          "think_time_median",
          "repeated_prompt_share",
          "repeated_tool_input_share",
          "file_calls_per_file",
          "prompt_chars_mean",
          "edit_share",
          "read_share",
          "search_share",
          "log_edit_chars",
          "shell_share",
          "trivial_shell_share",
          "failed_tool_share",
          "tool_entropy",
          "log_distinct_files",
          "log_result_chars",
          "output_share",
          "cache_read_share",
          "context_per_call",
          "first_context",
          "output_per_call",
          "subagent_share",
          "unattended_share");

  /** Habits that a team shares: each also stands beside the team's median, {@link #besideTeam}. */
  public static final List<String> TEAM_HABITS =
      HABITS.stream().filter(habit -> !habit.equals("call_gap_median")).toList();

  /** Figures whose differences from the usual have names of their own. */
  private static final Map<String, List<String>> BESIDE_BY_NAME =
      Map.of(
          "log_tokens", List.of("tokens_vs_person", "tokens_vs_team"),
          "log_calls", List.of("calls_vs_person", "calls_vs_team"),
          "log_cost", List.of("cost_vs_person", "cost_vs_team"),
          "log_prompts", List.of("prompts_vs_person"),
          "call_gap_median", List.of("gap_vs_team"));

  /** Every feature, in the table's order. */
  public static final List<Feature> ALL = withHabits(STATED);

  private static final Map<String, Feature> BY_NAME =
      ALL.stream().collect(Collectors.toMap(Feature::name, feature -> feature));

  /**
   * The feature of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Feature named(String name) {
    Feature feature = BY_NAME.get(name);
    if (feature == null) {
      throw new IllegalArgumentException("no feature is called " + name);
    }
    return feature;
  }

  /** The name of a habit beside the person's median. */
  public static String besidePerson(String habit) {
    return habit + BESIDE_PERSON;
  }

  /** The name of a habit beside the team's median. */
  public static String besideTeam(String habit) {
    return habit + BESIDE_TEAM;
  }

  /** The features that set a figure beside every median that it is held against. */
  public static List<String> besideUsual(String figure) {
    List<String> beside = new ArrayList<>(BESIDE_BY_NAME.getOrDefault(figure, List.of()));
    if (HABITS.contains(figure)) {
      beside.add(besidePerson(figure));
    }
    if (TEAM_HABITS.contains(figure)) {
      beside.add(besideTeam(figure));
    }
    return List.copyOf(beside);
  }

  private static List<Feature> withHabits(List<Feature> stated) {
    Stream<Feature> ofPerson =
        stated.stream()
            .filter(feature -> HABITS.contains(feature.name()))
            .map(feature -> feature.besideMedian(besidePerson(feature.name), "person's", 5));
    Stream<Feature> ofTeam =
        stated.stream()
            .filter(feature -> TEAM_HABITS.contains(feature.name()))
            .map(feature -> feature.besideMedian(besideTeam(feature.name), "team's", 20));
    return Stream.of(stated.stream(), ofPerson, ofTeam).flatMap(features -> features).toList();
  }

  private Feature besideMedian(String besideName, String whose, int enough) {
    return new Feature(
        besideName,
        group,
        unitOfDifference(),
        "%s - its median over the %s other sessions of the source, last 28 days."
            .formatted(name, whose),
        "that can't be told, or fewer than %d such sessions tell it".formatted(enough),
        archetypes,
        free);
  }

  private String unitOfDifference() {
    return switch (unit) {
      case "0 to 1" -> "-1 to 1";
      case "ln(1 + n)" -> "ln of a ratio";
      default -> unit;
    };
  }

  /** The figure that it sets beside what is usual; itself where it does not. */
  public String figure() {
    return STATED.stream()
        .map(Feature::name)
        .filter(figure -> besideUsual(figure).contains(name))
        .findFirst()
        .orElse(name);
  }

  /** What its sentence is about: a figure against the usual says much the same as the figure. */
  public Group theme() {
    return group == Group.USUAL ? Group.VOLUME : group;
  }

  /** For the table's column. */
  String comment() {
    return unknownWhere.isEmpty() ? formula : formula + " Null: " + unknownWhere + ".";
  }

  private static Feature free(
      String name,
      Group group,
      String unit,
      String formula,
      String unknownWhere,
      String archetypes) {
    return new Feature(name, group, unit, formula, unknownWhere, archetypes, true);
  }

  private static Feature costly(
      String name,
      Group group,
      String unit,
      String formula,
      String unknownWhere,
      String archetypes) {
    return new Feature(name, group, unit, formula, unknownWhere, archetypes, false);
  }
}
