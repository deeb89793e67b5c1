package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/** One human review of a session. Every verdict ever landed; the latest on a session counts. */
public final class Reviews {
  public static final Table TABLE =
      Table.of("ml", "reviews", "One human review of a session.")
          .key("session_id", "reviewer_id", "reviewed_at", "landed_date")
          .partitionedBy("landed_date")
          .column("session_id", STRING, "Session.")
          .column("reviewer_id", STRING, "Pseudonym of the reviewer.")
          .column("reviewed_at", TIMESTAMP, "When, UTC.")
          .column("verdict", STRING, "tokenmaxxing, runaway, legitimate or unsure.")
          .column("landed_date", DATE, "Landing day, UTC.")
          .column("source_file", STRING, "Object key below the raw root.")
          .build();

  private Reviews() {}
}
