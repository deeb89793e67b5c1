package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CopiedEventsTest extends SparkTest {
  private static final Dataset<Row> NONE = events("event_id | landed_date | session_id\n");

  @Test
  void shouldFindWhatLandedBeforeUnderAnotherSession() {
    Dataset<Row> earlier =
        events(
            """
            event_id | landed_date | session_id
            copied   | 2026-01-05  | old
            again    | 2026-01-05  | old
            other    | 2026-01-05  | old
            """);
    Dataset<Row> landed =
        events(
            """
            event_id | landed_date | session_id
            copied   | 2026-01-06  | resumed
            copied   | 2026-01-07  | resumed
            copied   | 2026-01-08  | old
            again    | 2026-01-06  | old
            new      | 2026-01-06  | resumed
            """);

    assertRows(
        CopiedEvents.of(landed, earlier),
        """
        event_id | landed_date | session_id
        copied   | 2026-01-06  | resumed
        copied   | 2026-01-07  | resumed
        """);
  }

  @Test
  void shouldFindCopiesAmongTheDaysThemselves() {
    Dataset<Row> landed =
        events(
            """
            event_id | landed_date | session_id
            copied   | 2026-01-06  | resumed
            copied   | 2026-01-05  | old
            """);

    assertRows(
        CopiedEvents.of(landed, NONE),
        """
        event_id | landed_date | session_id
        copied   | 2026-01-06  | resumed
        """);
  }

  @Test
  void shouldCountAnEventOnceThatOnlyOneOfItsRecordsNamesASessionFor() {
    Dataset<Row> landed =
        events(
            """
            event_id | landed_date | session_id
            unnamed  | 2026-01-05  | -
            unnamed  | 2026-01-06  | named
            named    | 2026-01-05  | named
            named    | 2026-01-06  | -
            neither  | 2026-01-05  | -
            neither  | 2026-01-06  | -
            """);

    assertRows(
        CopiedEvents.of(landed, NONE),
        """
        event_id | landed_date | session_id
        unnamed  | 2026-01-06  | named
        named    | 2026-01-06  | -
        """);
  }

  @Test
  void shouldLeaveOutAnEventOnTheDayOfItsCopyOnly() {
    Dataset<Row> landed =
        events(
            """
            event_id | landed_date | session_id
            copied   | 2026-01-05  | old
            copied   | 2026-01-06  | resumed
            new      | 2026-01-06  | resumed
            """);

    assertRows(
        CopiedEvents.leaveOut(landed, CopiedEvents.of(landed, NONE)),
        """
        event_id | landed_date | session_id
        copied   | 2026-01-05  | old
        new      | 2026-01-06  | resumed
        """);
  }

  private static Dataset<Row> events(String drawn) {
    return TableRows.of(UsageEvents.TABLE).rows(drawn).dataset();
  }
}
