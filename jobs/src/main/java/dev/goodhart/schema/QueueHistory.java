package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.INT;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One session that was in the queue of one day. {@code review.queue} is the newest of these. What
 * has been reviewed leaves that, but here stays how it was chosen, and that it fills a place of its
 * week.
 */
public final class QueueHistory {
  public static final Table TABLE =
      Table.of("review", "queue_history", "One session that was in the review queue of one day.")
          .key("session_id", "chosen_on")
          .column("session_id", STRING, "Session.")
          .column("chosen_on", DATE, "Day as of which the queue was chosen.")
          .column("rank", INT, "Place in that queue, from 1.")
          .column("chosen_because", STRING, "As in review.queue.")
          .column(
              "selection_probability",
              DOUBLE,
              "Probability with which it was chosen, for unbiased estimates.")
          .build();

  private QueueHistory() {}
}
