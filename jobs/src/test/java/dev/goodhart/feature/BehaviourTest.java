package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** Each session is a case, and every state is of one day where a test is not about days. */
class BehaviourTest extends SparkTest {
  @Test
  void shouldTellNothingWhereThereIsNothingToDivideBy() {
    assertRows(
        behaviour(
            """
            session_id | event_time        | kind
            prompt     | 2026-01-05T10:00Z | prompt
            """),
        """
        session_id | log_calls | log_tokens | log_cost | log_prompts | duration_hours | calls_per_prompt | tools_per_call | call_gap_median | call_gap_cv | think_time_median | idle_share | repeated_prompt_share | file_calls_per_file | prompt_chars_mean | edit_share | shell_share | trivial_shell_share | failed_tool_share | tool_entropy | log_distinct_files | log_result_chars | error_share | output_share | cache_read_share | context_per_call | context_growth | output_per_call | compactions_per_100_calls | subagent_share | fan_out_per_prompt | rejection_share | unattended_share | commits
        prompt     | 0.0       | 0.0        | 0.0      | 0.693147181 | 0.0            | 0.0              | -              | -               | -           | -                 | -          | -                     | -                   | -                 | -          | -           | -                   | -                 | -            | 0.0                | -                | -           | -            | -                | -                | -              | -               | -                         | -              | 0.0                | -               | -                | 0.0
        """);
  }

  @Test
  void shouldKeepTheStatesOfASessionApart() {
    assertRows(
        Behaviour.of(
            TableRows.of(UsageEvents.TABLE.schema().add("state_date", "date"))
                .rows(
                    """
                    session_id | state_date | event_id | event_time           | kind       | tool_name
                    s1         | 2026-01-05 | a        | 2026-01-05T10:00:00Z | model_call | -
                    s1         | 2026-01-05 | b        | 2026-01-05T10:00:10Z | model_call | -
                    s1         | 2026-01-05 | t        | 2026-01-05T10:00:10Z | tool_call  | Read
                    s1         | 2026-01-06 | a        | 2026-01-05T10:00:00Z | model_call | -
                    s1         | 2026-01-06 | b        | 2026-01-05T10:00:10Z | model_call | -
                    s1         | 2026-01-06 | t        | 2026-01-05T10:00:10Z | tool_call  | Read
                    s1         | 2026-01-06 | c        | 2026-01-05T10:00:04Z | model_call | -
                    s1         | 2026-01-06 | u        | 2026-01-05T10:36:00Z | tool_call  | Bash
                    """)
                .dataset()),
        """
        session_id | state_date | log_calls   | call_gap_median | duration_hours | tool_entropy | read_share
        s1         | 2026-01-05 | 1.098612289 | 10.0            | 0.002777778    | 0.0          | 1.0
        s1         | 2026-01-06 | 1.386294361 | 5.0             | 0.6            | 1.0          | 0.5
        """);
  }

  @Test
  void shouldNeverTakeTwoWithheldTextsForEqual() {
    assertRows(
        behaviour(
            """
            session_id  | kind      | content_hash | file_hash
            withheld    | prompt    | -            | -
            withheld    | prompt    | -            | -
            withheld    | prompt    | -            | -
            one_known   | prompt    | a            | -
            one_known   | prompt    | -            | -
            two_known   | prompt    | a            | -
            two_known   | prompt    | a            | -
            two_known   | prompt    | -            | -
            two_known   | prompt    | -            | -
            different   | prompt    | a            | -
            different   | prompt    | b            | -
            four_tools  | tool_call | a            | x
            four_tools  | tool_call | a            | x
            four_tools  | tool_call | a            | -
            four_tools  | tool_call | a            | -
            four_tools  | tool_call | -            | -
            five_tools  | tool_call | a            | x
            five_tools  | tool_call | a            | x
            five_tools  | tool_call | a            | y
            five_tools  | tool_call | b            | -
            five_tools  | tool_call | c            | -
            five_tools  | tool_call | -            | -
            """),
        """
        session_id | repeated_prompt_share | repeated_tool_input_share | file_calls_per_file | log_distinct_files
        withheld   | -                     | -                         | -                   | 0.0
        one_known  | -                     | -                         | -                   | 0.0
        two_known  | 0.5                   | -                         | -                   | 0.0
        different  | 0.0                   | -                         | -                   | 0.0
        four_tools | -                     | -                         | 2.0                 | 0.693147181
        five_tools | -                     | 0.4                       | 1.5                 | 1.098612289
        """);
  }

  @Test
  void shouldKeepTheSameHalfOfWhatToolsAreAskedInEverySession() {
    // Given a session that asks a hundred things, one that asks half of these twice, and one that
    // tells nothing
    TableRows rows = TableRows.of(UsageEvents.TABLE.schema().add("state_date", "date"));
    for (int i = 0; i < 100; i++) {
      tool(rows, "all", "h" + i);
      tool(rows, "some", "h" + i % 50);
      tool(rows, "untold", null);
    }

    // When
    Map<String, List<Long>> kept = new HashMap<>();
    for (Row row : Behaviour.of(rows.dataset()).collectAsList()) {
      kept.put(row.getAs("session_id"), row.getList(row.fieldIndex("tool_inputs")));
      assertThat(row.getList(row.fieldIndex("files_touched")))
          .isEqualTo(kept.get(row.<String>getAs("session_id")));
    }

    // Then
    assertThat(kept.get("all")).hasSizeBetween(35, 65).isSorted().doesNotHaveDuplicates();
    assertThat(kept.get("some")).hasSizeBetween(15, 35).doesNotHaveDuplicates();
    assertThat(kept.get("all")).containsAll(kept.get("some"));
    assertThat(kept.get("untold")).isEmpty();
  }

  private static void tool(TableRows rows, String session, String hash) {
    rows.row(
        "session_id",
        session,
        "state_date",
        "2026-01-05",
        "event_time",
        "2026-01-05T10:00:00Z",
        "kind",
        "tool_call",
        "content_hash",
        hash,
        "file_hash",
        hash);
  }

  @Test
  void shouldMeasureTheRhythmBetweenEventsOfAKindAndBetweenAny() {
    // "rhythm": calls after 10, 0 (two turns at one instant) and 20 seconds; the prompt comes a
    // minute after the last event; 15 idle minutes of 16.5. "steady": even gaps do not vary.
    assertRows(
        behaviour(
            """
            session_id | event_id | event_time           | kind
            rhythm     | a        | 2026-01-05T10:00:00Z | model_call
            rhythm     | b        | 2026-01-05T10:00:10Z | model_call
            rhythm     | c        | 2026-01-05T10:00:10Z | model_call
            rhythm     | d        | 2026-01-05T10:00:20Z | tool_call
            rhythm     | e        | 2026-01-05T10:00:30Z | model_call
            rhythm     | f        | 2026-01-05T10:01:30Z | prompt
            rhythm     | g        | 2026-01-05T10:16:30Z | tool_call
            steady     | a        | 2026-01-05T10:00:00Z | model_call
            steady     | b        | 2026-01-05T10:00:05Z | model_call
            steady     | c        | 2026-01-05T10:00:10Z | model_call
            steady     | d        | 2026-01-05T10:00:15Z | model_call
            steady     | e        | 2026-01-05T10:00:20Z | model_call
            steady     | f        | 2026-01-05T10:00:25Z | model_call
            uneven     | a        | 2026-01-05T10:00:00Z | prompt
            uneven     | b        | 2026-01-05T10:00:10Z | prompt
            uneven     | c        | 2026-01-05T10:00:40Z | prompt
            uneven     | d        | 2026-01-05T10:01:00Z | prompt
            few        | a        | 2026-01-05T10:00:00Z | prompt
            few        | b        | 2026-01-05T10:00:10Z | prompt
            few        | c        | 2026-01-05T10:00:40Z | prompt
            """),
        """
        session_id | call_gap_median | call_gap_cv | prompt_gap_cv | think_time_median | idle_share
        rhythm     | 10.0            | -           | -             | 60.0              | 0.909090909
        steady     | 5.0             | 0.0         | -             | -                 | 0.0
        uneven     | -               | -           | 0.408248290   | 20.0              | 0.0
        few        | -               | -           | -             | 20.0              | 0.0
        """);
  }

  @Test
  void shouldShareToolCallsOutAmongTheirKinds() {
    assertRows(
        behaviour(
            """
            session_id | kind          | tool_name | command | succeeded | result_chars
            mixed      | tool_call     | Edit      | -       | true      | 10
            mixed      | tool_call     | Write     | -       | -         | -
            mixed      | tool_call     | Read      | -       | true      | 20
            mixed      | tool_call     | Bash      | echo    | false     | -
            mixed      | tool_call     | Bash      | git     | true      | -
            mixed      | tool_call     | Task      | -       | -         | -
            mixed      | tool_call     | other     | -       | -         | -
            mixed      | tool_call     | -         | -       | -         | -
            mixed      | tool_decision | Bash      | -       | false     | 999
            mixed      | model_call    | -         | -       | true      | -
            mixed      | model_call    | -         | -       | true      | -
            mixed      | prompt        | -         | -       | -         | -
            mixed      | prompt        | -         | -       | -         | -
            two_kinds  | tool_call     | Read      | -       | -         | -
            two_kinds  | tool_call     | Edit      | -       | -         | -
            nameless   | tool_call     | -         | -       | -         | -
            """),
        """
        session_id | edit_share | read_share | shell_share | trivial_shell_share | failed_tool_share | tools_per_call | fan_out_per_prompt | log_result_chars | tool_entropy
        mixed      | 0.25       | 0.125      | 0.25        | 0.5                 | 0.25              | 4.0            | 0.5                | 2.772588722      | 2.521640636
        two_kinds  | 0.5        | 0.5        | 0.0         | -                   | -                 | -              | -                  | -                | 1.0
        nameless   | 0.0        | 0.0        | 0.0         | -                   | -                 | -              | -                  | -                | -
        """);
  }

  @Test
  void shouldTellNoMixOfToolsWhoseNamesAreNotKnown() {
    assertRows(
        behaviour(
            """
            session_id | source           | kind      | tool_name
            strange    | otel_genai       | tool_call | write_file
            strange    | otel_genai       | tool_call | run_shell_command
            partly     | otel_genai       | tool_call | write_file
            hardly     | otel_genai       | tool_call | write_file
            hardly     | otel_genai       | tool_call | write_file
            hardly     | otel_genai       | tool_call | shell
            partly     | otel_genai       | tool_call | Read
            own        | claude_code_otlp | tool_call | mcp__tracker__find
            nameless   | otel_genai       | tool_call | -
            """),
        """
        session_id | edit_share | read_share | search_share | shell_share | tool_entropy
        strange    | -          | -          | -            | -           | 1.0
        partly     | 0.0        | 0.5        | 0.0          | 0.0         | 1.0
        hardly     | -          | -          | -            | -           | 0.918295834
        own        | 0.0        | 0.0        | 0.0          | 0.0         | 0.0
        nameless   | -          | -          | -            | -           | -
        """);
  }

  @Test
  void shouldNotTakeACostThatIsNotKnownForNone() {
    assertRows(
        behaviour(
            """
            session_id | kind       | cost_usd | cost_source
            priced     | model_call | 1.0      | priced
            partly     | model_call | 1.0      | priced
            partly     | model_call | -        | unknown
            unknown    | model_call | -        | unknown
            mostly     | model_call | 1.0      | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | priced
            mostly     | model_call | -        | unknown
            free       | prompt     | -        | -
            """),
        """
        session_id | log_cost
        priced     | 0.693147181
        partly     | -
        unknown    | -
        mostly     | 0.693147181
        free       | 0.0
        """);
  }

  @Test
  void shouldTellTokensOfEachKindAndWhatACallCarries() {
    assertRows(
        behaviour(
            """
            session_id | kind       | agent    | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | cost_usd
            tokens     | model_call | main     | 10           | 60                | 5                  | 20            | 1.0
            tokens     | model_call | subagent | 25           | -                 | -                  | 5             | -
            tokens     | compaction | -        | -            | -                 | -                  | -             | -
            tokens     | error      | -        | -            | -                 | -                  | -             | -
            tokens     | error      | -        | -            | -                 | -                  | -             | -
            """),
        """
        session_id | log_tokens  | log_output_tokens | log_cost    | output_share | cache_read_share | context_per_call | output_per_call | subagent_share | compactions_per_100_calls | error_share
        tokens     | 4.836281907 | 3.258096538       | 0.693147181 | 0.2          | 0.6              | 3.931825633      | 2.602689685     | 0.5            | 50.0                      | 0.5
        """);
  }

  @Test
  void shouldNotTakeForOutputWhatIsTooLittleForItsToolCalls() {
    assertRows(
        behaviour(
            """
            session_id | kind       | tool_name | input_tokens | output_tokens
            counted    | model_call | -         | 80           | 20
            counted    | tool_call  | Read      | -            | -
            counted    | tool_call  | Edit      | -            | -
            first_only | model_call | -         | 81           | 4
            first_only | model_call | -         | 0            | 4
            first_only | model_call | -         | 0            | 3
            first_only | model_call | -         | 0            | 4
            first_only | model_call | -         | 0            | 4
            first_only | tool_call  | Read      | -            | -
            first_only | tool_call  | Edit      | -            | -
            no_tool    | model_call | -         | 99           | 1
            nowhere    | model_call | -         | 99           | -
            nowhere    | tool_call  | Read      | -            | -
            """),
        """
        session_id | log_tokens  | log_output_tokens | output_share | output_per_call | output_cv
        counted    | 4.615120517 | 3.044522438       | 0.2          | 3.044522438     | -
        first_only | 4.615120517 | -                 | -            | -               | -
        no_tool    | 4.615120517 | 0.693147181       | 0.01         | 0.693147181     | -
        nowhere    | -           | -                 | -            | -               | -
        """);
  }

  @Test
  void shouldNotTakeForNoneTheTokensThatMostCallsDoNotTell() {
    assertRows(
        behaviour(
            """
            session_id | kind       | input_tokens | cache_read_tokens | output_tokens
            no_output  | model_call | 99           | -                 | -
            no_output  | model_call | 99           | -                 | 9
            no_input   | model_call | -            | -                 | 9
            cached     | model_call | -            | 60                | 40
            hardly     | model_call | 99           | -                 | -
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            hardly     | model_call | 99           | -                 | 50
            """),
        """
        session_id | log_tokens  | log_output_tokens | output_share | output_per_call | context_per_call | first_context | cache_read_share
        no_output  | -           | -                 | -            | -               | 4.605170186      | 4.605170186   | 0.0
        no_input   | -           | 2.302585093       | -            | 2.302585093     | -                | -             | -
        cached     | 4.615120517 | 3.713572067       | 0.4          | 3.713572067     | 4.110873864      | 4.110873864   | 1.0
        hardly     | 7.273092596 | 6.111467340       | 0.3125       | 3.828641396     | 4.605170186      | 4.605170186   | 0.0
        """);
  }

  @Test
  void shouldNotTakeForNoneWhatAProxyDoesNotSee() {
    assertRows(
        behaviour(
            """
            session_id | source           | kind       | tool_name | commit_sha
            proxied    | litellm          | model_call | -         | -
            its_tools  | litellm          | model_call | -         | -
            its_tools  | litellm          | tool_call  | search    | -
            its_tools  | litellm          | compaction | -         | -
            spans      | otel_genai       | model_call | -         | -
            agents     | claude_code_otlp | model_call | -         | -
            told_twice | litellm          | model_call | -         | -
            told_twice | claude_code_otlp | model_call | -         | -
            told_twice | litellm          | tool_call  | Edit      | -
            told_twice | claude_code_otlp | tool_call  | Read      | -
            """),
        """
        session_id | log_prompts | compactions_per_100_calls | tools_per_call | edit_share | log_distinct_files | commits
        proxied    | -           | -                         | -              | -          | -                  | -
        its_tools  | -           | -                         | -              | -          | -                  | -
        spans      | -           | -                         | -              | -          | -                  | -
        agents     | 0.0         | 0.0                       | 0.0            | -          | 0.0                | 0.0
        told_twice | 0.0         | 0.0                       | 1.0            | 0.0        | -                  | 0.0
        """);
  }

  @Test
  void shouldNotTakeForNoneTheFilesThatToolsDoNotTell() {
    assertRows(
        behaviour(
            """
            session_id | source           | kind      | tool_name | file_hash
            own_tool   | usage_event      | tool_call | Read      | -
            named      | usage_event      | tool_call | Read      | x
            no_tool    | usage_event      | prompt    | -         | -
            withheld   | claude_code_otlp | tool_call | Read      | -
            withheld   | claude_code_otlp | tool_call | Bash      | -
            fileless   | claude_code_otlp | tool_call | Bash      | -
            """),
        """
        session_id | log_distinct_files
        own_tool   | -
        named      | 0.693147181
        no_tool    | -
        withheld   | -
        fileless   | 0.0
        """);
  }

  @Test
  void shouldTellNothingOfCommandsThatAreWithheld() {
    assertRows(
        behaviour(
            """
            session_id | source           | kind      | tool_name | command | commit_sha
            told       | claude_code_otlp | tool_call | Bash      | git     | -
            told       | claude_code_otlp | tool_call | Bash      | ls      | -
            told       | claude_code_otlp | tool_call | mcp__x__y | ls      | -
            withheld   | claude_code_otlp | tool_call | Bash      | -       | -
            partly     | claude_code_otlp | tool_call | Bash      | -       | -
            partly     | claude_code_otlp | tool_call | Bash      | ls      | -
            committed  | claude_code_otlp | tool_call | Bash      | -       | c0ffee1
            shell_less | claude_code_otlp | tool_call | Read      | -       | -
            own_tool   | usage_event      | tool_call | Bash      | -       | -
            """),
        """
        session_id | trivial_shell_share | commits
        told       | 0.5                 | 0.0
        withheld   | -                   | -
        partly     | 1.0                 | -
        committed  | -                   | 1.0
        shell_less | -                   | 0.0
        own_tool   | -                   | 0.0
        """);
  }

  @Test
  void shouldShareCallsOutAmongAgentsThatAreTold() {
    assertRows(
        behaviour(
            """
            session_id | source           | kind       | agent
            untold     | usage_event      | model_call | -
            partly     | claude_code_otlp | model_call | -
            partly     | claude_code_otlp | model_call | subagent
            partly     | claude_code_otlp | model_call | main
            alone      | claude_code_otlp | model_call | main
            """),
        """
        session_id | subagent_share
        untold     | -
        partly     | 0.5
        alone      | 0.0
        """);
  }

  @Test
  void shouldTellNoFanOutByToolsWhoseNamesAreNotKnown() {
    assertRows(
        behaviour(
            """
            session_id | source           | kind      | tool_name
            strange    | usage_event      | prompt    | -
            strange    | usage_event      | tool_call | delegate
            tool_less  | usage_event      | prompt    | -
            agents     | claude_code_otlp | prompt    | -
            """),
        """
        session_id | fan_out_per_prompt
        strange    | -
        tool_less  | -
        agents     | 0.0
        """);
  }

  @Test
  void shouldLeaveTimesThatCanNotBeOutOfTheRhythm() {
    assertRows(
        behaviour(
            """
            session_id | event_time        | kind       | marks
            stray      | 1971-01-05T10:00Z | model_call | doubtful_time_long_ago
            stray      | 2026-01-05T10:00Z | model_call | -
            stray      | 2026-01-05T10:30Z | model_call | -
            all        | 1971-01-05T10:00Z | model_call | doubtful_time_long_ago
            """),
        """
        session_id | duration_hours | call_gap_median | idle_share | log_calls
        stray      | 0.5            | 1800.0          | 1.0        | 1.386294361
        all        | -              | -               | -          | 0.693147181
        """);
  }

  @Test
  void shouldNotTakeForNoneTheCommitsThatASourceDoesNotTell() {
    assertRows(
        behaviour(
            """
            session_id | source                 | kind      | commit_sha
            rollout    | codex_rollout          | tool_call | -
            transcript | claude_code_transcript | tool_call | -
            named      | codex_rollout          | tool_call | c0ffee1
            telemetry  | claude_code_otlp       | tool_call | -
            own_tool   | usage_event            | tool_call | -
            told_twice | claude_code_transcript | tool_call | -
            told_twice | claude_code_otlp       | tool_call | badcafe
            """),
        """
        session_id | tools_per_call | commits
        rollout    | -              | -
        transcript | -              | -
        named      | -              | 1.0
        telemetry  | -              | 0.0
        own_tool   | -              | 0.0
        told_twice | -              | 1.0
        """);
  }

  @Test
  void shouldTellHowTheContextGrowsFromTheFirstThirdOfCallsToTheLast() {
    assertRows(
        behaviour(
            """
            session_id | event_time           | kind       | input_tokens | output_tokens
            grows      | 2026-01-05T10:00:06Z | model_call | 99           | 7
            grows      | 2026-01-05T10:00:05Z | model_call | 99           | 7
            grows      | 2026-01-05T10:00:04Z | model_call | 5000         | 7
            grows      | 2026-01-05T10:00:03Z | model_call | 5000         | 7
            grows      | 2026-01-05T10:00:02Z | model_call | 9            | 7
            grows      | 2026-01-05T10:00:01Z | model_call | 9            | 7
            grows      | 2026-01-05T10:00:00Z | prompt     | 7777         | 7
            five       | 2026-01-05T10:00:01Z | model_call | 9            | 4
            five       | 2026-01-05T10:00:02Z | model_call | 9            | 4
            five       | 2026-01-05T10:00:03Z | model_call | 9            | 4
            five       | 2026-01-05T10:00:04Z | model_call | 9            | 0
            five       | 2026-01-05T10:00:05Z | model_call | 99           | 8
            """),
        """
        session_id | context_growth | output_cv
        grows      | 2.302585093    | 0.0
        five       | -              | 0.632455532
        """);
  }

  @Test
  void shouldShareEventsOutAmongThoseThatTell() {
    assertRows(
        behaviour(
            """
            session_id | kind          | decision | unattended | commit_sha | content_chars
            decided    | tool_decision | accept   | false      | -          | -
            decided    | tool_decision | reject   | true       | -          | -
            decided    | tool_decision | accept   | true       | -          | -
            decided    | tool_call     | accept   | -          | c0ffee1    | 900
            decided    | tool_call     | -        | true       | c0ffee1    | -
            decided    | tool_call     | -        | -          | badcafe    | -
            echoed     | tool_decision | accept   | false      | -          | -
            echoed     | tool_decision | reject   | false      | -          | -
            echoed     | tool_call     | accept   | false      | -          | -
            by_rule    | tool_decision | accept   | true       | -          | -
            by_rule    | tool_call     | accept   | true       | -          | -
            calls_tell | tool_call     | accept   | -          | -          | -
            calls_tell | tool_call     | reject   | -          | -          | -
            decided    | prompt        | -        | -          | -          | 10
            decided    | prompt        | -        | -          | -          | 20
            decided    | prompt        | -        | -          | -          | 30
            decided    | prompt        | -        | -          | -          | -
            """),
        """
        session_id | rejection_share | unattended_share | commits | prompt_chars_mean | prompt_chars_cv
        decided    | 0.0             | 0.75             | 2.0     | 20.0              | 0.408248290
        echoed     | 0.5             | 0.0              | 0.0     | -                 | -
        by_rule    | -               | 1.0              | 0.0     | -                 | -
        calls_tell | 0.5             | -                | 0.0     | -                 | -
        """);
  }

  @Test
  void shouldCountEventsByTheHourOfTheDay() {
    assertRows(
        behaviour(
                """
                session_id | event_time        | kind
                s1         | 2026-01-05T23:59Z | prompt
                s1         | 2026-01-06T00:00Z | model_call
                s1         | 2026-01-06T23:00Z | error
                """)
            .selectExpr(
                "session_id", "hours[0] as midnight", "hours[12] as noon", "hours[23] as late"),
        """
        session_id | midnight | noon | late
        s1         | 1        | 0    | 2
        """);
  }

  private static Dataset<Row> behaviour(String events) {
    return Behaviour.of(
        TableRows.of(UsageEvents.TABLE)
            .rows(events)
            .dataset()
            .withColumn("state_date", functions.lit("2026-01-06").cast("date")));
  }
}
