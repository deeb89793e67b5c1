package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.lake.Days;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class AsOfRowsTest extends SparkTest {
  private static final int MATURITY_DAYS = 14;
  private static final int WINDOW_DAYS = 60;
  private static final Days JANUARY = days("2026-01-01", "2026-02-01");
  private static final StructType STATES =
      new StructType()
          .add("session_id", "string")
          .add("state_date", "date")
          .add("ended_at", "timestamp");
  private static final StructType CANDIDATES =
      new StructType()
          .add("session_id", "string")
          .add("task_key", "string")
          .add("known_date", "date");
  private static final StructType CHANGES =
      new StructType().add("task_key", "string").add("changed_date", "date");
  private static final StructType LINKS =
      new StructType()
          .add("session_id", "string")
          .add("as_of_date", "date")
          .add("task_key", "string");
  private static final StructType POSSIBLE =
      new StructType()
          .add("session_id", "string")
          .add("as_of_date", "date")
          .add("certain", "boolean");
  private static final String NO_CANDIDATES = "session_id | task_key | known_date";
  private static final String NO_CHANGES = "task_key | changed_date";

  @Test
  void shouldHaveARowForEachLandingAndForTheDayOfRipening() {
    assertRows(
        possible(
            JANUARY,
            """
            session_id | state_date | ended_at
            s1         | 2026-01-05 | 2026-01-05T23:59Z
            """,
            NO_CANDIDATES,
            NO_CHANGES),
        """
        session_id | as_of_date | certain | state_date
        s1         | 2026-01-05 | true    | 2026-01-05
        s1         | 2026-01-19 | true    | 2026-01-05
        """);
  }

  @Test
  void shouldRipenByTheEndThatIsKnownAsOfTheDay() {
    // "moved": what lands late moves the end, and with it the ripening. "twice": ripe by the end
    // that was known; what lands afterwards is older than the ripening that its own end asks for.
    // "again": ripe, then a later end asks for another ripening. "meet": lands on the day itself.
    // "same_end": what lands late happened early. "stale": landed when it was long ripe.
    assertRows(
        possible(
            JANUARY,
            """
            session_id | state_date | ended_at
            moved      | 2026-01-05 | 2026-01-05T10:00Z
            moved      | 2026-01-10 | 2026-01-09T10:00Z
            twice      | 2026-01-05 | 2026-01-05T10:00Z
            twice      | 2026-01-25 | 2026-01-06T10:00Z
            again      | 2026-01-02 | 2026-01-02T10:00Z
            again      | 2026-01-18 | 2026-01-10T10:00Z
            meet       | 2026-01-05 | 2026-01-05T10:00Z
            meet       | 2026-01-19 | 2026-01-18T10:00Z
            same_end   | 2026-01-05 | 2026-01-05T10:00Z
            same_end   | 2026-01-06 | 2026-01-05T10:00Z
            stale      | 2026-01-31 | 2026-01-01T10:00Z
            """,
            NO_CANDIDATES,
            NO_CHANGES),
        """
        session_id | as_of_date | state_date
        moved      | 2026-01-05 | 2026-01-05
        moved      | 2026-01-10 | 2026-01-10
        moved      | 2026-01-23 | 2026-01-10
        twice      | 2026-01-05 | 2026-01-05
        twice      | 2026-01-19 | 2026-01-05
        twice      | 2026-01-25 | 2026-01-25
        again      | 2026-01-02 | 2026-01-02
        again      | 2026-01-16 | 2026-01-02
        again      | 2026-01-18 | 2026-01-18
        again      | 2026-01-24 | 2026-01-18
        meet       | 2026-01-05 | 2026-01-05
        meet       | 2026-01-19 | 2026-01-19
        same_end   | 2026-01-05 | 2026-01-05
        same_end   | 2026-01-06 | 2026-01-06
        same_end   | 2026-01-19 | 2026-01-06
        stale      | 2026-01-31 | 2026-01-31
        """);
  }

  @Test
  void shouldHaveAnUncertainRowWhereATaskThatMayBeLinkedChanged() {
    // "late": the candidate became known after the change. "unborn": the session landed after it.
    assertRows(
        possible(
                JANUARY,
                """
                session_id | state_date | ended_at
                known      | 2026-01-05 | 2026-01-05T10:00Z
                known      | 2026-01-08 | 2026-01-06T10:00Z
                late       | 2026-01-05 | 2026-01-05T10:00Z
                unborn     | 2026-01-08 | 2026-01-05T10:00Z
                other      | 2026-01-05 | 2026-01-05T10:00Z
                """,
                """
                session_id | task_key | known_date
                known      | one      | 2026-01-05
                late       | one      | 2026-01-08
                unborn     | one      | 2026-01-05
                other      | two      | 2026-01-05
                """,
                """
                task_key | changed_date
                one      | 2026-01-07
                one      | 2026-01-08
                """)
            .where("as_of_date in ('2026-01-07', '2026-01-08')"),
        """
        session_id | as_of_date | certain | state_date
        known      | 2026-01-07 | false   | 2026-01-05
        known      | 2026-01-08 | true    | 2026-01-08
        late       | 2026-01-08 | false   | 2026-01-05
        unborn     | 2026-01-08 | true    | 2026-01-08
        """);
  }

  @Test
  void shouldTakeNoNoticeOfOutcomesBeyondTheWindow() {
    assertRows(
        possible(
                days("2026-01-01", "2026-06-01"),
                """
                session_id | state_date | ended_at
                s1         | 2026-01-05 | 2026-01-05T10:00Z
                lands      | 2026-03-07 | 2026-01-05T10:00Z
                """,
                """
                session_id | task_key | known_date
                s1         | one      | 2026-01-05
                lands      | one      | 2026-03-07
                """,
                """
                task_key | changed_date
                one      | 2026-03-06
                one      | 2026-03-07
                """)
            .where("as_of_date > '2026-02-01'"),
        """
        session_id | as_of_date | certain
        s1         | 2026-03-06 | false
        lands      | 2026-03-07 | true
        """);
  }

  @Test
  void shouldKeepToTheDaysOfTheRun() {
    String states =
        """
        session_id | state_date | ended_at
        before     | 2026-01-18 | 2026-01-18T10:00Z
        ripens     | 2026-01-05 | 2026-01-05T10:00Z
        after      | 2026-01-20 | 2026-01-20T10:00Z
        changes    | 2026-01-05 | 2026-01-09T10:00Z
        """;
    String candidates =
        """
        session_id | task_key | known_date
        changes    | one      | 2026-01-05
        """;
    String changes =
        """
        task_key | changed_date
        one      | 2026-01-18
        one      | 2026-01-19
        one      | 2026-01-20
        """;

    assertRows(
        possible(Days.of(LocalDate.parse("2026-01-19")), states, candidates, changes),
        """
        session_id | as_of_date | certain
        ripens     | 2026-01-19 | true
        changes    | 2026-01-19 | false
        """);
  }

  @Test
  void shouldKeepAnUncertainRowOnlyWhereALinkedTaskChangedOnTheDay() {
    assertRows(
        AsOfRows.confirmed(
            TableRows.of(POSSIBLE)
                .rows(
                    """
                    session_id | as_of_date | certain
                    linked     | 2026-01-07 | false
                    linked     | 2026-01-08 | false
                    two_tasks  | 2026-01-07 | false
                    unlinked   | 2026-01-07 | false
                    certain    | 2026-01-07 | true
                    """)
                .dataset(),
            TableRows.of(LINKS)
                .rows(
                    """
                    session_id | as_of_date | task_key
                    linked     | 2026-01-07 | one
                    linked     | 2026-01-08 | one
                    two_tasks  | 2026-01-07 | one
                    two_tasks  | 2026-01-07 | two
                    """)
                .dataset(),
            changes(
                """
                task_key | changed_date
                one      | 2026-01-07
                two      | 2026-01-07
                two      | 2026-01-08
                """)),
        """
        session_id | as_of_date
        linked     | 2026-01-07
        two_tasks  | 2026-01-07
        certain    | 2026-01-07
        """);
  }

  private static Dataset<Row> possible(
      Days days, String states, String candidates, String changes) {
    return AsOfRows.possible(
        TableRows.of(STATES).rows(states).dataset(),
        TableRows.of(CANDIDATES).rows(candidates).dataset(),
        changes(changes),
        days,
        MATURITY_DAYS,
        WINDOW_DAYS);
  }

  private static Dataset<Row> changes(String drawn) {
    return TableRows.of(CHANGES).rows(drawn).dataset();
  }

  private static Days days(String from, String to) {
    return new Days(LocalDate.parse(from), LocalDate.parse(to));
  }
}
