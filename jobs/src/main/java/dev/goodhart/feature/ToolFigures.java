package dev.goodhart.feature;

import static dev.goodhart.feature.Shares.countWhere;
import static dev.goodhart.feature.Shares.ratio;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which tools a state's tool calls use, on what, and how often alike. */
final class ToolFigures {
  private static final Object[] EDIT_TOOLS = {
    "Edit", "Write", "MultiEdit", "NotebookEdit", "apply_patch"
  };
  private static final Object[] READ_TOOLS = {
    "Read", "Grep", "Glob", "LS", "NotebookRead", "WebFetch", "WebSearch", "web_search", "LSP"
  };
  private static final Object[] SEARCH_TOOLS = {
    "Grep", "Glob", "LS", "WebSearch", "web_search", "LSP"
  };

  /** They read one file, so that a log of theirs without one withholds it. */
  private static final Object[] FILE_READERS = {"Read", "NotebookRead"};

  private static final Object[] SHELL_TOOLS = {
    "Bash", "shell", "local_shell", "shell_command", "exec_command"
  };
  private static final Object[] FAN_OUT_TOOLS = {"Task", "Agent", "spawn_agent"};

  /** Sources whose tools have these names, and that tell of every call of one. */
  static final Object[] LISTED_SOURCES = {
    "claude_code_otlp", "claude_code_transcript", "codex_rollout"
  };

  private static final Object[] TRIVIAL_COMMANDS = {
    "echo", "sleep", "true", "false", "pwd", "date", "ls", "whoami", "printf", "seq", "test"
  };

  private ToolFigures() {}

  /**
   * One row a state that has tool calls.
   *
   * @param toolCalls tool calls with {@code state_date}
   */
  static Dataset<Row> of(Dataset<Row> toolCalls) {
    Column files = Shares.distinct("file_hash");
    Column isEdit = col("tool_name").isin(EDIT_TOOLS);
    Column edits = countWhere(isEdit);
    Column isShell = col("tool_name").isin(SHELL_TOOLS);
    Column commands = countWhere(isShell.and(col("command").isNotNull()));
    Column trivial = countWhere(isShell.and(col("command").isin(TRIVIAL_COMMANDS)));
    Column filesTold =
        count(col("file_hash"))
            .gt(0)
            .or(
                Shares.fromAny(LISTED_SOURCES)
                    .and(countWhere(isEdit.or(col("tool_name").isin(FILE_READERS))).equalTo(0)));
    Column failed = countWhere(col("succeeded").equalTo(false));
    return toolCalls
        .groupBy("session_id", "state_date")
        .agg(
            Shares.repetition("content_hash", 5).as("repeated_tool_input_share"),
            ratio(count(col("file_hash")), files).as("file_calls_per_file"),
            when(filesTold, files).as("files"),
            edits.as("edits"),
            shareOf(EDIT_TOOLS).as("edit_share"),
            shareOf(READ_TOOLS).as("read_share"),
            shareOf(SEARCH_TOOLS).as("search_share"),
            log1p(avg(when(isEdit, col("content_chars")))).as("log_edit_chars"),
            shareOf(SHELL_TOOLS).as("shell_share"),
            countWhere(isShell).as("shells"),
            commands.as("commands"),
            ratio(trivial, commands).as("trivial_shell_share"),
            ratio(failed, count(col("succeeded"))).as("failed_tool_share"),
            log1p(avg(col("result_chars"))).as("log_result_chars"),
            when(namesKnown(), countWhere(col("tool_name").isin(FAN_OUT_TOOLS))).as("fan_outs"),
            drawn("content_hash").as("tool_inputs"),
            drawn("file_hash").as("files_touched"))
        .join(entropy(toolCalls), Behaviour.STATE, "left");
  }

  /** Of the tool calls, where most of their names are known. */
  private static Column shareOf(Object... tools) {
    return when(namesKnown(), ratio(countWhere(col("tool_name").isin(tools)), count(lit(1))));
  }

  private static Column namesKnown() {
    return Shares.fromAny(LISTED_SOURCES).or(countWhere(isListed()).multiply(2).geq(count(lit(1))));
  }

  /**
   * Whether a tool is one of those that are told apart. Other sources than {@link #LISTED_SOURCES}
   * may call theirs what they like: a session most of whose are not listed says nothing of its mix.
   */
  private static Column isListed() {
    Object[] all =
        Stream.of(EDIT_TOOLS, READ_TOOLS, SEARCH_TOOLS, SHELL_TOOLS).flatMap(Stream::of).toArray();
    return coalesce(col("tool_name").isin(all), lit(false));
  }

  /** Half of what a column has, drawn by hash: the same half in every session. */
  private static Column drawn(String hashes) {
    Column number = xxhash64(col(hashes));
    return sort_array(
        collect_set(when(pmod(number, lit(2)).equalTo(0).and(col(hashes).isNotNull()), number)));
  }

  /** H = log2 n - (1/n) sum c log2 c over the counts c of each tool, n calls in all; bits. */
  private static Dataset<Row> entropy(Dataset<Row> toolCalls) {
    Column weighted = col("uses").multiply(log2(col("uses")));
    return toolCalls
        .where(col("tool_name").isNotNull())
        .groupBy("session_id", "state_date", "tool_name")
        .agg(count(lit(1)).as("uses"))
        .groupBy("session_id", "state_date")
        .agg(log2(sum("uses")).minus(sum(weighted).divide(sum("uses"))).as("tool_entropy"));
  }
}
