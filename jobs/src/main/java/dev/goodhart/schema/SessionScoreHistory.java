package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/** One score ever given. Only scores that were really given enter. */
public final class SessionScoreHistory {
  public static final Table TABLE =
      Table.of(
              "review",
              "session_score_history",
              "One score ever given; a run enters only what differs from the last that was given of the same row by the same model.")
          .key("session_id", "as_of_date", "model_version", "scored_date")
          .column("session_id", STRING, "Session.")
          .column("as_of_date", DATE, "Day of the features.")
          .column(
              "model_version",
              STRING,
              "Model: starter-N while none of the organisation's own is live; none in rows of a version without a starter.")
          .column("scored_date", DATE, "Last day of the run that gave it.")
          .column("probability", DOUBLE, "Calibrated probability.")
          .column("band", STRING, "Band.")
          .column("archetype", STRING, "Archetype.")
          .column("evidence", STRING, "mature, young or none.")
          .column("review_verdict", STRING, "Verdict known then.")
          .build();

  private SessionScoreHistory() {}
}
