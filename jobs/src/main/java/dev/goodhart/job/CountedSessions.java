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
 * What was said of sessions, as of a day: of one that is counted as another by then, since a better
 * source tells the same, it is said of that other.
 */
final class CountedSessions {
  /** Each source's account may give way to that of a better one. */
  private static final int STEPS = 3;

  private CountedSessions() {}

  /** Reviews as of a day, in {@code ml.reviews}' columns. */
  static Dataset<Row> reviews(Lake lake, LocalDate day) {
    return reviews(lake, day, day);
  }

  /** Reviews that had landed by a day, of the sessions that are counted as of another. */
  static Dataset<Row> reviews(Lake lake, LocalDate landedBy, LocalDate day) {
    Dataset<Row> landed =
        lake.read(Reviews.TABLE).where(col("landed_date").leq(Date.valueOf(landedBy)));
    return told(lake, landed, day);
  }

  /** Rows of sessions, of the one that is counted instead as of a day, where there is one. */
  static Dataset<Row> told(Lake lake, Dataset<Row> rows, LocalDate day) {
    return lake.isEmpty(SessionSources.TABLE)
        ? rows
        : told(rows, day, lake.read(SessionSources.TABLE));
  }

  /**
   * Rows of sessions, of the one that is counted instead as of a day, where there is one.
   *
   * @param rows {@code session_id}, and other columns as they are
   * @param standings rows of {@code silver.session_sources}
   */
  static Dataset<Row> told(Dataset<Row> rows, LocalDate day, Dataset<Row> standings) {
    Dataset<Row> moved = rows;
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
