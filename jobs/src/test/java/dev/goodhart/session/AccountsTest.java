package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AccountsTest extends SparkTest {
  private static final List<String> BEST_FIRST =
      List.of("codex_rollout", "litellm", "claude_code_transcript");

  @Test
  void shouldCountASessionOfWhichOneSourceTellsWhatNoOtherSessionDoes() {
    // Given s1's morning, which g1 tells too and better, and its evening by another source
    Dataset<Row> events =
        TableRows.of(UsageEvents.TABLE)
            .rows(
                """
                session_id | source                 | user_id | event_id | event_time           | kind       | model | input_tokens | output_tokens | landed_date
                g1         | codex_rollout          | ann     | a        | 2026-01-05T09:00:00Z | model_call | m     | 1000         | 10            | 2026-01-05
                g1         | codex_rollout          | ann     | b        | 2026-01-05T09:10:00Z | model_call | m     | 2000         | 20            | 2026-01-05
                s1         | claude_code_transcript | ann     | c        | 2026-01-05T09:00:00Z | model_call | m     | 1000         | 10            | 2026-01-05
                s1         | claude_code_transcript | ann     | d        | 2026-01-05T09:10:00Z | model_call | m     | 2000         | 20            | 2026-01-05
                s1         | litellm                | ann     | e        | 2026-01-05T20:00:00Z | model_call | m     | 3000         | 30            | 2026-01-05
                s2         | claude_code_transcript | ann     | f        | 2026-01-05T22:00:00Z | model_call | m     | 4000         | 40            | 2026-01-05
                """)
            .dataset();

    // When
    Dataset<Row> standings = Accounts.standings(events, BEST_FIRST).localCheckpoint();

    // Then
    assertRows(
        standings,
        """
        session_id | source                 | kept  | better_session_id
        g1         | codex_rollout          | true  | -
        s1         | claude_code_transcript | false | g1
        s1         | litellm                | true  | -
        """);
    assertThat(
            Accounts.countedInstead(
                    events.select("session_id"), LocalDate.parse("2026-01-05"), standings)
                .isEmpty())
        .isTrue();
    assertThat(Accounts.counted(events, "landed_date", standings).count()).isEqualTo(4);
  }

  @Test
  void shouldFindNoMoreCallsThanTheOtherSessionHas() {
    // Given six calls alike, of which the other session tells two
    StringBuilder rows = new StringBuilder();
    for (int call = 0; call < 6; call++) {
      rows.append(
          """
          many | litellm       | ann | m%1$d | 2026-01-05T09:00:0%1$dZ | model_call | m | 512 | 0 | 2026-01-05
          """
              .formatted(call));
    }
    rows.append(
        """
        few  | codex_rollout | ann | f0 | 2026-01-05T09:00:00Z | model_call | m | 512 | 0 | 2026-01-05
        few  | codex_rollout | ann | f1 | 2026-01-05T09:00:01Z | model_call | m | 512 | 0 | 2026-01-05
        """);

    // Then the one that tells them all is counted, though the other's source is the better one
    assertRows(
        Accounts.standings(events(rows.toString()), BEST_FIRST),
        """
        session_id | source        | kept  | better_session_id
        few        | codex_rollout | false | many
        many       | litellm       | true  | -
        """);
  }

  @Test
  void shouldNotChangeAnEarlierStandingByAPersonWhoIsNamedLater() {
    Dataset<Row> events =
        events(
            """
            better | codex_rollout | ann | a | 2026-01-05T09:00:00Z | model_call | m | 1000 | 10 | 2026-01-05
            worse  | litellm       | ann | b | 2026-01-05T09:00:00Z | model_call | m | 1000 | 10 | 2026-01-05
            worse  | litellm       | zoe | c | 2026-01-09T09:00:00Z | prompt     | - | -    | -  | 2026-01-09
            """);

    assertRows(
        Accounts.standings(events, BEST_FIRST).where("from_date = '2026-01-05'"),
        """
        session_id | source        | kept  | better_session_id
        better     | codex_rollout | true  | -
        worse      | litellm       | false | better
        """);
  }

  private static Dataset<Row> events(String rows) {
    return TableRows.of(UsageEvents.TABLE)
        .rows(
            "session_id | source | user_id | event_id | event_time | kind | model | input_tokens"
                + " | output_tokens | landed_date\n"
                + rows)
        .dataset();
  }
}
