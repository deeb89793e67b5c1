package dev.goodhart.job;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.Table;
import dev.goodhart.schema.CopiedEvents;
import dev.goodhart.schema.InferredSessions;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.FirstLandings;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Usage events by session, whether their source names it or it was inferred, and the sessions that
 * are known, whether they are counted or another source's account is.
 */
final class SessionEvents {
  private static final Column[] KNOWN = {
    col("session_id"),
    col("source"),
    col("user_id"),
    col("repository"),
    col("started_at"),
    col("ended_at"),
    col("landed_dates")
  };

  private SessionEvents() {}

  /**
   * Usage events of sessions on some days, as they landed, but for those that landed before under
   * another session.
   *
   * @param copied {@link #copied}, or what is to become of it
   */
  static Dataset<Row> landed(Lake lake, Column onDays, Dataset<Row> copied) {
    return dev.goodhart.session.InferredSessions.fillIn(
        dev.goodhart.session.CopiedEvents.leaveOut(
            lake.read(UsageEvents.TABLE).where(onDays), copied.where(onDays)),
        unlessEmpty(lake, InferredSessions.TABLE).where(onDays));
  }

  /** Events that are not counted where they landed; rows of {@code silver.copied_events}. */
  static Dataset<Row> copied(Lake lake) {
    return unlessEmpty(lake, CopiedEvents.TABLE);
  }

  /**
   * The events of some sessions, each once.
   *
   * @param sessions {@code session_id} and {@code landed_dates}, the days that they remember
   * @param days days that are read in any case
   * @param before events that landed on this day or later are left out
   * @param copied {@link #copied}, or what is to become of it
   */
  static Dataset<Row> of(
      Lake lake, Dataset<Row> sessions, Days days, LocalDate before, Dataset<Row> copied) {
    Column early = col("landed_date").lt(Date.valueOf(before));
    Dataset<Row> remembered =
        sessions.select(explode(col("landed_dates")).as("landed_date")).where(early);
    Column onDays =
        DayRows.within(col("landed_date"), days)
            .or(DayRows.among(col("landed_date"), DayRows.distinct(remembered, "landed_date")));
    return FirstLandings.bySession(
        landed(lake, onDays.and(early), copied)
            .join(sessions.select("session_id").distinct(), "session_id"));
  }

  /** Which accounts of sessions are counted; rows of {@code silver.session_sources}. */
  static Dataset<Row> standings(Lake lake) {
    return unlessEmpty(lake, SessionSources.TABLE);
  }

  /**
   * What is told of every session, as last known: a row for what is counted of it, and one for each
   * account of it that was ever left out or counted in another's place.
   *
   * @return {@code session_id, source, user_id, repository, started_at, ended_at, landed_dates,
   *     counted}
   */
  static Dataset<Row> accounts(Lake lake) {
    Dataset<Row> counted = lake.read(Sessions.TABLE).select(KNOWN).withColumn("counted", lit(true));
    return counted.unionByName(
        standings(lake).select(KNOWN).distinct().withColumn("counted", lit(false)));
  }

  /**
   * Every session that any source tells of, with all the days on which its events landed; its other
   * columns are those of the account that is counted, where one is.
   *
   * @return {@code session_id, source, user_id, repository, started_at, ended_at, landed_dates}
   */
  static Dataset<Row> known(Lake lake) {
    if (lake.isEmpty(SessionSources.TABLE)) {
      return lake.read(Sessions.TABLE).select(KNOWN);
    }
    Column counted = col("counted");
    return accounts(lake)
        .groupBy("session_id")
        .agg(
            max_by(col("source"), counted).as("source"),
            max_by(col("user_id"), counted).as("user_id"),
            max_by(col("repository"), counted).as("repository"),
            min(col("started_at")).as("started_at"),
            max(col("ended_at")).as("ended_at"),
            array_sort(array_distinct(flatten(collect_list(col("landed_dates")))))
                .as("landed_dates"));
  }

  /** The table's rows; where it has none, no file of it is looked for in any plan. */
  private static Dataset<Row> unlessEmpty(Lake lake, Table table) {
    return lake.isEmpty(table) ? lake.read(table).limit(0) : lake.read(table);
  }
}
