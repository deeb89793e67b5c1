package dev.goodhart.outcome;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionRefs;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.TaskRefs;
import dev.goodhart.schema.Tasks;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class LinksTest extends SparkTest {
  private static final int WINDOW_DAYS = 60;
  private static final StructType CANDIDATES =
      new StructType()
          .add("session_id", "string")
          .add("task_key", "string")
          .add("method", "string")
          .add("known_date", "date");

  @Test
  void shouldMeetInKeyCommitOrBranchOnceBothAreKnown() {
    assertRows(
        Links.byReference(
            sessionRefs(
                """
                session_id | ref_kind | repository | ref      | landed_date
                by_key     | task     | ''         | one      | 2026-01-05
                by_commit  | commit   | acme/shop  | head0001 | 2026-01-09
                by_branch  | branch   | acme/shop  | f1       | 2026-01-05
                elsewhere  | branch   | acme/docs  | f1       | 2026-01-05
                other_kind | commit   | acme/shop  | f1       | 2026-01-05
                """),
            taskRefs(
                """
                task_key | ref_kind | repository | ref      | landed_date
                one      | task     | ''         | one      | 2026-01-06
                one      | commit   | acme/shop  | head0001 | 2026-01-06
                one      | branch   | acme/shop  | f1       | 2026-01-07
                two      | branch   | acme/shop  | f1       | 2026-01-04
                """)),
        """
        session_id | task_key | method | known_date
        by_key     | one      | task   | 2026-01-06
        by_commit  | one      | commit | 2026-01-09
        by_branch  | one      | branch | 2026-01-07
        by_branch  | two      | branch | 2026-01-05
        """);
  }

  @Test
  void shouldMeetARepositoryNamedWithoutItsOwnerAndACommitNamedWithoutItsRepository() {
    assertRows(
        Links.byReference(
            sessionRefs(
                """
                session_id | ref_kind | repository | ref      | landed_date
                bare       | branch   | shop       | f1       | 2026-01-05
                owned      | branch   | acme/shop  | f1       | 2026-01-05
                foreign    | branch   | evil/shop  | f1       | 2026-01-05
                only_sha   | commit   | ''         | head0001 | 2026-01-05
                """),
            taskRefs(
                """
                task_key    | ref_kind | repository | ref      | landed_date
                acme/shop#1 | branch   | acme/shop  | f1       | 2026-01-05
                zeta/shop#2 | branch   | zeta/shop  | f1       | 2026-01-06
                acme/shop#1 | commit   | acme/shop  | head0001 | 2026-01-07
                """)),
        """
        session_id | task_key    | method | known_date
        bare       | acme/shop#1 | branch | 2026-01-05
        bare       | zeta/shop#2 | branch | 2026-01-06
        owned      | acme/shop#1 | branch | 2026-01-05
        only_sha   | acme/shop#1 | commit | 2026-01-07
        """);
  }

  @Test
  void shouldKnowAMeetingFromItsFirstDayOn() {
    assertRows(
        Links.byReference(
            sessionRefs(
                """
                session_id | ref_kind | repository | ref | landed_date
                s1         | branch   | acme/shop  | f1  | 2026-01-09
                s1         | branch   | acme/shop  | f2  | 2026-01-05
                """),
            taskRefs(
                """
                task_key | ref_kind | repository | ref | landed_date
                one      | branch   | acme/shop  | f1  | 2026-01-05
                one      | branch   | acme/shop  | f2  | 2026-01-06
                """)),
        """
        session_id | task_key | method | known_date
        s1         | one      | branch | 2026-01-06
        """);
  }

  @Test
  void shouldMeetInThePersonWhereRepositoryAndPersonAreKnown() {
    assertRows(
        Links.byPerson(
            sessionStates(
                """
                session_id | state_date | user_id | repository
                same       | 2026-01-06 | ada     | acme/shop
                same       | 2026-01-05 | ada     | acme/shop
                bare       | 2026-01-09 | ada     | shop
                elsewhere  | 2026-01-05 | ada     | acme/docs
                colleague  | 2026-01-05 | bob     | acme/shop
                nobody     | 2026-01-05 | unknown | acme/shop
                nowhere    | 2026-01-05 | ada     | -
                """),
            taskStates(
                """
                task_key | state_date | author_id | repository
                hers     | 2026-01-08 | ada       | acme/shop
                hers     | 2026-01-07 | ada       | acme/shop
                nobodys  | 2026-01-05 | unknown   | acme/shop
                orphan   | 2026-01-05 | -         | acme/shop
                homeless | 2026-01-05 | ada       | -
                """)),
        """
        session_id | task_key | method | known_date
        same       | hers     | person | 2026-01-07
        bare       | hers     | person | 2026-01-09
        """);
  }

  @Test
  void shouldLinkByTheStrongestMethodKnownAsOfTheDay() {
    assertRows(
        links(
            """
            session_id | task_key | method | known_date
            s1         | one      | branch | 2026-01-05
            s1         | one      | commit | 2026-01-06
            s1         | one      | task   | 2026-01-07
            s1         | two      | branch | 2026-01-06
            """,
            """
            session_id | as_of_date | started_at        | ended_at
            s1         | 2026-01-04 | 2026-01-04T10:00Z | 2026-01-04T11:00Z
            s1         | 2026-01-05 | 2026-01-04T10:00Z | 2026-01-04T11:00Z
            s1         | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z
            s1         | 2026-01-07 | 2026-01-04T10:00Z | 2026-01-04T11:00Z
            """,
            """
            task_key | state_date | state
            one      | 2026-01-04 | open
            two      | 2026-01-04 | open
            """),
        """
        session_id | as_of_date | task_key | method | confidence
        s1         | 2026-01-05 | one      | branch | 0.9
        s1         | 2026-01-06 | one      | commit | 0.95
        s1         | 2026-01-06 | two      | branch | 0.9
        s1         | 2026-01-07 | one      | task   | 1.0
        s1         | 2026-01-07 | two      | branch | 0.9
        """);
  }

  @Test
  void shouldTellTheTasksStateAsOfTheDay() {
    assertRows(
        links(
            """
            session_id | task_key | method | known_date
            s1         | one      | branch | 2026-01-05
            s1         | unborn   | branch | 2026-01-05
            """,
            """
            session_id | as_of_date | started_at        | ended_at
            s1         | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z
            s1         | 2026-01-09 | 2026-01-04T10:00Z | 2026-01-04T11:00Z
            """,
            """
            task_key | state_date | state     | lines_added | lines_removed
            one      | 2026-01-05 | open      | 1           | -
            one      | 2026-01-07 | abandoned | 2           | -
            one      | 2026-01-08 | merged    | 3           | 1
            one      | 2026-01-10 | reverted  | 4           | 1
            unborn   | 2026-01-10 | open      | -           | -
            """),
        """
        session_id | as_of_date | task_key | state  | lines_added | lines_removed
        s1         | 2026-01-06 | one      | open   | 1           | -
        s1         | 2026-01-09 | one      | merged | 3           | 1
        """);
  }

  @Test
  void shouldLeaveOutWeakLinksOnlyWhereAStrongOneHolds() {
    // Given: what the strong candidate of "early" is about is not yet known as of the day, and that
    // of "far" was closed too long before.
    assertRows(
        links(
            """
            session_id | task_key | method | known_date
            strong     | one      | branch | 2026-01-05
            strong     | two      | person | 2026-01-05
            both_ways  | one      | branch | 2026-01-05
            both_ways  | one      | person | 2026-01-05
            weak       | one      | person | 2026-01-05
            weak       | two      | person | 2026-01-05
            early      | one      | branch | 2026-01-07
            early      | two      | person | 2026-01-05
            far        | old      | branch | 2026-01-05
            far        | two      | person | 2026-01-05
            """,
            """
            session_id | as_of_date | started_at        | ended_at | user_id | repository
            strong     | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z | ada     | shop
            both_ways  | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z | ada     | shop
            weak       | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z | ada     | shop
            early      | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z | ada     | shop
            far        | 2026-01-06 | 2026-01-04T10:00Z | 2026-01-04T11:00Z | ada     | shop
            """,
            """
            task_key | state_date | state  | opened_at         | closed_at | author_id | repository
            one      | 2026-01-05 | open   | 2026-01-04T09:00Z | - | ada       | acme/shop
            two      | 2026-01-05 | open   | 2026-01-04T09:00Z | - | ada       | acme/shop
            old      | 2026-01-05 | merged | 2025-10-01T09:00Z | 2025-10-02T09:00Z | ada       | acme/shop
            """),
        """
        session_id | task_key | method | confidence
        strong     | one      | branch | 0.9
        both_ways  | one      | branch | 0.9
        weak       | one      | person | 0.3
        weak       | two      | person | 0.3
        early      | two      | person | 0.3
        far        | two      | person | 0.3
        """);
  }

  @Test
  void shouldLinkStronglyWithinTheWindowAroundTheTask() {
    assertRows(
        links(
            """
            session_id  | task_key | method | known_date
            60_before   | one      | task   | 2026-01-05
            61_before   | one      | task   | 2026-01-05
            60_after    | one      | task   | 2026-01-05
            61_after    | one      | task   | 2026-01-05
            long_open   | open     | task   | 2026-01-05
            unknown     | untimed  | task   | 2026-01-05
            """,
            """
            session_id  | as_of_date | started_at        | ended_at
            60_before   | 2026-09-01 | 2026-01-01T00:00Z | 2026-01-09T00:00Z
            61_before   | 2026-09-01 | 2026-01-01T00:00Z | 2026-01-08T23:59Z
            60_after    | 2026-09-01 | 2026-05-19T23:59Z | 2026-05-22T00:00Z
            61_after    | 2026-09-01 | 2026-05-20T00:00Z | 2026-05-22T00:00Z
            long_open   | 2026-09-01 | 2026-08-31T00:00Z | 2026-08-31T00:00Z
            unknown     | 2026-09-01 | 2026-08-31T00:00Z | 2026-08-31T00:00Z
            """,
            """
            task_key | state_date | state  | opened_at         | closed_at
            one      | 2026-01-05 | merged | 2026-03-10T12:00Z | 2026-03-20T12:00Z
            open     | 2026-01-05 | open   | 2026-01-05T12:00Z | -
            untimed  | 2026-01-05 | open   | -                 | -
            """),
        """
        session_id | task_key
        60_before  | one
        60_after   | one
        long_open  | open
        unknown    | untimed
        """);
  }

  @Test
  void shouldLinkWeaklyOnlyWhileTheTaskWasOpen() {
    assertRows(
        links(
            """
            session_id | task_key | method | known_date
            before     | one      | person | 2026-01-05
            into       | one      | person | 2026-01-05
            within     | one      | person | 2026-01-05
            out_of     | one      | person | 2026-01-05
            after      | one      | person | 2026-01-05
            still_open | open     | person | 2026-01-05
            unknown    | untimed  | person | 2026-01-05
            """,
            """
            session_id | as_of_date | started_at        | ended_at | user_id | repository
            before     | 2026-01-09 | 2026-01-05T07:00Z | 2026-01-05T08:59Z | ada     | shop
            into       | 2026-01-09 | 2026-01-05T07:00Z | 2026-01-05T09:00Z | ada     | shop
            within     | 2026-01-09 | 2026-01-05T10:00Z | 2026-01-05T11:00Z | ada     | shop
            out_of     | 2026-01-09 | 2026-01-05T17:00Z | 2026-01-05T18:00Z | ada     | shop
            after      | 2026-01-09 | 2026-01-05T17:01Z | 2026-01-05T18:00Z | ada     | shop
            still_open | 2026-01-09 | 2026-01-08T17:01Z | 2026-01-08T18:00Z | ada     | shop
            unknown    | 2026-01-09 | 2026-01-05T10:00Z | 2026-01-05T11:00Z | ada     | shop
            """,
            """
            task_key | state_date | state     | opened_at         | closed_at | author_id | repository
            one      | 2026-01-05 | abandoned | 2026-01-05T09:00Z | 2026-01-05T17:00Z | ada       | acme/shop
            open     | 2026-01-05 | open      | 2026-01-05T09:00Z | - | ada       | acme/shop
            untimed  | 2026-01-05 | merged    | -                 | 2026-01-05T17:00Z | ada       | acme/shop
            """),
        """
        session_id | task_key
        into       | one
        within     | one
        out_of     | one
        still_open | open
        """);
  }

  @Test
  void shouldLinkWeaklyOnlyWhileBothAreKnownToBeOfOnePersonInOneRepository() {
    // "moves" is taken up in another repository, then "hers" turns out to be another's.
    assertRows(
        links(
            """
            session_id | task_key | method | known_date
            moves      | hers     | person | 2026-01-05
            stays      | hers     | person | 2026-01-05
            stays      | hers     | branch | 2026-01-08
            """,
            """
            session_id | as_of_date | started_at        | ended_at          | user_id | repository
            moves      | 2026-01-05 | 2026-01-05T10:00Z | 2026-01-05T11:00Z | ada     | acme/shop
            moves      | 2026-01-06 | 2026-01-05T10:00Z | 2026-01-06T11:00Z | ada     | acme/docs
            stays      | 2026-01-06 | 2026-01-05T10:00Z | 2026-01-05T11:00Z | ada     | shop
            stays      | 2026-01-07 | 2026-01-05T10:00Z | 2026-01-05T11:00Z | ada     | shop
            stays      | 2026-01-08 | 2026-01-05T10:00Z | 2026-01-05T11:00Z | ada     | shop
            """,
            """
            task_key | state_date | state | opened_at         | author_id | repository
            hers     | 2026-01-05 | open  | 2026-01-05T09:00Z | ada       | acme/shop
            hers     | 2026-01-07 | open  | 2026-01-05T09:00Z | bob       | acme/shop
            """),
        """
        session_id | as_of_date | task_key | confidence
        moves      | 2026-01-05 | hers     | 0.3
        stays      | 2026-01-06 | hers     | 0.3
        stays      | 2026-01-08 | hers     | 0.9
        """);
  }

  private static Dataset<Row> links(String candidates, String sessions, String tasks) {
    return Links.asOf(
        TableRows.of(CANDIDATES).rows(candidates).dataset(),
        TableRows.of(Sessions.TABLE.schema().add("as_of_date", "date")).rows(sessions).dataset(),
        taskStates(tasks),
        WINDOW_DAYS);
  }

  private static Dataset<Row> sessionRefs(String drawn) {
    return TableRows.of(SessionRefs.TABLE).rows(drawn).dataset();
  }

  private static Dataset<Row> taskRefs(String drawn) {
    return TableRows.of(TaskRefs.TABLE).rows(drawn).dataset();
  }

  private static Dataset<Row> sessionStates(String drawn) {
    return TableRows.of(Sessions.TABLE.schema().add("state_date", "date")).rows(drawn).dataset();
  }

  private static Dataset<Row> taskStates(String drawn) {
    return TableRows.of(Tasks.TABLE.schema().add("state_date", "date")).rows(drawn).dataset();
  }
}
