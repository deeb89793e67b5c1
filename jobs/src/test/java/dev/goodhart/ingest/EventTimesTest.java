package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimesTest {
  private static final LocalDate LANDED = LocalDate.of(2026, 9, 22);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "as it landed,                      2026-09-22T10:00:00Z,",
    "delivered late,                    2026-08-01T10:00:00Z,",
    "another zone's time taken for UTC, 2026-09-23T09:00:00Z,",
    "a clock in the future,             2026-09-24T00:00:00Z, doubtful_time_future",
    "as old as allowed,                 2025-09-22T00:00:00Z,",
    "a clock set to its first day,      1970-01-01T00:00:00Z, doubtful_time_long_ago",
    "a day older than allowed,          2025-09-21T23:59:59Z, doubtful_time_long_ago",
  })
  void shouldMarkTimesAtWhichNothingCanHaveHappened(String what, Instant time, String mark) {
    Event event = new Event().set("event_time", Timestamp.from(time));

    EventTimes.mark(event, LANDED, 365);

    assertThat(event.get("marks")).isEqualTo(mark);
  }
}
