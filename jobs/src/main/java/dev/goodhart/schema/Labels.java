package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One session's training label as of one day. Human reviews first; labelling rules fill in with
 * less weight.
 */
public final class Labels {
  public static final Table TABLE =
      Table.of("ml", "labels", "One session's training label as of one day.")
          .key("session_id", "as_of_date")
          .partitionedBy("as_of_date")
          .column("session_id", STRING, "Session.")
          .column("as_of_date", DATE, "Day as of which it is known.")
          .column("label", DOUBLE, "Probability that the session is tokenmaxxing, 0 to 1.")
          .column("weight", DOUBLE, "Weight in training, above 0.")
          .column("origin", STRING, "review or rules.")
          .column("verdict", STRING, "Latest verdict, null for rules.")
          .column("archetype", STRING, "Archetype that the rules name, null where none.")
          .column("rules", STRING, "Comma-separated rules that spoke, null when none.")
          .build();

  private Labels() {}
}
