package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SessionStatesTest extends SparkTest {
  @Test
  void shouldLayEachEventBesideEveryStateOfItsSessionThatIncludesIt() {
    assertRows(
        SessionStates.expand(
            events(
                """
                session_id | event_id | landed_date
                s1         | a        | 2026-01-05
                s1         | b        | 2026-01-05
                s1         | c        | 2026-01-07
                s2         | d        | 2026-01-06
                -          | loose    | 2026-01-06
                """)),
        """
        session_id | event_id | state_date
        s1         | a        | 2026-01-05
        s1         | b        | 2026-01-05
        s1         | a        | 2026-01-07
        s1         | b        | 2026-01-07
        s1         | c        | 2026-01-07
        s2         | d        | 2026-01-06
        """);
  }

  @Test
  void shouldKnowOfEachStateWhatHadLandedByThen() {
    // The last event to land is the first that happened.
    assertRows(
        states(
            """
            session_id | event_id | landed_date | event_time        | kind       | input_tokens
            s1         | a        | 2026-01-05  | 2026-01-05T10:00Z | model_call | 10
            s1         | b        | 2026-01-06  | 2026-01-06T09:00Z | model_call | 5
            s1         | c        | 2026-01-08  | 2026-01-05T08:00Z | prompt     | -
            """),
        """
        session_id | state_date | started_at        | ended_at          | events | calls | prompts | input_tokens | landed_dates
        s1         | 2026-01-05 | 2026-01-05T10:00Z | 2026-01-05T10:00Z | 1      | 1     | 0       | 10           | 2026-01-05
        s1         | 2026-01-06 | 2026-01-05T10:00Z | 2026-01-06T09:00Z | 2      | 2     | 0       | 15           | 2026-01-05 2026-01-06
        s1         | 2026-01-08 | 2026-01-05T08:00Z | 2026-01-06T09:00Z | 3      | 2     | 1       | 15           | 2026-01-05 2026-01-06 2026-01-08
        """);
  }

  @Test
  void shouldCountEachKindAndTakeAbsentTokensForNone() {
    assertRows(
        states(
            """
            session_id | landed_date | kind          | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | reasoning_tokens | tokens_estimated
            full       | 2026-01-05  | model_call    | 1            | 10                | 100                | 1000          | 400              | true
            full       | 2026-01-05  | model_call    | 2            | -                 | -                  | 2000          | -                | false
            full       | 2026-01-05  | tool_call     | -            | -                 | -                  | -             | -                | -
            full       | 2026-01-05  | tool_decision | -            | -                 | -                  | -             | -                | -
            full       | 2026-01-05  | error         | -            | -                 | -                  | -             | -                | -
            full       | 2026-01-05  | compaction    | -            | -                 | -                  | -             | -                | -
            bare       | 2026-01-05  | prompt        | -            | -                 | -                  | -             | -                | -
            """),
        """
        session_id | events | calls | prompts | tool_calls | errors | compactions | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | reasoning_tokens | total_tokens | estimated_calls
        full       | 6      | 2     | 0       | 1          | 1      | 1           | 3            | 10                | 100                | 3000          | 400              | 3113         | 1
        bare       | 1      | 0     | 1       | 0          | 0      | 0           | 0            | 0                 | 0                  | 0             | 0                | 0            | 0
        """);
  }

  @Test
  void shouldAddKnownCostsExactlyAndCountTheUnknown() {
    assertRows(
        states(
            """
            session_id | landed_date | kind       | cost_usd | cost_source
            tenths     | 2026-01-05  | model_call | 0.1      | reported
            tenths     | 2026-01-05  | model_call | 0.2      | priced
            tenths     | 2026-01-05  | model_call | 0.3      | reported
            unknown    | 2026-01-05  | model_call | -        | unknown
            unknown    | 2026-01-05  | prompt     | -        | -
            """),
        """
        session_id | cost_usd | unpriced_calls
        tenths     | 0.6      | 0
        unknown    | 0.0      | 1
        """);
  }

  @Test
  void shouldTakePersonAndRepositoryOfMostEventsAndTheTeamNamedLast() {
    assertRows(
        states(
            """
            session_id | event_id | landed_date | event_time        | user_id | repository | team
            most       | a        | 2026-01-05  | 2026-01-05T10:00Z | bob     | acme/shop  | blue
            most       | b        | 2026-01-05  | 2026-01-05T11:00Z | cyd     | acme/docs  | red
            most       | c        | 2026-01-05  | 2026-01-05T12:00Z | cyd     | acme/docs  | -
            tie        | a        | 2026-01-05  | 2026-01-05T10:00Z | cyd     | acme/shop  | red
            tie        | b        | 2026-01-05  | 2026-01-05T10:00Z | bob     | acme/docs  | blue
            silent     | a        | 2026-01-05  | 2026-01-05T10:00Z | bob     | -          | -
            silent     | b        | 2026-01-05  | 2026-01-05T11:00Z | bob     | -          | -
            silent     | c        | 2026-01-05  | 2026-01-05T12:00Z | bob     | acme/shop  | -
            """),
        """
        session_id | user_id | repository | team
        most       | cyd     | acme/docs  | red
        tie        | bob     | acme/docs  | blue
        silent     | bob     | acme/shop  | -
        """);
  }

  private static Dataset<Row> states(String drawn) {
    return SessionStates.summarise(SessionStates.expand(events(drawn)));
  }

  private static Dataset<Row> events(String drawn) {
    return TableRows.of(UsageEvents.TABLE).rows(drawn).dataset();
  }
}
