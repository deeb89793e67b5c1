package dev.goodhart.label;

import java.util.List;

/**
 * The registry of labelling rules. A rule looks at several behaviours at once, because any one of
 * them is also found in honest work; none looks at volume alone. Adding a rule is one line here.
 */
public final class Rules {
  public static final List<Rule> ALL =
      List.of(
          Rule.weak(
              "busywork",
              "busywork",
              f ->
                  f.atLeast("repeated_tool_input_share", 0.4)
                      && f.atMost("edit_share", 0.1)
                      && f.atLeast("calls_per_prompt", 8)),
          Rule.strong(
              "context_stuffing",
              "context_stuffing",
              f ->
                  f.atLeast("context_per_call", 11.5)
                      && f.atMost("edit_share", 0.1)
                      && f.atLeast("repeated_tool_input_share", 0.3)),
          Rule.strong(
              "text_generation_loop",
              "text_generation_loop",
              f ->
                  f.atLeast("output_per_call", 6.5)
                      && f.atMost("tools_per_call", 0.4)
                      && hardlyEdits(f, 0.1)),
          Rule.strong(
              "micro_call_loop",
              "micro_call_loop",
              f ->
                  f.atLeast("repeated_prompt_share", 0.5)
                      && f.atLeast("repeated_tool_input_share", 0.15)
                      && f.atLeast("trivial_shell_share", 0.05)),
          Rule.strong(
              "subagent_fan_out",
              "subagent_fan_out",
              f ->
                  f.atLeast("subagent_share", 0.4)
                      && f.atLeast("repeated_tool_input_share", 0.45)
                      && f.atLeast("unattended_share", 0.9)),
          Rule.weak(
              "target_binge",
              "target_binge",
              f ->
                  f.atLeast("tokens_vs_person", 0.5)
                      && (f.atLeast("repeated_prompt_share", 0.5)
                          || f.atLeast("trivial_shell_share", 0.8))),
          Rule.weak(
              "binge_before_deadline",
              "target_binge",
              f ->
                  f.atMost("target_gap", 0.25)
                      && f.atMost("days_to_deadline", 2)
                      && f.atLeast("tokens_vs_person", 0.5)
                      && servesNoTask(f)),
          Rule.weak(
              "keep_alive",
              "keep_alive",
              f ->
                  f.atMost("tokens_vs_person", -1.5)
                      && f.atMost("output_share", 0.001)
                      && hardlyEdits(f, 0.05)
                      && servesNoTask(f)),
          Rule.weak(
              "throwaway_code",
              "throwaway_code",
              f ->
                  f.atLeast("output_per_call", 6.95)
                      && f.atMost("output_cv", 1.2)
                      && f.atLeast("edit_share", 0.1)
                      && f.atLeast("tokens_vs_person", -1.5)
                      && f.atMost("commits", 0)),
          Rule.weak(
              "churn",
              "churn",
              f ->
                  f.atLeast("edit_share", 0.35)
                      && f.atLeast("file_calls_per_file", 8)
                      && (f.atLeast("repeated_prompt_share", 0.3)
                          || f.atLeast("repeated_tool_input_share", 0.3))),
          Rule.weak(
              "junk_change",
              "junk_change",
              f ->
                  f.mature()
                      && f.atLeast("linked", 0.8)
                      && f.atMost("log_lines", 2.5)
                      && f.atLeast("log_tokens_per_line", 12.5)
                      && f.atLeast("repeated_tool_input_share", 0.3)),
          Rule.weak(
              "split_change",
              "split_change",
              f ->
                  f.atLeast("linked", 0.8)
                      && f.atMost("log_lines", 4.2)
                      && f.atMost("log_calls", 2.5)
                      && f.atMost("think_time_median", 3)
                      && f.atLeast("unattended_share", 0.9)),
          Rule.strong(
              "repeats_itself",
              "other",
              f ->
                  f.atLeast("repeated_prompt_share", 0.5)
                      && f.atLeast("repeated_tool_input_share", 0.4)),
          Rule.honest(
              "work_that_landed",
              "large_refactor_that_lands",
              f -> landed(f) && f.atLeast("log_lines", 2.5) && f.atMost("log_tokens_per_line", 12)),
          Rule.honest(
              "attended_edits",
              "hard_debugging",
              f ->
                  f.atLeast("edit_share", 0.05)
                      && f.atLeast("rejection_share", 0.02)
                      && f.atMost("repeated_prompt_share", 0.1)
                      && f.atLeast("prompt_gap_cv", 0.6)),
          Rule.honest(
              "reads_with_thought",
              "research_and_design_reading",
              f ->
                  f.atLeast("read_share", 0.5)
                      && f.atMost("repeated_prompt_share", 0.05)
                      && f.atMost("repeated_tool_input_share", 0.15)
                      && f.atLeast("prompt_chars_cv", 0.5)
                      && f.atLeast("think_time_median", 30)),
          Rule.honest(
              "committed_work",
              "migration",
              f ->
                  f.atLeast("commits", 1)
                      && f.atLeast("edit_share", 0.05)
                      && f.atMost("repeated_prompt_share", 0.2)
                      && !f.atLeast("abandoned_share", 0.5)),
          Rule.honest(
              "automation_with_result",
              "scheduled_automation_with_a_result",
              f -> landed(f) && f.atLeast("unattended_share", 0.8)),
          Rule.honest(
              "varied_conversation",
              "pairing",
              f ->
                  f.atMost("repeated_prompt_share", 0)
                      && f.atLeast("prompt_gap_cv", 0.7)
                      && f.atLeast("prompt_chars_cv", 0.6)
                      && f.atLeast("linked", 0.8)),
          Rule.honest(
              "prompts_tried_on_many_cases",
              "evaluation_batch",
              f ->
                  f.atLeast("repeated_prompt_share", 0.25)
                      && f.atLeast("think_time_median", 15)
                      && f.atMost("calls_per_prompt", 6)
                      && f.atMost("repeated_tool_input_share", 0.1)
                      && f.atMost("edit_share", 0.15)),
          Rule.honest(
              "searches_for_a_fault",
              "incident",
              f ->
                  thoughtful(f)
                      && f.atLeast("failed_tool_share", 0.04)
                      && f.atLeast("shell_share", 0.3)
                      && f.atLeast("linked", 0.6)),
          Rule.honest(
              "reads_a_change",
              "code_review",
              f ->
                  thoughtful(f)
                      && f.atLeast("read_share", 0.4)
                      && f.atLeast("shell_share", 0.25)
                      && f.atMost("edit_share", 0.1)
                      && f.atMost("log_calls", 4.5)),
          Rule.honest(
              "much_code_with_thought",
              "prototype_discarded",
              f ->
                  thoughtful(f)
                      && f.atLeast("edit_share", 0.4)
                      && f.atLeast("log_edit_chars", 8.2)),
          Rule.honest(
              "tried_and_given_up",
              "failed_attempt",
              f ->
                  f.mature()
                      && thoughtful(f)
                      && f.atLeast("abandoned_share", 0.5)
                      && f.atLeast("edit_share", 0.1)),
          Rule.honest(
              "agents_share_a_task",
              "parallel_agents_on_one_task",
              f ->
                  f.atLeast("subagent_share", 0.15)
                      && f.atMost("repeated_tool_input_share", 0.15)
                      && f.atLeast("think_time_median", 20)),
          Rule.honest(
              "small_steps_with_objections",
              "onboarding",
              f ->
                  thoughtful(f)
                      && f.atMost("calls_per_prompt", 4)
                      && f.atLeast("rejection_share", 0.01)
                      && f.atMost("edit_share", 0.3)),
          Rule.honest(
              "one_question_on_much_text",
              "long_context_question",
              f ->
                  thoughtful(f) && f.atLeast("first_context", 10.85) && f.atMost("log_calls", 3.5)),
          Rule.honest(
              "much_code_committed",
              "hackathon_week",
              f ->
                  thoughtful(f)
                      && f.atLeast("edit_share", 0.25)
                      && f.atLeast("log_edit_chars", 8.2)
                      && f.atLeast("commits", 1)),
          Rule.honest(
              "the_same_asked_with_thought",
              "new_model_trial",
              f ->
                  f.atLeast("repeated_prompt_share", 0.1)
                      && f.atLeast("think_time_median", 60)
                      && f.atMost("repeated_tool_input_share", 0.1)
                      && f.atLeast("edit_share", 0.05)),
          Rule.honest(
              "much_changed_and_merged",
              "large_refactor_that_lands",
              f -> landed(f) && f.atLeast("log_lines", 6.5) && f.atLeast("removed_share", 0.2)),
          Rule.honest(
              "agent_gone_astray",
              "runaway",
              f ->
                  f.atLeast("calls_per_prompt", 30)
                      && f.atLeast("failed_tool_share", 0.08)
                      && f.atLeast("repeated_tool_input_share", 0.2)
                      && f.atLeast("think_time_median", 20)),
          Rule.honest(
              "does_what_it_always_did",
              "scheduled_automation_with_a_result",
              f ->
                  f.atLeast("same_prompt_sessions", 1.9)
                      && f.atLeast("tokens_vs_person", -1.2)
                      && f.atMost("tokens_vs_person", 0.7)
                      && f.atLeast("unattended_share", 0.95)),
          Rule.honest(
              "usual_and_linked",
              "other",
              f ->
                  f.atLeast("linked", 0.8)
                      && f.atMost("tokens_vs_person", 0.7)
                      && f.atMost("repeated_tool_input_share", 0.25)
                      && f.atMost("repeated_prompt_share", 0.1)));

  private Rules() {}

  /** The rules that speak on a session, in the registry's order. */
  public static List<Rule> speakingOn(Figures figures) {
    return ALL.stream().filter(rule -> rule.speaks().test(figures)).toList();
  }

  /** Somebody thinks between prompts, and neither prompts nor tool calls come again and again. */
  private static boolean thoughtful(Figures f) {
    return f.atMost("repeated_prompt_share", 0.1)
        && f.atMost("repeated_tool_input_share", 0.15)
        && f.atLeast("think_time_median", 20);
  }

  /** Few of its tool calls are edits, or it is known to have none. */
  private static boolean hardlyEdits(Figures f, double most) {
    return f.atMost("tools_per_call", 0) || f.atMost("edit_share", most);
  }

  /** A young session's task may be named yet. */
  private static boolean servesNoTask(Figures f) {
    return !f.young() && !f.atLeast("linked", 0.6);
  }

  private static boolean landed(Figures f) {
    return f.atLeast("linked", 0.8)
        && f.atLeast("done_share", 0.5)
        && !f.atLeast("reverted_share", 0.5);
  }
}
