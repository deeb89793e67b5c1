package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FirstLandingsTest extends SparkTest {
  @Test
  void shouldKeepAnEventAsItWasOnTheEarliestDayItLanded() {
    assertRows(
        FirstLandings.of(
            events(
                """
                event_id | landed_date | input_tokens
                again    | 2026-01-07  | 7
                again    | 2026-01-05  | 5
                again    | 2026-01-06  | 6
                once     | 2026-01-06  | 1
                """)),
        """
        event_id | landed_date | input_tokens
        again    | 2026-01-05  | 5
        once     | 2026-01-06  | 1
        """);
  }

  @Test
  void shouldKeepEventsOfSessionsOnlyWhereLaidOutBySession() {
    assertRows(
        FirstLandings.bySession(
            events(
                """
                event_id | landed_date | session_id
                again    | 2026-01-06  | s1
                again    | 2026-01-05  | s1
                other    | 2026-01-05  | s2
                loose    | 2026-01-05  | -
                """)),
        """
        event_id | landed_date | session_id
        again    | 2026-01-05  | s1
        other    | 2026-01-05  | s2
        """);
  }

  private static Dataset<Row> events(String drawn) {
    return TableRows.of(UsageEvents.TABLE).rows(drawn).dataset();
  }
}
