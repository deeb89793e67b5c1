package dev.goodhart.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;

/**
 * Marks events that claim a time at which they can't have happened. They are kept and counted, but
 * don't tell a session's beginning and end; a task's event that claims the future counts as of its
 * landing day.
 */
public final class EventTimes {
  /** What the marks of doubtful times begin with. */
  public static final String DOUBTFUL = "doubtful_time_";

  /** The mark of what claims a day after it landed. */
  public static final String FUTURE = DOUBTFUL + "future";

  static final String LONG_AGO = DOUBTFUL + "long_ago";

  private EventTimes() {}

  /**
   * Marks one event.
   *
   * @param landed when its file landed; an event may claim the day after, since clocks disagree and
   *     some write their own zone's time as UTC
   * @param maxAgeDays an event that lay longer before it landed has a wrong time
   */
  static void mark(Event event, LocalDate landed, int maxAgeDays) {
    markFuture(event, landed);
    if (day(event).isBefore(landed.minusDays(maxAgeDays))) {
      event.mark(LONG_AGO);
    }
  }

  /** Marks an event that may be of any age, as trackers export their whole history. */
  static void markFuture(Event event, LocalDate landed) {
    if (day(event).isAfter(landed.plusDays(1))) {
      event.mark(FUTURE);
    }
  }

  /** Whether an event of a table has a mark, or one that begins so. */
  public static Column marked(String mark) {
    return coalesce(col(Event.MARKS), lit("")).contains(mark);
  }

  private static LocalDate day(Event event) {
    Timestamp time = (Timestamp) event.get("event_time");
    return time.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
