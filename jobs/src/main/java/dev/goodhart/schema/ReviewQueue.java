package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.INT;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One session that a person should look at, most useful first. Chosen in the course of a week are
 * at most review.capacity; they stay until they are reviewed or the week is over.
 */
public final class ReviewQueue {
  public static final Table TABLE =
      Table.of(
              "review",
              "queue",
              "One session that a person should look at, most useful first; at most review.capacity a week, each until it is reviewed or the week is over.")
          .key("session_id")
          .column("rank", INT, "Place in the queue, from 1.")
          .column("session_id", STRING, "Session.")
          .column("week", DATE, "Monday of the week of the run.")
          .column(
              "chosen_because",
              STRING,
              "likely, uncertain, novel (unlike what was reviewed) or audit (drawn by lot). Of a week of 30 some 12, 9, 6 and 3.")
          .column(
              "selection_probability",
              DOUBLE,
              "Probability with which it was chosen, for unbiased estimates.")
          .build();

  private ReviewQueue() {}
}
