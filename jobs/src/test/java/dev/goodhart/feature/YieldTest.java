package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class YieldTest extends SparkTest {
  private static final StructType LINKS =
      new StructType()
          .add("session_id", "string")
          .add("as_of_date", "date")
          .add("task_key", "string")
          .add("confidence", "double")
          .add("state", "string")
          .add("lines_added", "long")
          .add("lines_removed", "long");
  private static final StructType CANDIDATES =
      new StructType()
          .add("session_id", "string")
          .add("task_key", "string")
          .add("method", "string")
          .add("known_date", "date");
  private static final String NO_CANDIDATES = "session_id | task_key | method | known_date";

  @Test
  void shouldWeighWhatTheTasksCameToByConfidence() {
    assertRows(
        cameTo(
            """
            session_id | as_of_date | task_key | confidence | state     | lines_added | lines_removed
            one        | 2026-01-05 | a        | 1.0        | merged    | 10          | 5
            shared     | 2026-01-05 | a        | 1.0        | done      | 10          | 5
            shared     | 2026-01-05 | b        | 0.75       | abandoned | 100         | -
            shared     | 2026-01-05 | c        | 0.5        | reverted  | -           | 7
            shared     | 2026-01-05 | d        | 0.25       | open      | -           | -
            open       | 2026-01-05 | d        | 0.25       | open      | -           | -
            open       | 2026-01-06 | d        | 0.25       | merged    | 3           | -
            nothing    | 2026-01-06 | e        | 0.9        | merged    | 0           | 0
            """,
            NO_CANDIDATES),
        """
        session_id | as_of_date | linked | done_share | abandoned_share | reverted_share | lines
        one        | 2026-01-05 | 1.0    | 1.0        | 0.0             | 0.0            | 15
        shared     | 2026-01-05 | 1.0    | 0.4        | 0.3             | 0.2            | 122
        open       | 2026-01-05 | 0.25   | 0.0        | 0.0             | 0.0            | -
        open       | 2026-01-06 | 0.25   | 1.0        | 0.0             | 0.0            | 3
        nothing    | 2026-01-06 | 0.9    | 1.0        | 0.0             | 0.0            | 0
        """);
  }

  @Test
  void shouldCountTheSessionsThatAreKnownAsOfTheDayToServeTheSameTasks() {
    // Weak candidates are no company; a session that serves both tasks counts once. ln 2 is alone.
    assertRows(
        cameTo(
            """
            session_id | as_of_date | task_key | confidence | state
            s1         | 2026-01-05 | a        | 0.9        | open
            s1         | 2026-01-05 | b        | 0.9        | open
            s1         | 2026-01-06 | a        | 0.9        | open
            s1         | 2026-01-06 | b        | 0.9        | open
            s2         | 2026-01-06 | a        | 0.9        | open
            s3         | 2026-01-06 | c        | 0.3        | open
            """,
            """
            session_id | task_key | method | known_date
            s1         | a        | branch | 2026-01-05
            s1         | b        | branch | 2026-01-05
            s1         | b        | commit | 2026-01-05
            s2         | a        | branch | 2026-01-06
            s2         | b        | commit | 2026-01-06
            s3         | a        | person | 2026-01-05
            s3         | c        | person | 2026-01-05
            s4         | a        | task   | 2026-01-07
            """),
        """
        session_id | as_of_date | log_task_sessions
        s1         | 2026-01-05 | 0.693147181
        s1         | 2026-01-06 | 1.098612289
        s2         | 2026-01-06 | 1.098612289
        s3         | 2026-01-06 | -
        """);
  }

  @Test
  void shouldCountNoSessionAsOfDaysOnWhichAnotherTellsTheSame() {
    // Of those that serve the very same tasks, and of one that serves another one besides.
    assertRows(
        cameTo(
            """
            session_id | as_of_date | task_key | confidence | state
            s1         | 2026-01-05 | a        | 0.9        | open
            s1         | 2026-01-06 | a        | 0.9        | open
            s3         | 2026-01-06 | a        | 0.9        | open
            s4         | 2026-01-06 | a        | 0.9        | open
            s4         | 2026-01-06 | b        | 0.9        | open
            """,
            """
            session_id | task_key | method | known_date
            s1         | a        | branch | 2026-01-05
            s2         | a        | branch | 2026-01-05
            s3         | a        | branch | 2026-01-06
            s4         | a        | branch | 2026-01-06
            s4         | b        | branch | 2026-01-06
            s5         | b        | branch | 2026-01-06
            """,
            Spans.without("s2", "2026-01-06")),
        """
        session_id | as_of_date | log_task_sessions
        s1         | 2026-01-05 | 1.098612289
        s1         | 2026-01-06 | 1.386294361
        s3         | 2026-01-06 | 1.386294361
        s4         | 2026-01-06 | 1.609437912
        """);
  }

  private static Dataset<Row> cameTo(String links, String candidates) {
    return cameTo(links, candidates, Spans.all());
  }

  private static Dataset<Row> cameTo(String links, String candidates, Dataset<Row> spans) {
    return Yield.of(
        TableRows.of(LINKS).rows(links).dataset(),
        TableRows.of(CANDIDATES).rows(candidates).dataset(),
        spans);
  }
}
