package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One usage event that names no session, with the session that it is taken to be of. Made from the
 * gaps between a person's events; replaced by landing day.
 */
public final class InferredSessions {
  public static final Table TABLE =
      Table.of(
              "silver",
              "inferred_sessions",
              "One usage event that names no session, on the day on which it first landed.")
          .key("event_id")
          .partitionedBy("landed_date")
          .column("event_id", STRING, "Event.")
          .column("landed_date", DATE, "Day on which it first landed.")
          .column(
              "session_id",
              STRING,
              "Inferred session: hash of person, source and first event, each a keyed hash.")
          .build();

  private InferredSessions() {}
}
