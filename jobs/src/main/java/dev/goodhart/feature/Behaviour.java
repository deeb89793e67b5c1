package dev.goodhart.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.mode;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.session.Histograms;
import dev.goodhart.session.PersonDaySums;
import dev.goodhart.session.SessionStates;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What a session did, as of each of its states: volume, rhythm, repetition, tools, context, fan-out
 * and attendance. Formulas stand beside the columns of {@code silver.session_features}.
 */
final class Behaviour {
  private static final Object[] EDIT_TOOLS = {
    "Edit", "Write", "MultiEdit", "NotebookEdit", "apply_patch"
  };
  private static final Object[] READ_TOOLS = {
    "Read", "Grep", "Glob", "LS", "NotebookRead", "WebFetch", "WebSearch", "LSP"
  };
  private static final Object[] SHELL_TOOLS = {
    "Bash", "shell", "local_shell", "shell_command", "exec_command"
  };
  private static final Object[] FAN_OUT_TOOLS = {"Task", "Agent", "spawn_agent"};
  private static final Object[] TRIVIAL_COMMANDS = {
    "echo", "sleep", "true", "false", "pwd", "date", "ls", "whoami", "printf", "seq", "test"
  };
  private static final double IDLE_SECONDS = 600;
  private static final String[] STATE = {"session_id", "state_date"};

  private Behaviour() {}

  /**
   * One row a session and {@code state_date}.
   *
   * @param expanded events with {@code state_date} ({@link SessionStates#expand})
   */
  static Dataset<Row> of(Dataset<Row> expanded) {
    Dataset<Row> activity = expanded.where(SessionStates.activity());
    return counted(timed(activity)).join(toolEntropy(activity), STATE, "left");
  }

  private static Dataset<Row> timed(Dataset<Row> expanded) {
    WindowSpec all =
        Window.partitionBy("session_id", "state_date").orderBy("event_time", "event_id");
    WindowSpec sameKind =
        Window.partitionBy("session_id", "state_date", "kind").orderBy("event_time", "event_id");
    WindowSpec kindTotal = Window.partitionBy("session_id", "state_date", "kind");
    return expanded
        .withColumn("gap", secondsSince(lag(col("event_time"), 1).over(all)))
        .withColumn("kind_gap", secondsSince(lag(col("event_time"), 1).over(sameKind)))
        .withColumn("kind_number", row_number().over(sameKind))
        .withColumn("kind_total", count(lit(1)).over(kindTotal));
  }

  private static Column secondsSince(Column before) {
    return unix_millis(col("event_time")).minus(unix_millis(before)).divide(1000.0);
  }

  private static Dataset<Row> counted(Dataset<Row> timed) {
    Column call = is("model_call");
    Column prompt = is("prompt");
    Column tool = is("tool_call");
    Column calls = SessionStates.countOf("model_call");
    Column prompts = SessionStates.countOf("prompt");
    Column tools = SessionStates.countOf("tool_call");
    Column errors = SessionStates.countOf("error");
    Column shell = countWhere(tool.and(col("tool_name").isin(SHELL_TOOLS)));
    Column duration =
        max(unix_millis(col("event_time")))
            .minus(min(unix_millis(col("event_time"))))
            .divide(1000.0);
    Column context = SessionStates.totalTokens().minus(coalesce(col("output_tokens"), lit(0L)));
    Column firstThird = call.and(col("kind_number").multiply(3).leq(col("kind_total")));
    Column lastThird = call.and(col("kind_number").multiply(3).gt(col("kind_total").multiply(2)));
    Column promptsKnown = countWhere(prompt.and(col("content_hash").isNotNull()));
    Column toolInputsKnown = countWhere(tool.and(col("content_hash").isNotNull()));
    Column onFiles = countWhere(tool.and(col("file_hash").isNotNull()));
    Column files = distinct(tool, "file_hash");
    Column inputOfCalls = sum(when(call, context));
    return timed
        .groupBy("session_id", "state_date")
        .agg(
            log1p(calls).as("log_calls"),
            log1p(sum(SessionStates.totalTokens())).as("log_tokens"),
            log1p(total("output_tokens")).as("log_output_tokens"),
            log1p(SessionStates.costUsd()).as("log_cost"),
            log1p(SessionStates.costUsd().divide(PersonDaySums.COST_UNIT_USD)).as("log_cost_units"),
            log1p(prompts).as("log_prompts"),
            duration.divide(3600.0).as("duration_hours"),
            ratio(calls, prompts).as("calls_per_prompt"),
            ratio(tools, calls).as("tools_per_call"),
            median(when(call, col("kind_gap"))).as("call_gap_median"),
            variation(call, col("kind_gap"), 5).as("call_gap_cv"),
            variation(prompt, col("kind_gap"), 3).as("prompt_gap_cv"),
            median(when(prompt, col("gap"))).as("think_time_median"),
            ratio(sum(when(col("gap").gt(IDLE_SECONDS), col("gap")).otherwise(0.0)), duration)
                .as("idle_share"),
            repetition(prompt, promptsKnown, 2).as("repeated_prompt_share"),
            repetition(tool, toolInputsKnown, 5).as("repeated_tool_input_share"),
            ratio(onFiles, files).as("file_calls_per_file"),
            avg(when(prompt, col("content_chars"))).as("prompt_chars_mean"),
            variation(prompt, col("content_chars"), 3).as("prompt_chars_cv"),
            toolShare(tool, EDIT_TOOLS, tools).as("edit_share"),
            toolShare(tool, READ_TOOLS, tools).as("read_share"),
            ratio(shell, tools).as("shell_share"),
            ratio(countWhere(tool.and(col("command").isin(TRIVIAL_COMMANDS))), shell)
                .as("trivial_shell_share"),
            ratio(
                    countWhere(tool.and(col("succeeded").equalTo(false))),
                    countWhere(tool.and(col("succeeded").isNotNull())))
                .as("failed_tool_share"),
            log1p(files).as("log_distinct_files"),
            log1p(avg(when(tool, col("result_chars")))).as("log_result_chars"),
            ratio(errors, calls.plus(errors)).as("error_share"),
            ratio(total("output_tokens"), sum(SessionStates.totalTokens())).as("output_share"),
            ratio(total("cache_read_tokens"), inputOfCalls).as("cache_read_share"),
            log1p(ratio(inputOfCalls, calls)).as("context_per_call"),
            when(
                    calls.geq(6),
                    log(
                        ratio(
                            avg(when(lastThird, context)).plus(1.0),
                            avg(when(firstThird, context)).plus(1.0))))
                .as("context_growth"),
            log1p(ratio(total("output_tokens"), calls)).as("output_per_call"),
            variation(call, col("output_tokens"), 5).as("output_cv"),
            ratio(SessionStates.countOf("compaction").multiply(100.0), calls)
                .as("compactions_per_100_calls"),
            ratio(countWhere(call.and(col("agent").equalTo("subagent"))), calls)
                .as("subagent_share"),
            ratio(countWhere(tool.and(col("tool_name").isin(FAN_OUT_TOOLS))), prompts)
                .as("fan_out_per_prompt"),
            ratio(
                    countWhere(col("decision").equalTo("reject")),
                    countWhere(col("decision").isNotNull()))
                .as("rejection_share"),
            ratio(countWhere(col("unattended")), countWhere(col("unattended").isNotNull()))
                .as("unattended_share"),
            distinct(lit(true), "commit_sha").cast("double").as("commits"),
            mode(when(prompt, col("content_hash")), true).as("prompt_pattern"),
            Histograms.counts(hour(col("event_time")), PersonDaySums.HOURS).as("hours"));
  }

  /** H = log2 n - (1/n) sum c log2 c over the counts c of each tool, n calls in all; bits. */
  private static Dataset<Row> toolEntropy(Dataset<Row> expanded) {
    Column weighted = col("uses").multiply(log2(col("uses")));
    return expanded
        .where(is("tool_call").and(col("tool_name").isNotNull()))
        .groupBy("session_id", "state_date", "tool_name")
        .agg(count(lit(1)).as("uses"))
        .groupBy("session_id", "state_date")
        .agg(log2(sum("uses")).minus(sum(weighted).divide(sum("uses"))).as("tool_entropy"));
  }

  private static Column is(String kind) {
    return col("kind").equalTo(kind);
  }

  private static Column countWhere(Column condition) {
    return count(when(condition, 1));
  }

  private static Column total(String tokens) {
    return coalesce(sum(col(tokens)), lit(0L));
  }

  private static Column distinct(Column where, String column) {
    return size(collect_set(when(where, col(column))));
  }

  private static Column toolShare(Column tool, Object[] names, Column tools) {
    return ratio(countWhere(tool.and(col("tool_name").isin(names))), tools);
  }

  /** Null where there is nothing to divide by. */
  private static Column ratio(Column part, Column whole) {
    return when(whole.gt(0), part.cast("double").divide(whole.cast("double")));
  }

  private static Column repetition(Column where, Column known, int least) {
    return when(known.geq(least), lit(1.0).minus(ratio(distinct(where, "content_hash"), known)));
  }

  private static Column variation(Column where, Column value, int least) {
    Column chosen = when(where, value);
    return when(count(chosen).geq(least), ratio(stddev_pop(chosen), avg(chosen)));
  }
}
