package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Figures;
import dev.goodhart.label.WrittenFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ArchetypesTest {
  private static final String ASTRAY =
      "calls_per_prompt=90,failed_tool_share=0.6,repeated_tool_input_share=0.8,log_prompts=0.7";

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "archetypes.csv", delimiter = ';')
  void shouldNameWhatMostTraitsHoldOf(
      String what, String name, Double leastSure, boolean suspected, String figures) {
    // When
    Archetypes.Named named = Archetypes.of(session(figures), suspected);

    // Then
    assertThat(named.name()).as(what).isEqualTo(name);
    if (leastSure != null) {
      assertThat(named.confidence()).as(what).isBetween(leastSure, 1.0);
    }
  }

  @Test
  void shouldBeTheSurerTheMoreTraitsHold() {
    Figures all = session(ASTRAY + ",calls_vs_person=2");

    Archetypes.Named sure = Archetypes.of(all, false);
    Archetypes.Named lessSure = Archetypes.of(session(ASTRAY), false);

    assertThat(lessSure.name()).isEqualTo(sure.name()).isEqualTo(Archetypes.RUNAWAY);
    assertThat(sure.confidence()).isBetween(0.95, 1.0);
    assertThat(lessSure.confidence()).isBetween(0.8, 0.9);
  }

  @Test
  void shouldTakeWhatIsUnknownForLessThanATraitThatHalfHolds() {
    // Given: one trait holds, one holds half, and a third holds half or is unknown
    Figures halfHeld =
        session("file_calls_per_file=8,edit_share=0.6,repeated_tool_input_share=0.25");
    Figures unknown = session("edit_share=0.6,repeated_tool_input_share=0.25");

    // Then
    assertThat(Archetypes.of(halfHeld, true).name()).isEqualTo("churn");
    assertThat(Archetypes.of(unknown, true).name()).isEqualTo(Archetypes.OTHER);
  }

  @Test
  void shouldHaveNoConfidenceInOther() {
    assertThat(Archetypes.of(session(null), true))
        .isEqualTo(new Archetypes.Named(Archetypes.OTHER, Double.NaN));
  }

  private static Figures session(String figures) {
    return WrittenFigures.of(figures, "young");
  }
}
