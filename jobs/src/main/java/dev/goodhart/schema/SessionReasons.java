package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One feature's additive share in one session's latest score. base_margin plus the shares is the
 * margin; shares of 0 have no row.
 */
public final class SessionReasons {
  public static final Table TABLE =
      Table.of(
              "review",
              "session_reasons",
              "One feature's additive share in one session's latest score.")
          .key("session_id", "feature")
          .column("session_id", STRING, "Session.")
          .column("feature", STRING, "Feature.")
          .column("value", DOUBLE, "The session's figure, null where missing.")
          .column(
              "usual",
              DOUBLE,
              "What is usual: median of the organisation's sessions of the same source and team, or of the"
                  + " same source, or of all, whichever are 20 or more of five people (privacy.min_cohort) or more. Null where none is.")
          .column("share", DOUBLE, "Share of the margin, log-odds.")
          .column("sentence", STRING, "The reason as a sentence.")
          .build();

  private SessionReasons() {}
}
