package dev.goodhart.schema;

import static dev.goodhart.schema.Types.BOOLEAN;
import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/**
 * One usage event: a model call, tool call, prompt, decision, error or compaction, or a task that
 * the session names by itself (kind {@code reference}, which no count counts). Usage in canonical
 * columns, whatever format it came in. Replaced by landing day; within a day one row an event.
 */
public final class UsageEvents {
  public static final Table TABLE =
      Table.of(
              "bronze",
              "usage_events",
              "One usage event: a model call, tool call, prompt, decision, error or compaction.")
          .key("event_id", "landed_date")
          .partitionedBy("landed_date")
          .column(
              "event_id",
              STRING,
              "Key of the event, made from what its format says names it; keyed hash.")
          .column("landed_date", DATE, "UTC day in the object key: when the file landed.")
          .column("event_time", TIMESTAMP, "When it happened, UTC.")
          .column("source", STRING, "Raw format's name, e.g. claude_code_otlp.")
          .column("session_id", STRING, "The source's own session id.")
          .column(
              "user_id",
              STRING,
              "Pseudonym (HMAC-SHA-256) of the person; unknown where nobody is named.")
          .column(
              "team",
              STRING,
              "The event's own team, else the identity's; null where neither is known.")
          .column(
              "kind",
              STRING,
              "prompt, model_call, tool_call, tool_decision, error or compaction; reference: the session names its task, nothing was used.")
          .column("agent", STRING, "main, subagent or auxiliary.")
          .column(
              "prompt_id",
              STRING,
              "Id of the prompt that led to this event; keyed hash where it is not a plain id.")
          .column("model", STRING, "Model's name, normalised.")
          .column("input_tokens", LONG, "Uncached input tokens.")
          .column("cache_read_tokens", LONG, "Input tokens read from the cache.")
          .column("cache_write_tokens", LONG, "Input tokens written to the cache.")
          .column(
              "output_tokens",
              LONG,
              "Output tokens, reasoning included where the source includes it.")
          .column("reasoning_tokens", LONG, "Output tokens spent on reasoning, where told apart.")
          .column("tokens_estimated", BOOLEAN, "True where tokens were estimated from characters.")
          .column(
              "cost_usd", DOUBLE, "Cost in USD; null where unknown, never 0 for want of a price.")
          .column(
              "cost_source",
              STRING,
              "reported, priced or unknown; null where the event costs nothing.")
          .column("duration_ms", LONG, "Duration in milliseconds.")
          .column("tool_name", STRING, "Tool's name.")
          .column("command", STRING, "A shell command's first word from a fixed list, else other.")
          .column("succeeded", BOOLEAN, "Whether it succeeded.")
          .column("error_type", STRING, "Error class from a fixed list, else other.")
          .column("attempt", LONG, "Number of the attempt, from 1.")
          .column("decision", STRING, "accept or reject: what was decided on a tool call.")
          .column(
              "unattended",
              BOOLEAN,
              "True where no person could have decided (headless or automatic mode).")
          .column(
              "content_hash",
              STRING,
              "Keyed hash of the prompt or the tool input; null where the text was withheld.")
          .column(
              "content_chars",
              LONG,
              "Length of the prompt or the tool input, characters (bytes for tool input).")
          .column("result_chars", LONG, "Size of the tool's result, bytes.")
          .column("file_hash", STRING, "Keyed hash of the file that a tool worked on.")
          .column("repository", STRING, "Repository's full name.")
          .column(
              "branch", STRING, "Keyed hash of the branch; default branches and HEAD as they are.")
          .column("commit_sha", STRING, "Commit that this event made.")
          .column("task_key", STRING, "Task that the event itself names.")
          .column(
              "marks",
              STRING,
              "Comma-separated marks, e.g. price_later (priced by a younger table), null when none.")
          .column(
              "source_file",
              STRING,
              "Object key below the raw root, parts that name a person cut out.")
          .build();

  private UsageEvents() {}
}
