package dev.goodhart.model;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores and their reasons, two views of one computation that is kept until closed.
 *
 * @param scores in {@code review.session_scores}' columns
 * @param reasons in {@code review.session_reasons}' columns
 */
public record Scores(Dataset<Row> scores, Dataset<Row> reasons, Dataset<Row> explained)
    implements AutoCloseable {
  @Override
  public void close() {
    explained.unpersist();
  }
}
