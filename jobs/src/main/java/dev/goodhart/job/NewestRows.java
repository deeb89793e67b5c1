package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.session.Accounts;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Each session's newest feature row as known on a day. */
public final class NewestRows {
  private NewestRows() {}

  /**
   * Of the rows as of {@code day} and the days before it, {@code windowDays} in all. Sessions that
   * are not counted as of the day, since another source tells the same, have none.
   */
  static Dataset<Row> asOf(Lake lake, LocalDate day, int windowDays) {
    Days window = new Days(day.plusDays(1).minusDays(windowDays), day.plusDays(1));
    return counted(
        lake,
        day,
        lake.read(SessionFeatures.TABLE).where(DayRows.within(col("as_of_date"), window)));
  }

  /** Of some sessions, however old their rows are. */
  static Dataset<Row> asOf(Lake lake, LocalDate day, Dataset<Row> sessions) {
    return counted(
        lake,
        day,
        lake.read(SessionFeatures.TABLE)
            .where(col("as_of_date").leq(Date.valueOf(day)))
            .join(sessions.select("session_id"), new String[] {"session_id"}, "left_semi"));
  }

  private static Dataset<Row> counted(Lake lake, LocalDate day, Dataset<Row> rows) {
    Dataset<Row> known = rows.withColumn("known_on", lit(Date.valueOf(day)));
    return of(
        Accounts.countedSessions(known, "known_on", SessionEvents.standings(lake))
            .drop("known_on"));
  }

  /** Each session's newest among feature rows. */
  public static Dataset<Row> of(Dataset<Row> rows) {
    return rows.withColumn(
            "age",
            row_number()
                .over(Window.partitionBy(col("session_id")).orderBy(col("as_of_date").desc())))
        .where(col("age").equalTo(1))
        .drop("age");
  }
}
