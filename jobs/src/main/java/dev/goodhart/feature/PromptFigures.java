package dev.goodhart.feature;

import static dev.goodhart.feature.Shares.repetition;
import static dev.goodhart.feature.Shares.variation;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.mode;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rhythm, length and repetition of a state's prompts. */
final class PromptFigures {
  private PromptFigures() {}

  /**
   * One row a state that has prompts.
   *
   * @param prompts prompts with {@code state_date}
   */
  static Dataset<Row> of(Dataset<Row> prompts) {
    return prompts
        .select(
            col("session_id"),
            col("state_date"),
            col("content_hash"),
            col("content_chars"),
            Behaviour.gap(Behaviour.inOrder()).as("prompt_gap"))
        .groupBy("session_id", "state_date")
        .agg(
            variation("prompt_gap", 3).as("prompt_gap_cv"),
            repetition("content_hash", 2).as("repeated_prompt_share"),
            avg(col("content_chars")).as("prompt_chars_mean"),
            variation("content_chars", 3).as("prompt_chars_cv"),
            mode(col("content_hash"), true).as("prompt_pattern"));
  }
}
