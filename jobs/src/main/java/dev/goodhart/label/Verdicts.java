package dev.goodhart.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What reviewers last said of each session. */
public final class Verdicts {
  public static final String TOKENMAXXING = "tokenmaxxing";
  public static final String RUNAWAY = "runaway";
  public static final String LEGITIMATE = "legitimate";
  public static final String UNSURE = "unsure";

  private Verdicts() {}

  /** Whether a reviewer decided: there is a verdict, and it is not {@value #UNSURE}. */
  public static boolean decides(String verdict) {
    return verdict != null && !verdict.equals(UNSURE);
  }

  /**
   * One row a session: {@code session_id, verdict, reviewed_at}. The latest verdict that landed by
   * the day counts; of verdicts given at the same moment the one that is last by reviewer and
   * content, never by file order.
   */
  public static Dataset<Row> latest(Dataset<Row> reviews, LocalDate asOf) {
    Column landedByThen = col("landed_date").leq(lit(Date.valueOf(asOf)));
    Column newest =
        max(struct(col("reviewed_at"), col("reviewer_id"), col("verdict"))).as("newest");
    return reviews
        .filter(landedByThen)
        .groupBy("session_id")
        .agg(newest)
        .select(
            col("session_id"),
            col("newest.verdict").as("verdict"),
            col("newest.reviewed_at").as("reviewed_at"));
  }
}
