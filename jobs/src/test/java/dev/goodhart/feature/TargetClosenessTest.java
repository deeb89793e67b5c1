package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings.Target;
import dev.goodhart.schema.PersonDays;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Where the total, or the line, is twice the other, the gap is ln 2, 0.693147181. */
class TargetClosenessTest extends SparkTest {
  private static final StructType ROWS =
      new StructType()
          .add("session_id", "string")
          .add("as_of_date", "date")
          .add("user_id", "string")
          .add("ended_at", "timestamp");
  private static final String NO_DAYS = "user_id | landed_date | input_tokens";

  @Test
  void shouldTellNothingWithoutTargetsOrBeforeTheyAreInForce() {
    String rows =
        """
        session_id | as_of_date | user_id | ended_at
        before     | 2026-01-20 | ada     | 2026-01-05T23:59Z
        in_force   | 2026-01-20 | ada     | 2026-01-06T00:00Z
        """;

    assertRows(
        closeness(rows, NO_DAYS),
        """
        session_id | target_gap | days_to_deadline
        before     | -          | -
        in_force   | -          | -
        """);
    assertRows(
        closeness(rows, NO_DAYS, target("tokens", 1, "month", "2026-01-06")),
        """
        session_id | target_gap | days_to_deadline
        before     | -          | -
        in_force   | 0.0        | 26.0
        """);
  }

  @Test
  void shouldSumWhatLandedInThePeriodByTheDayAfterTheSessionHoweverLateItIsLookedAt() {
    // Of ada's days those within January, not after the row's day and not after 21 January count,
    // in every source: 49, and of the row of 20 January 10.
    assertRows(
        closeness(
            """
            session_id | as_of_date | user_id | ended_at
            at_once    | 2026-01-20 | ada     | 2026-01-20T10:00Z
            s1         | 2026-01-21 | ada     | 2026-01-20T10:00Z
            later      | 2026-02-03 | ada     | 2026-01-20T10:00Z
            """,
            """
            user_id | source  | landed_date | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens
            ada     | cc      | 2025-12-31  | 1000         | 0                 | 0                  | 0
            ada     | cc      | 2026-01-01  | 1            | 2                 | 3                  | 4
            ada     | cc      | 2026-01-21  | 30           | 0                 | 0                  | 0
            ada     | litellm | 2026-01-21  | 9            | 0                 | 0                  | 0
            ada     | cc      | 2026-01-22  | 950          | 0                 | 0                  | 0
            ada     | cc      | 2026-02-01  | 1000         | 0                 | 0                  | 0
            bob     | cc      | 2026-01-21  | 1000         | 0                 | 0                  | 0
            """,
            target("tokens", 100, "month", "2026-01-01")),
        """
        session_id | as_of_date | target_gap  | days_to_deadline
        at_once    | 2026-01-20 | 2.207274913 | 12.0
        s1         | 2026-01-21 | 0.693147181 | 12.0
        later      | 2026-02-03 | 0.693147181 | 12.0
        """);
  }

  @Test
  void shouldReachBackNoFurtherThanARunReads() {
    // What landed 91 days before the row's day counts, and what landed 92 days before does not.
    assertRows(
        closeness(
            """
            session_id | as_of_date | user_id | ended_at
            late       | 2026-04-11 | ada     | 2026-01-20T10:00Z
            """,
            """
            user_id | landed_date | calls
            ada     | 2026-01-09  | 1000
            ada     | 2026-01-10  | 49
            """,
            target("calls", 100, "month", "2026-01-01")),
        """
        session_id | target_gap  | days_to_deadline
        late       | 0.693147181 | 12.0
        """);
  }

  @Test
  void shouldMeasureByTheTargetsMeasureAndPeriod() {
    String rows =
        """
        session_id | as_of_date | user_id | ended_at
        wednesday  | 2026-01-08 | ada     | 2026-01-07T10:00Z
        """;
    String days =
        """
        user_id | landed_date | sessions | calls | cost_usd
        ada     | 2026-01-05  | 1        | 3     | 0.5
        ada     | 2026-01-07  | 2        | 4     | 0.5
        """;

    assertRows(
        closeness(rows, days, target("calls", 16, "week", "2026-01-01")),
        """
        target_gap  | days_to_deadline
        0.693147181 | 5.0
        """);
    assertRows(
        closeness(rows, days, target("sessions", 6, "day", "2026-01-01")),
        """
        target_gap  | days_to_deadline
        0.693147181 | 1.0
        """);
    assertRows(
        closeness(rows, days, target("cost_usd", 1, "month", "2026-01-01")),
        """
        target_gap  | days_to_deadline
        0.693147181 | 25.0
        """);
  }

  @Test
  void shouldTellOfTheTargetWhoseLineIsNearest() {
    assertRows(
        closeness(
            """
            session_id | as_of_date | user_id | ended_at
            s1         | 2026-01-08 | ada     | 2026-01-07T10:00Z
            """,
            """
            user_id | landed_date | calls
            ada     | 2026-01-07  | 99
            """,
            target("calls", 1000, "day", "2026-01-01"),
            target("calls", 50, "week", "2026-01-01"),
            target("calls", 1, "month", "2026-01-01"),
            target("calls", 100, "day", "2026-01-08")),
        """
        session_id | target_gap  | days_to_deadline
        s1         | 0.693147181 | 5.0
        """);
  }

  @Test
  void shouldKnowThePeriodOfAPersonOfWhomNothingLandedInIt() {
    // What "late" did on the last of January landed in February: nothing of January is known.
    assertRows(
        closeness(
            """
            session_id | as_of_date | user_id | ended_at
            late       | 2026-02-01 | ada     | 2026-01-31T23:00Z
            """,
            """
            user_id | landed_date | calls
            ada     | 2026-02-01  | 99
            """,
            target("calls", 2, "month", "2026-01-01")),
        """
        session_id | target_gap  | days_to_deadline
        late       | 0.693147181 | 1.0
        """);
  }

  @Test
  void shouldNotTakeAllWhomNobodyNamesForOnePerson() {
    assertRows(
        closeness(
            """
            session_id | as_of_date | user_id | ended_at
            s1         | 2026-01-20 | unknown | 2026-01-20T10:00Z
            """,
            """
            user_id | landed_date | calls
            unknown | 2026-01-20  | 99
            """,
            target("calls", 100, "month", "2026-01-01")),
        """
        session_id | target_gap | days_to_deadline
        s1         | -          | 12.0
        """);
  }

  private static Target target(String measure, double line, String period, String from) {
    return new Target("target", measure, line, period, LocalDate.parse(from));
  }

  private static Dataset<Row> closeness(String rows, String personDays, Target... targets) {
    return TargetCloseness.add(
        TableRows.of(ROWS).rows(rows).dataset(),
        TableRows.of(PersonDays.TABLE).rows(personDays).dataset(),
        List.of(targets));
  }
}
