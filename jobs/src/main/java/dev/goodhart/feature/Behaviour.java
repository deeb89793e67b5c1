package dev.goodhart.feature;

import static dev.goodhart.feature.Shares.countWhere;
import static dev.goodhart.feature.Shares.ratio;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.ClaudeCodeOtlp;
import dev.goodhart.ingest.Litellm;
import dev.goodhart.ingest.UsageEvent;
import dev.goodhart.session.Histograms;
import dev.goodhart.session.PersonDaySums;
import dev.goodhart.session.SessionStates;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What a session did, as of each of its states: volume, rhythm, repetition, tools, context, fan-out
 * and attendance. Formulas stand beside the columns of {@code silver.session_features}. Each kind
 * of event has its own figures, so that no row is looked at for figures of another kind.
 */
final class Behaviour {
  static final String[] STATE = {"session_id", "state_date"};

  private static final double IDLE_SECONDS = 600;

  /** With one call in so many uncounted the sum of the others still tells of all. */
  private static final int ONE_UNCOUNTED_OF = 10;

  /**
   * A tool call is written by the model, its name and arguments at least. Some logs hold only the
   * first tokens of each answer: what they count is no output.
   */
  private static final int LEAST_OUTPUT_OF_TOOL_CALL = 10;

  /**
   * A proxy, which sees model calls, and those tools alone that it serves itself. What an agent is
   * asked, which tools it uses, and on what, pass it by.
   */
  private static final String PROXY = Litellm.NAME;

  /** It has a field for commits; from most others none is told, made or not. */
  private static final String TELLS_OF_COMMITS = UsageEvent.NAME;

  /** It tells of commits with the parameters of the shell call that made them, unless withheld. */
  private static final String TELLS_OF_COMMITS_BY_SHELL = ClaudeCodeOtlp.NAME;

  private Behaviour() {}

  /**
   * One row a session and {@code state_date}.
   *
   * @param expanded events with {@code state_date} ({@link SessionStates#expand})
   */
  static Dataset<Row> of(Dataset<Row> expanded) {
    // A time that can't be is none: one of decades ago would be all of the rhythm.
    Dataset<Row> timed = expanded.withColumn("event_time", SessionStates.believedTime());
    return relative(
        whole(timed.where(SessionStates.activity()))
            .join(CallFigures.of(ofKind(timed, "model_call")), STATE, "left")
            .join(PromptFigures.of(ofKind(timed, "prompt")), STATE, "left")
            .join(ToolFigures.of(ofKind(timed, "tool_call").where(not(byProxy()))), STATE, "left"));
  }

  /** Seconds since the event before, in the order of the window. */
  static Column gap(WindowSpec ordered) {
    Column before = lag(col("event_time"), 1).over(ordered);
    return unix_millis(col("event_time")).minus(unix_millis(before)).divide(1000.0);
  }

  /** A state's events in order. */
  static WindowSpec inOrder() {
    return Window.partitionBy(STATE[0], STATE[1]).orderBy("event_time", "event_id");
  }

  private static Column byProxy() {
    return col("source").eqNullSafe(PROXY);
  }

  private static Dataset<Row> ofKind(Dataset<Row> expanded, String kind) {
    return expanded.where(col("kind").equalTo(kind));
  }

  /** What all events of a state tell together. */
  private static Dataset<Row> whole(Dataset<Row> activity) {
    Column duration =
        max(unix_millis(col("event_time")))
            .minus(min(unix_millis(col("event_time"))))
            .divide(1000.0);
    Column pause = when(col("gap").gt(IDLE_SECONDS), col("gap")).otherwise(0.0);
    return activity
        .withColumn("gap", gap(inOrder()))
        .groupBy(STATE[0], STATE[1])
        .agg(
            SessionStates.countOf("model_call").as("calls"),
            SessionStates.countOf("prompt").as("prompts"),
            SessionStates.countOf("tool_call").as("tools"),
            SessionStates.countOf("error").as("errors"),
            SessionStates.countOf("compaction").as("compactions"),
            sum(SessionStates.totalTokens()).as("tokens"),
            Shares.total("output_tokens").as("output"),
            Shares.total("cache_read_tokens").as("cache_read"),
            SessionStates.totalUsd(col("cost_usd")).as("cost"),
            SessionStates.unpricedCalls().as("unpriced"),
            duration.divide(3600.0).as("duration_hours"),
            ratio(sum(pause), duration).as("idle_share"),
            median(when(col("kind").equalTo("prompt"), col("gap"))).as("think_time_median"),
            rejectionShare().as("rejection_share"),
            ratio(countWhere(col("unattended")), countWhere(col("unattended").isNotNull()))
                .as("unattended_share"),
            Shares.distinct("commit_sha").cast("double").as("commits"),
            uncounted("input_tokens", "cache_read_tokens", "cache_write_tokens")
                .as("inputs_uncounted"),
            uncounted("output_tokens").as("outputs_uncounted"),
            bool_and(byProxy()).as("proxied"),
            Shares.fromAny(ToolFigures.LISTED_SOURCES).as("all_tools_told"),
            bool_or(SessionStates.seesPrompts()).as("prompts_told"),
            Shares.fromAny(TELLS_OF_COMMITS).as("commits_told"),
            Shares.fromAny(TELLS_OF_COMMITS_BY_SHELL).as("commits_told_by_shell"),
            Histograms.counts(hour(col("event_time")), PersonDaySums.HOURS).as("hours"));
  }

  /**
   * Of the tool calls put to a person. A source that tells of decisions by themselves may repeat
   * them with the calls, so then these alone are counted.
   */
  private static Column rejectionShare() {
    Column asked = col("decision").isNotNull().and(not(coalesce(col("unattended"), lit(false))));
    Column byItself = asked.and(col("kind").equalTo("tool_decision"));
    return coalesce(rejected(byItself), rejected(asked));
  }

  private static Column rejected(Column asked) {
    return ratio(countWhere(asked.and(col("decision").equalTo("reject"))), countWhere(asked));
  }

  /** How many calls tell of none of some counts of tokens. */
  private static Column uncounted(String... tokens) {
    return countWhere(
        Stream.of(tokens)
            .map(count -> col(count).isNull())
            .reduce(col("kind").equalTo("model_call"), Column::and));
  }

  /** Figures that set what is counted in one kind of event against another. */
  private static Dataset<Row> relative(Dataset<Row> figures) {
    Column calls = col("calls");
    Column prompts = col("prompts");
    Column tools = col("tools");
    Column ownLog = not(col("proxied"));
    Column toolsTold = ownLog.and(tools.gt(0).or(col("all_tools_told")));
    Column promptsTold = col("prompts_told");
    Column shellTold = noneWithoutTools("shells").equalTo(noneWithoutTools("commands"));
    Column commitsTold =
        col("commits_told")
            .or(col("commits_told_by_shell").and(shellTold))
            .or(col("commits").gt(0));
    Column compactionsPer100 = ratio(col("compactions").multiply(100.0), calls);
    Column costIsKnown = areFew("unpriced");
    Column inputIsCounted = areFew("inputs_uncounted");
    Column outputIsTold = areFew("outputs_uncounted");
    Column outputIsCounted =
        outputIsTold.and(col("output").geq(tools.multiply(LEAST_OUTPUT_OF_TOOL_CALL)));
    return figures
        .withColumn("tokens", when(inputIsCounted.and(outputIsTold), col("tokens")))
        .withColumn("input_of_calls", when(inputIsCounted, col("input_of_calls")))
        .withColumn("output", when(outputIsCounted, col("output")))
        .withColumn("output_cv", when(col("output").isNotNull(), col("output_cv")))
        .withColumn("log_calls", log1p(calls))
        .withColumn("log_tokens", log1p(col("tokens")))
        .withColumn("log_output_tokens", log1p(col("output")))
        .withColumn("log_cost", when(costIsKnown, log1p(col("cost"))))
        .withColumn("log_prompts", when(promptsTold, log1p(prompts)))
        .withColumn("calls_per_prompt", ratio(calls, prompts))
        .withColumn("tools_per_call", when(toolsTold, ratio(tools, calls)))
        .withColumn("error_share", ratio(col("errors"), calls.plus(col("errors"))))
        .withColumn("output_share", ratio(col("output"), col("tokens")))
        .withColumn("cache_read_share", ratio(col("cache_read"), col("input_of_calls")))
        .withColumn("context_per_call", when(inputIsCounted, col("context_per_call")))
        .withColumn("context_growth", when(inputIsCounted, col("context_growth")))
        .withColumn("first_context", when(inputIsCounted, col("first_context")))
        .withColumn("output_per_call", log1p(ratio(col("output"), calls)))
        .withColumn("compactions_per_100_calls", when(promptsTold, compactionsPer100))
        .withColumn("fan_out_per_prompt", ratio(noneWithoutTools("fan_outs"), prompts))
        .withColumn("log_distinct_files", when(ownLog, log1p(noneWithoutTools("files"))))
        .withColumn("commits", when(commitsTold, col("commits")))
        .drop("calls", "prompts", "tools", "errors", "compactions", "tokens", "output")
        .drop("cache_read", "cost", "unpriced", "input_of_calls", "fan_outs", "files")
        .drop("inputs_uncounted", "outputs_uncounted", "shells", "commands", "proxied")
        .drop("all_tools_told", "prompts_told", "commits_told", "commits_told_by_shell");
  }

  /** Whether calls are told, and so few of them without a figure that the others tell of all. */
  private static Column areFew(String without) {
    Column callsTold = col("calls").gt(0).or(col("tools").equalTo(0));
    return callsTold.and(col(without).multiply(ONE_UNCOUNTED_OF).leq(col("calls")));
  }

  /** A count over tool calls: 0 where there was none, null where it isn't told. */
  private static Column noneWithoutTools(String count) {
    Column none = col("tools").equalTo(0).and(col("all_tools_told"));
    return when(none, lit(0L)).otherwise(col(count));
  }
}
