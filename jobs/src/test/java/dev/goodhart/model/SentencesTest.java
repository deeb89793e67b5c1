package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.schema.SessionFeatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  @Test
  void shouldHaveASentenceForEveryFeatureAndForNoOther() {
    assertThat(Sentences.features()).containsExactlyInAnyOrderElementsOf(SessionFeatures.FEATURES);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a share as a percentage | repeated_prompt_share | 0.62 | 0.05 | Repeated 62 % of its prompts; 5 % is usual.
          a small share precisely | output_share | 0.0042 | 0.013 | 0.42 % of its tokens were written by the model; 1 % is usual.
          a logarithm as a count | log_tokens | 15 | 12 | Used 3,269,016 tokens; 162,754 is usual.
          a ratio in times | tokens_vs_person | 1.0986 | 0 | Used 3 times the tokens of this person's usual session; 1 times in other sessions.
          a small ratio | tokens_vs_person | -3.5 | 0 | Used 0.03 times the tokens of this person's usual session; 1 times in other sessions.
          points beside a habit | repeated_tool_input_share_vs_person | 0.452 | -0.021 | Against this person's usual session: repetition of tool calls 45 points more; 2 points less in other sessions.
          times a habit | log_result_chars_vs_person | 1.0986 | 0.01 | Against this person's usual session: size of tools' results 3 times as much; no different in other sessions.
          seconds beside a habit | think_time_median_vs_person | -40 | 0.3 | Against this person's usual session: time before a prompt 40 s less; no different in other sessions.
          small points beside a habit | output_share_vs_person | -0.0042 | 0 | Against this person's usual session: share of tokens written by the model 0.42 points less; no different in other sessions.
          a fraction of a habit | log_result_chars_vs_person | -3.7 | 0 | Against this person's usual session: size of tools' results 0.02 times as much; no different in other sessions.
          a number beside a habit | calls_per_prompt_vs_person | 12.5 | 0 | Against this person's usual session: model calls for each prompt 13 more; no different in other sessions.
          kinds beside a habit | tool_entropy_vs_person | -1 | 0 | Against this person's usual session: variety of tools 0.5 times as much; no different in other sessions.
          a habit not known | unattended_share_vs_person | NaN | 0 | Not known of this session: share that ran unattended in this person's usual session.
          hardly any | tokens_vs_person | -6 | 0 | Used less than 0.01 times the tokens of this person's usual session; 1 times in other sessions.
          fewer tokens than lines | log_tokens_per_line | -2.08 | 3 | Used 0.1 tokens for each line that its tasks changed; 20 is usual.
          no task | linked | 0 | 0.9 | No task is known that it worked on.
          nothing usual | log_tokens | 15 | NaN | Used 3,269,016 tokens.
          nothing usual of a habit | call_gap_cv | 0.31 | NaN | The time between model calls varied by 31 % around its mean.
          seconds | call_gap_median | 12 | 200 | Called the model every 12 s; 3 min is usual.
          what can't be told | done_share | NaN | 1 | No task of it has come to a result yet.
          what can't be told of a plain figure | idle_share | NaN | 1 | Not known of this session: share of idle time.
          no time to think | think_time_median | 0.2 | 86 | A prompt typically came less than 1 s after what went before; 86 s is usual.
          a variation as a percentage | call_gap_cv | 0.31 | 1.2 | The time between model calls varied by 31 % around its mean; 120 % is usual (0 % is clockwork).
          an entropy as a number of kinds | tool_entropy | 2 | 2.5 | Its tool calls were as varied as 4 kinds of tool used equally often; 5.7 is usual.
          """)
  void shouldSayTheFigureAndWhatIsUsual(
      String what, String feature, double value, double usual, String sentence) {
    assertThat(Sentences.sentence(feature, value, usual)).as(what).isEqualTo(sentence);
  }

  @Test
  void shouldSayNothingOfTheUsualWhereNobodyCanTellIt() {
    assertThat(Sentences.features())
        .allSatisfy(
            feature -> {
              String alone = Sentences.sentence(feature, 0.5, Double.NaN);
              assertThat(Sentences.sentence(feature, 0.5, 0.5))
                  .startsWith(alone.substring(0, alone.length() - 1) + "; ");
              assertThat(alone).endsWith(".").doesNotContain("{", "is usual", "NaN");
            });
  }
}
