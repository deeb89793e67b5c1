package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Figures;
import dev.goodhart.model.FlagRule;
import dev.goodhart.model.Suspicion;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdaptationTest {
  /** Of a model that flags whoever repeats prompts. */
  private static final Gamer GAMER =
      new Gamer(AdaptationTest::suspicion, FlagRule.of(OptionalDouble.of(0.5)));

  private static Suspicion suspicion(Figures figures) {
    double repeated = figures.value("repeated_prompt_share");
    return new Suspicion(repeated, repeated);
  }

  @Test
  void shouldTellOfEachBehaviourThatAnySessionTellsOf() {
    List<ScoredSession> sessions =
        List.of(
            session("caught", "tokenmaxxing", true, 0.9), session("other", "legitimate", false, 0));

    List<String> lines = new Adaptation(0.5, GAMER, sessions).linesAlone();

    assertThat(lines)
        .containsExactly(
            "0.5,\"kind\",\"caught\",\"caught\",\"writes each prompt anew\",\"free\",1,1",
            "0.5,\"kind\",\"caught\",\"caught\",\"makes empty commits\",\"free\",1,0");
  }

  private static ScoredSession session(
      String session, String label, boolean flagged, double repeated) {
    return new ScoredSession(
        session,
        session,
        "team",
        "source",
        "young",
        "kind",
        label,
        LocalDate.EPOCH,
        1,
        Figures.of(Map.of("repeated_prompt_share", repeated, "commits", 1.0), "young"),
        true,
        repeated,
        flagged);
  }
}
