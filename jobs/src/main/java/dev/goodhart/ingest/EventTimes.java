package dev.goodhart.ingest;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Marks events that claim a time at which they can't have happened. They are kept and counted, but
 * a session's beginning and end are not told by them.
 */
public final class EventTimes {
  /** What the marks of doubtful times begin with. */
  public static final String DOUBTFUL = "doubtful_time_";

  static final String FUTURE = DOUBTFUL + "future";
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
    Timestamp time = (Timestamp) event.get("event_time");
    LocalDate happened = time.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    if (happened.isAfter(landed.plusDays(1))) {
      event.mark(FUTURE);
    } else if (happened.isBefore(landed.minusDays(maxAgeDays))) {
      event.mark(LONG_AGO);
    }
  }
}
