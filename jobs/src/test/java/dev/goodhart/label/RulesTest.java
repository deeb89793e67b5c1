package dev.goodhart.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "rules.csv", delimiter = ';')
  void shouldSpeakWhereSeveralBehavioursAgreeAndAbstainElsewhere(
      String what, String speaking, String evidence, String figures) {
    // Given
    Figures session = WrittenFigures.of(figures, evidence);

    // When
    List<String> names = Rules.speakingOn(session).stream().map(Rule::name).toList();

    // Then
    List<String> expected = speaking == null ? List.of() : Arrays.asList(speaking.split("\\|", -1));
    assertThat(names).as(what).containsExactlyElementsOf(expected);
  }

  @Test
  void shouldHaveOneRuleOfEachName() {
    assertThat(Rules.ALL.stream().map(Rule::name)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "busywork",
        "context_stuffing",
        "text_generation_loop",
        "micro_call_loop",
        "subagent_fan_out",
        "target_binge",
        "keep_alive",
        "throwaway_code",
        "churn",
        "junk_change",
        "split_change"
      })
  void shouldHaveARuleForEachKindOfGaming(String archetype) {
    assertThat(Rules.ALL).anyMatch(rule -> rule.gaming() && rule.archetype().equals(archetype));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runaway",
        "migration",
        "evaluation_batch",
        "incident",
        "research_and_design_reading",
        "code_review",
        "prototype_discarded",
        "hard_debugging",
        "failed_attempt",
        "parallel_agents_on_one_task",
        "onboarding",
        "large_refactor_that_lands",
        "long_context_question",
        "scheduled_automation_with_a_result",
        "pairing",
        "hackathon_week",
        "new_model_trial"
      })
  void shouldHaveARuleForEachKindOfHonestWork(String archetype) {
    assertThat(Rules.ALL).anyMatch(rule -> !rule.gaming() && rule.archetype().equals(archetype));
  }
}
