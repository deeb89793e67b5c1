package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.INT;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.LONGS;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;
import java.util.List;

/**
 * One session as of one day. Everything in a row is a function of records that landed on or before
 * {@code as_of_date}; features are doubles rounded to 9 significant digits, null where they can't
 * be told.
 */
public final class SessionFeatures {
  public static final Table TABLE = table();

  /** Names of the features, in the table's order. */
  public static final List<String> FEATURES = Feature.ALL.stream().map(Feature::name).toList();

  private SessionFeatures() {}

  private static Table table() {
    Table.Builder table =
        Table.of("silver", "session_features", "One session as of one day.")
            .key("session_id", "as_of_date")
            .partitionedBy("as_of_date")
            .column("session_id", STRING, "Session.")
            .column("as_of_date", DATE, "Day as of which everything in the row is known.")
            .column("user_id", STRING, "Pseudonym.")
            .column("team", STRING, "Team as of the day.")
            .column("source", STRING, "Raw format's name.")
            .column("started_at", TIMESTAMP, "First event, UTC.")
            .column("ended_at", TIMESTAMP, "Last event, UTC.")
            .column("evidence_age_days", INT, "as_of_date - date(ended_at), days.")
            .column(
                "evidence",
                STRING,
                "mature, young or none (the session names nothing that could link it).")
            .column("calls", LONG, "Model calls.")
            .column("total_tokens", LONG, "All tokens.")
            .column("cost_usd", DOUBLE, "USD, known costs.")
            .column(
                "prompt_pattern",
                STRING,
                "Keyed hash of the prompt that the session asks most often (of several, the smallest"
                    + " hash); null where no prompt's text is known.")
            .column(
                "tool_inputs",
                LONGS,
                "What the session asks of tools: numbers made of keyed hashes, of the half on which a"
                    + " lot falls, the same in every session.")
            .column("files_touched", LONGS, "Files that its tools touch, likewise.")
            .column(
                "pattern_calls",
                LONG,
                "Model calls of the session; where these are fewer than score.min_calls, with those"
                    + " of the same person's other sessions that are as short, have the same"
                    + " prompt_pattern and ended within baselines.window_days before as_of_date, as"
                    + " of that day. A session with fewer than score.min_calls of them is not judged.");
    Feature.ALL.forEach(feature -> table.column(feature.name(), DOUBLE, feature.comment()));
    return table.build();
  }
}
