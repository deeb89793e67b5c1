package dev.goodhart.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is usual for a person, and for the peers (same team and source), on the landing days {@code
 * [D - window, D)}, as ln(1 + median) of a session part's calls, tokens, cost and prompts.
 */
final class Usual {
  /** Fewer session parts than this tell nothing of a person. */
  private static final int ENOUGH_OF_PERSON = 5;

  /** Fewer session parts than this tell nothing of a team. */
  private static final int ENOUGH_OF_TEAM = 20;

  private Usual() {}

  /**
   * What is usual for each person.
   *
   * @param asked distinct {@code user_id, source, as_of_date}
   * @return one row each, with {@code person_calls, person_tokens, person_cost, person_prompts} and
   *     {@code person_hours}
   */
  static Dataset<Row> ofPeople(Dataset<Row> asked, Dataset<Row> personDays, int windowDays) {
    Dataset<Row> sums =
        asked
            .where(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON))
            .join(personDays.drop("team"), new String[] {"user_id", "source"}, "inner")
            .where(trailing(windowDays))
            .groupBy("user_id", "source", "as_of_date")
            .agg(
                sum("sessions").as("parts"),
                collect_list("calls_histogram").as("calls_histogram"),
                collect_list("tokens_histogram").as("tokens_histogram"),
                collect_list("cost_histogram").as("cost_histogram"),
                collect_list("prompts_histogram").as("prompts_histogram"),
                collect_list("hour_histogram").as("hour_histogram"));
    return sums.select(
        col("user_id"),
        col("source"),
        col("as_of_date"),
        median("calls_histogram", ENOUGH_OF_PERSON).as("person_calls"),
        median("tokens_histogram", ENOUGH_OF_PERSON).as("person_tokens"),
        median("cost_histogram", ENOUGH_OF_PERSON).as("person_cost"),
        median("prompts_histogram", ENOUGH_OF_PERSON).as("person_prompts"),
        col("hour_histogram").as("person_hours"));
  }

  /**
   * What is usual for each person's peers.
   *
   * @param asked distinct {@code team, source, as_of_date}; people without a team are each other's
   *     peers
   * @return one row each, with {@code team_calls, team_tokens, team_cost, team_gap}
   */
  static Dataset<Row> ofTeams(Dataset<Row> asked, Dataset<Row> personDays, int windowDays) {
    Dataset<Row> peers = personDays.withColumn("peer_team", coalesce(col("team"), lit("")));
    Dataset<Row> sums =
        asked
            .withColumn("peer_team", coalesce(col("team"), lit("")))
            .drop("team")
            .distinct()
            .join(peers, new String[] {"peer_team", "source"}, "inner")
            .where(trailing(windowDays))
            .groupBy("peer_team", "source", "as_of_date")
            .agg(
                sum("sessions").as("parts"),
                collect_list("calls_histogram").as("calls_histogram"),
                collect_list("tokens_histogram").as("tokens_histogram"),
                collect_list("cost_histogram").as("cost_histogram"),
                collect_list("gap_histogram").as("gap_histogram"));
    return sums.select(
        col("peer_team"),
        col("source"),
        col("as_of_date"),
        median("calls_histogram", ENOUGH_OF_TEAM).as("team_calls"),
        median("tokens_histogram", ENOUGH_OF_TEAM).as("team_tokens"),
        median("cost_histogram", ENOUGH_OF_TEAM).as("team_cost"),
        median("gap_histogram", ENOUGH_OF_TEAM).as("team_gap"));
  }

  private static Column trailing(int windowDays) {
    return col("landed_date")
        .geq(date_sub(col("as_of_date"), windowDays))
        .and(col("landed_date").lt(col("as_of_date")));
  }

  private static Column median(String histogram, int enough) {
    return when(col("parts").geq(enough), Medians.logMedian(col(histogram)));
  }
}
