package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.LONGS;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One person's landing day in one source. Sums and log-scale histograms that add up over days; what
 * is usual for a person or a team is read from trailing windows of it.
 */
public final class PersonDays {
  public static final Table TABLE =
      Table.of("silver", "person_days", "One person's landing day in one source.")
          .key("user_id", "landed_date", "source")
          .partitionedBy("landed_date")
          .column("user_id", STRING, "Pseudonym.")
          .column("landed_date", DATE, "Landing day, UTC.")
          .column("source", STRING, "Raw format's name.")
          .column("team", STRING, "Team of the person's newest event of the day that names one.")
          .column("sessions", LONG, "Sessions with an event that first landed on the day.")
          .column("events", LONG, "Events that first landed on the day.")
          .column("calls", LONG, "Model calls.")
          .column("prompts", LONG, "Prompts.")
          .column("tool_calls", LONG, "Tool calls.")
          .column("input_tokens", LONG, "Uncached input tokens.")
          .column("cache_read_tokens", LONG, "Cache-read tokens.")
          .column("cache_write_tokens", LONG, "Cache-write tokens.")
          .column("output_tokens", LONG, "Output tokens.")
          .column("cost_usd", DOUBLE, "USD, known costs only.")
          .column(
              "calls_histogram",
              LONGS,
              "Session parts of the day by calls; bin k counts 2^k <= calls+1 < 2^(k+1), 40 bins.")
          .column("tokens_histogram", LONGS, "Session parts of the day by total tokens, same bins.")
          .column(
              "cost_histogram",
              LONGS,
              "Session parts of the day by cost in 1/10,000 USD, same bins.")
          .column("prompts_histogram", LONGS, "Session parts of the day by prompts, same bins.")
          .column(
              "gap_histogram",
              LONGS,
              "Gaps between successive model calls of a session part by seconds, same bins.")
          .column("hour_histogram", LONGS, "Events by hour of the day, UTC, 24 bins.")
          .build();

  private PersonDays() {}
}
