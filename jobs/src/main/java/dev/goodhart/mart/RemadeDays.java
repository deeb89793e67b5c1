package dev.goodhart.mart;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.lake.Days;
import dev.goodhart.outcome.TaskEvents;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The days of gold that a run makes anew: those in which outcomes still ripen, and from the first
 * one on that what landed tells of, for transcripts and a tracker's history may land long after.
 */
public final class RemadeDays {
  private RemadeDays() {}

  /**
   * Whole weeks.
   *
   * @param sessions {@link DatedSessions#of} {@code silver.sessions}
   * @param sessionTasks {@code silver.session_tasks}
   * @param tasks {@code silver.tasks}
   * @param landed the landing days of the run
   * @param ripeningDays how long before a session's figures still change by themselves
   */
  public static Days of(
      Dataset<Row> sessions,
      Dataset<Row> sessionTasks,
      Dataset<Row> tasks,
      Days landed,
      int ripeningDays) {
    LocalDate ripening = landed.from().minusDays(ripeningDays);
    LocalDate from =
        firstToldOf(sessions, sessionTasks, tasks, landed)
            .filter(ripening::isAfter)
            // Of what was before the first session there is nobody whom a row could tell of.
            .flatMap(
                first ->
                    first(starts(sessions)).map(begin -> Collections.max(List.of(first, begin))))
            .filter(ripening::isAfter)
            .orElse(ripening);
    return Weeks.wholeWeeks(new Days(from, landed.to()));
  }

  /** The first day of what landed: of sessions, of tasks, and of those that they are linked to. */
  private static Optional<LocalDate> firstToldOf(
      Dataset<Row> sessions, Dataset<Row> sessionTasks, Dataset<Row> tasks, Days landed) {
    Column hasLanded =
        TaskEvents.landedWithin(
            col("landed_dates"), Weeks.day(landed.from()), Weeks.day(landed.to()));
    Dataset<Row> landedSessions = sessions.where(hasLanded);
    Dataset<Row> landedTasks = tasks.where(hasLanded);
    Dataset<Row> links = Links.strong(sessionTasks);
    Dataset<Row> sessionsOfTasks = links.join(landedTasks, "task_key").select("session_id");
    Dataset<Row> tasksOfSessions = links.join(landedSessions, "session_id").select("task_key");
    return first(
        starts(landedSessions)
            .union(starts(sessions.join(sessionsOfTasks, "session_id")))
            .union(ends(landedTasks))
            .union(ends(tasks.join(tasksOfSessions, "task_key"))));
  }

  private static Dataset<Row> starts(Dataset<Row> sessions) {
    return sessions.select(to_date(col("started_at")).as("date"));
  }

  /** What was reverted since stood on the day it was closed before. */
  private static Dataset<Row> ends(Dataset<Row> tasks) {
    return tasks.select(to_date(col("closed_at")).as("date"));
  }

  private static Optional<LocalDate> first(Dataset<Row> dates) {
    Date first = dates.agg(min("date")).head().getDate(0);
    return Optional.ofNullable(first).map(Date::toLocalDate);
  }
}
