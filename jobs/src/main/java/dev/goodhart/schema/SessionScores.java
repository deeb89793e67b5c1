package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.INT;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/** The latest score of one session. For reviewers; bands and reasons as of the newest row. */
public final class SessionScores {
  public static final Table TABLE =
      Table.of("review", "session_scores", "The latest score of one session.")
          .key("session_id")
          .column("session_id", STRING, "Session.")
          .column("user_id", STRING, "Pseudonym.")
          .column("team", STRING, "Team.")
          .column("source", STRING, "Raw format's name.")
          .column("started_at", TIMESTAMP, "First event, UTC, as of the day.")
          .column("ended_at", TIMESTAMP, "Last event, UTC, as of the day.")
          .column("as_of_date", DATE, "Day as of which the features are known.")
          .column("evidence_age_days", INT, "as_of_date - date(ended_at), days.")
          .column(
              "evidence",
              STRING,
              "mature, young or none (the session names nothing that could link it).")
          .column(
              "probability",
              DOUBLE,
              "Calibrated probability of tokenmaxxing; of the starter while no other model is live.")
          .column(
              "band",
              STRING,
              "A reviewer's verdict decides: likely for tokenmaxxing, unlikely for legitimate and runaway. Else likely (flagged: its probability reaches the threshold, and is still at least one in three without any one thing that is changed for free), unclear (from score.unclear_share of the threshold on, or of 1 where nobody may be flagged), unlikely, or insufficient_evidence (too few calls, or no model of one's own).")
          .column("archetype", STRING, "What it looks like, or other.")
          .column(
              "archetype_confidence",
              DOUBLE,
              "Probability of the archetype among those that it was chosen from, as made-up"
                  + " organisations teach; null for other.")
          .column(
              "reason_1",
              STRING,
              "What weighed most on its probability, for or against, a sentence.")
          .column("reason_2", STRING, "What weighed second.")
          .column("reason_3", STRING, "What weighed third.")
          .column("margin", DOUBLE, "Log-odds of the probability.")
          .column(
              "base_margin",
              DOUBLE,
              "Margin of a session of which nothing is known; young sessions start from another.")
          .column("review_verdict", STRING, "Latest verdict of a reviewer, null when none.")
          .column(
              "model_version",
              STRING,
              "Model that gave the score: starter-N while none of the organisation's own is live.")
          .column("cost_usd", DOUBLE, "USD as of the day.")
          .column("total_tokens", LONG, "Tokens as of the day.")
          .column("calls", LONG, "Model calls as of the day.")
          .build();

  private SessionScores() {}
}
