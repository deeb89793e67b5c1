package dev.goodhart.job;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionSources;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CountedSessionsTest extends SparkTest {
  private static final String AS_REVIEWED =
      """
      session_id | verdict      | reviewer_id
      proxied    | legitimate   | ann
      proxied    | tokenmaxxing | bob
      both       | legitimate   | ann
      alone      | unsure       | ann
      a twice    | unsure       | ann
      """;

  private static final Dataset<Row> REVIEWS =
      TableRows.of(Reviews.TABLE).rows(AS_REVIEWED).dataset();

  private static final Dataset<Row> STANDINGS =
      TableRows.of(SessionSources.TABLE)
          .rows(
              """
              session_id | source           | from_date  | until_date | kept  | better_session_id | better_source
              proxied    | litellm          | 2026-01-05 | -          | false | own               | claude_code_otlp
              own        | claude_code_otlp | 2026-01-05 | -          | true  | -                 | -
              both       | litellm          | 2026-01-05 | -          | false | both              | claude_code_otlp
              both       | claude_code_otlp | 2026-01-05 | -          | true  | -                 | -
              a twice    | transcript       | 2026-01-05 | -          | false | a twice           | litellm
              a twice    | litellm          | 2026-01-05 | -          | false | own               | claude_code_otlp
              """)
          .dataset();

  @Test
  void shouldFollowASessionToWhereItIsCounted() {
    assertRows(
        asOf("2026-01-05"),
        """
        session_id | verdict      | reviewer_id
        own        | legitimate   | ann
        own        | tokenmaxxing | bob
        both       | legitimate   | ann
        alone      | unsure       | ann
        own        | unsure       | ann
        """);
  }

  @Test
  void shouldLeaveAReviewWhereItIsAsLongAsThatSessionIsCounted() {
    assertRows(asOf("2026-01-04"), AS_REVIEWED);
  }

  @Test
  void shouldFollowWhatWasScoredToo() {
    Dataset<Row> scores =
        TableRows.of(SessionScoreHistory.TABLE)
            .rows(
                """
                session_id | scored_date | band
                proxied    | 2026-01-04  | likely
                own        | 2026-01-06  | likely
                alone      | 2026-01-04  | unlikely
                """)
            .dataset();

    assertRows(
        CountedSessions.told(scores, LocalDate.parse("2026-01-06"), STANDINGS),
        """
        session_id | scored_date | band
        own        | 2026-01-04  | likely
        own        | 2026-01-06  | likely
        alone      | 2026-01-04  | unlikely
        """);
  }

  private static Dataset<Row> asOf(String day) {
    return CountedSessions.told(REVIEWS, LocalDate.parse(day), STANDINGS);
  }
}
