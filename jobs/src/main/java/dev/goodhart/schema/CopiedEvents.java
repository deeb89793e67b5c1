package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One usage event that landed again under another session: a session that is taken up again may
 * repeat what an earlier one held. Replaced by landing day.
 */
public final class CopiedEvents {
  public static final Table TABLE =
      Table.of(
              "silver",
              "copied_events",
              "One usage event on a day on which it landed under another session than at first; it"
                  + " is not counted there.")
          .key("event_id", "landed_date")
          .partitionedBy("landed_date")
          .column("event_id", STRING, "Event.")
          .column("landed_date", DATE, "Day on which it landed again.")
          .column(
              "session_id",
              STRING,
              "Session that it landed under; null where the source names none.")
          .build();

  private CopiedEvents() {}
}
