package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.INT;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructField;

/**
 * One session as of one day. Everything in a row is a function of records that landed on or before
 * {@code as_of_date}; features are doubles rounded to 9 significant digits, null where they can't
 * be told.
 */
public final class SessionFeatures {
  /** Columns that say whose row it is and how old its evidence is, not features. */
  public static final int DESCRIPTIVE_COLUMNS = 14;

  public static final Table TABLE =
      Table.of("silver", "session_features", "One session as of one day.")
          .key("session_id", "as_of_date")
          .partitionedBy("as_of_date")
          .column("session_id", STRING, "Session.")
          .column("as_of_date", DATE, "Day as of which everything in the row is known.")
          .column("user_id", STRING, "Pseudonym.")
          .column("team", STRING, "Team as of the day.")
          .column("source", STRING, "Raw format's name.")
          .column("started_at", TIMESTAMP, "First event, UTC.")
          .column("ended_at", TIMESTAMP, "Last event, UTC.")
          .column("evidence_age_days", INT, "as_of_date - date(ended_at), days.")
          .column(
              "evidence",
              STRING,
              "mature, young or none (the session names nothing that could link it).")
          .column("calls", LONG, "Model calls.")
          .column("total_tokens", LONG, "All tokens.")
          .column("cost_usd", DOUBLE, "USD, known costs.")
          .column(
              "prompt_pattern",
              STRING,
              "Keyed hash of the prompt that the session asks most often (of several, the smallest"
                  + " hash); null where no prompt's text is known.")
          .column(
              "pattern_calls",
              LONG,
              "Model calls of the session; where these are fewer than score.min_calls, with those"
                  + " of the same person's other sessions that are as short, have the same"
                  + " prompt_pattern and ended within baselines.window_days before as_of_date, as"
                  + " of that day. A session with fewer than score.min_calls of them is not judged.")
          // volume
          .column("log_calls", DOUBLE, "ln(1 + model calls).")
          .column("log_tokens", DOUBLE, "ln(1 + all tokens).")
          .column("log_output_tokens", DOUBLE, "ln(1 + output tokens).")
          .column("log_cost", DOUBLE, "ln(1 + USD).")
          .column("log_prompts", DOUBLE, "ln(1 + prompts).")
          .column("duration_hours", DOUBLE, "Hours from the first event to the last.")
          .column("calls_per_prompt", DOUBLE, "Model calls / prompts; null without a prompt.")
          .column("tools_per_call", DOUBLE, "Tool calls / model calls.")
          // rhythm
          .column("call_gap_median", DOUBLE, "Median seconds between successive model calls.")
          .column(
              "call_gap_cv",
              DOUBLE,
              "Standard deviation / mean of the seconds between model calls; null under 5 gaps.")
          .column(
              "prompt_gap_cv",
              DOUBLE,
              "Standard deviation / mean of the seconds between prompts; null under 3 gaps.")
          .column(
              "think_time_median",
              DOUBLE,
              "Median seconds from the event before a prompt to the prompt.")
          .column(
              "idle_share",
              DOUBLE,
              "Share of the duration in gaps of more than 10 minutes between events.")
          .column(
              "unusual_hours_share",
              DOUBLE,
              "Share of events in hours that hold under 2 % of the person's own last 28 days; null"
                  + " under 200 events.")
          // repetition
          .column(
              "repeated_prompt_share",
              DOUBLE,
              "1 - distinct / all prompts with known text; null under 2.")
          .column(
              "repeated_tool_input_share",
              DOUBLE,
              "1 - distinct / all tool calls with known input; null under 5.")
          .column("file_calls_per_file", DOUBLE, "Tool calls on files / distinct files.")
          .column("prompt_chars_mean", DOUBLE, "Mean characters of a prompt.")
          .column(
              "prompt_chars_cv",
              DOUBLE,
              "Standard deviation / mean of prompt characters; null under 3 prompts.")
          // tools
          .column("edit_share", DOUBLE, "Edits and writes / tool calls.")
          .column("read_share", DOUBLE, "Reads and searches / tool calls.")
          .column("shell_share", DOUBLE, "Shell calls / tool calls.")
          .column(
              "trivial_shell_share",
              DOUBLE,
              "echo, sleep, true, pwd, date, ls and the like / shell calls.")
          .column("failed_tool_share", DOUBLE, "Failed / tool calls with a known result.")
          .column("tool_entropy", DOUBLE, "Entropy of tool names, bits.")
          .column("log_distinct_files", DOUBLE, "ln(1 + distinct files).")
          .column("log_result_chars", DOUBLE, "ln(1 + mean size of a tool's result).")
          .column("error_share", DOUBLE, "Errors / (model calls + errors).")
          // context
          .column("output_share", DOUBLE, "Output / all tokens.")
          .column("cache_read_share", DOUBLE, "Cache reads / input of all kinds.")
          .column("context_per_call", DOUBLE, "ln(1 + mean input of all kinds a model call).")
          .column(
              "context_growth",
              DOUBLE,
              "ln of mean context of the last third of calls over the first third; null under 6.")
          .column("output_per_call", DOUBLE, "ln(1 + mean output tokens a model call).")
          .column(
              "output_cv",
              DOUBLE,
              "Standard deviation / mean of output tokens a call; null under 5.")
          .column("compactions_per_100_calls", DOUBLE, "Compactions / model calls x 100.")
          // fan-out and attendance
          .column("subagent_share", DOUBLE, "Model calls of sub-agents / model calls.")
          .column(
              "fan_out_per_prompt", DOUBLE, "Sub-agent launches / prompts; null without a prompt.")
          .column(
              "rejection_share", DOUBLE, "Rejected / decided tool calls; null without decisions.")
          .column(
              "unattended_share",
              DOUBLE,
              "Unattended / all events that tell; null where none does.")
          // outcomes of the linked tasks, weak links weighted by confidence
          .column("linked", DOUBLE, "Highest confidence of a link to a task, 0 where none.")
          .column(
              "done_share", DOUBLE, "Linked tasks merged or done / linked tasks; null where none.")
          .column(
              "abandoned_share", DOUBLE, "Linked tasks abandoned / linked tasks; null where none.")
          .column(
              "reverted_share", DOUBLE, "Linked tasks reverted / linked tasks; null where none.")
          .column("log_lines", DOUBLE, "ln(1 + lines changed by linked tasks); null where none.")
          .column(
              "log_tokens_per_line",
              DOUBLE,
              "ln(tokens / (1 + lines changed by linked tasks)); null where none.")
          .column("log_task_sessions", DOUBLE, "ln(1 + sessions linked to the same tasks).")
          .column("commits", DOUBLE, "Commits that the session made.")
          // against what is usual
          .column(
              "tokens_vs_person", DOUBLE, "ln tokens - ln of the person's median, last 28 days.")
          .column("calls_vs_person", DOUBLE, "ln calls - ln of the person's median, last 28 days.")
          .column("cost_vs_person", DOUBLE, "ln cost - ln of the person's median, last 28 days.")
          .column(
              "prompts_vs_person", DOUBLE, "ln prompts - ln of the person's median, last 28 days.")
          .column("tokens_vs_team", DOUBLE, "ln tokens - ln of the median of team and source.")
          .column("calls_vs_team", DOUBLE, "ln calls - ln of the median of team and source.")
          .column("cost_vs_team", DOUBLE, "ln cost - ln of the median of team and source.")
          .column(
              "gap_vs_team", DOUBLE, "ln median call gap - ln of the median of team and source.")
          .column(
              "target_gap",
              DOUBLE,
              "Person's period total at the session's end over the nearest target's line, as"
                  + " |ln|; null without targets.")
          .column(
              "days_to_deadline",
              DOUBLE,
              "Days from the session's end to the target period's end; null without targets.")
          .build();

  /** Names of the features, in the table's order. */
  public static final List<String> FEATURES =
      Arrays.stream(TABLE.schema().fields())
          .skip(DESCRIPTIVE_COLUMNS)
          .map(StructField::name)
          .toList();

  private SessionFeatures() {}
}
