package dev.goodhart.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.goodhart.lake.Lake;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.session.Accounts;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reviews as of a day. What was said of a session that is counted as another by then, since a
 * better source tells the same, is said of that other.
 */
final class CountedReviews {
  /** Each source's account may give way to that of a better one. */
  private static final int STEPS = 3;

  private CountedReviews() {}

  /** In {@code ml.reviews}' columns. */
  static Dataset<Row> asOf(Lake lake, LocalDate day) {
    Dataset<Row> reviews =
        lake.read(Reviews.TABLE).where(col("landed_date").leq(Date.valueOf(day)));
    if (lake.isEmpty(SessionSources.TABLE)) {
      return reviews;
    }
    return ofCounted(reviews, day, lake.read(SessionSources.TABLE));
  }

  /**
   * Reviews with the session that is counted instead, where there is one.
   *
   * @param standings rows of {@code silver.session_sources}
   */
  static Dataset<Row> ofCounted(Dataset<Row> reviews, LocalDate day, Dataset<Row> standings) {
    Dataset<Row> moved = reviews;
    for (int step = 0; step < STEPS; step++) {
      Dataset<Row> instead =
          Accounts.countedInstead(moved.select("session_id"), day, standings).localCheckpoint();
      if (instead.isEmpty()) {
        return moved;
      }
      moved =
          moved
              .join(instead, new String[] {"session_id"}, "left")
              .withColumn("session_id", coalesce(col("counted_as"), col("session_id")))
              .drop("counted_as")
              .localCheckpoint();
    }
    return moved;
  }
}
