package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATES;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/**
 * One session. State after the last day run. As-of features are computed from bronze, never from
 * this table.
 */
public final class Sessions {
  public static final Table TABLE =
      Table.of("silver", "sessions", "One session.")
          .key("session_id")
          .column("session_id", STRING, "The source's own session id.")
          .column("user_id", STRING, "Pseudonym of the person with most of its events.")
          .column("team", STRING, "Team of the session's newest event that names one.")
          .column("source", STRING, "Raw format's name.")
          .column("repository", STRING, "Repository that most of its events name.")
          .column("started_at", TIMESTAMP, "First event, UTC.")
          .column("ended_at", TIMESTAMP, "Last event, UTC.")
          .column("events", LONG, "Events of any kind but reference, each once.")
          .column("calls", LONG, "Model calls.")
          .column("prompts", LONG, "Prompts.")
          .column("tool_calls", LONG, "Tool calls.")
          .column("errors", LONG, "Error events.")
          .column("compactions", LONG, "Context compactions.")
          .column("input_tokens", LONG, "Uncached input tokens.")
          .column("cache_read_tokens", LONG, "Cache-read tokens.")
          .column("cache_write_tokens", LONG, "Cache-write tokens.")
          .column("output_tokens", LONG, "Output tokens.")
          .column("reasoning_tokens", LONG, "Reasoning tokens, part of output.")
          .column("total_tokens", LONG, "Uncached input + cache reads + cache writes + output.")
          .column("cost_usd", DOUBLE, "USD, sum over events with a known cost.")
          .column("unpriced_calls", LONG, "Model calls whose cost is unknown.")
          .column("estimated_calls", LONG, "Model calls whose tokens were estimated.")
          .column("landed_dates", DATES, "Days on which its own events first landed, ascending.")
          .build();

  private Sessions() {}
}
