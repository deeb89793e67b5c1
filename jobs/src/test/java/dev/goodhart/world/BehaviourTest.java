package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.Figures;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.world.Behaviour.Price;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  @Test
  void shouldMoveEachFeatureByOneBehaviour() {
    assertThat(Arrays.stream(Behaviour.values()).flatMap(each -> each.features().stream()))
        .containsExactlyInAnyOrderElementsOf(SessionFeatures.FEATURES);
  }

  @Test
  void shouldAskForWorkWhereOutcomesMove() {
    assertThat(Behaviour.RESULTS.price()).isEqualTo(Price.WORK);
    assertThat(Behaviour.SPENDING.price()).isEqualTo(Price.TOKENS);
    assertThat(Behaviour.DECISIONS.price()).isEqualTo(Price.FREE);
    assertThat(Behaviour.TASKS.price()).isEqualTo(Price.FREE);
    assertThat(Behaviour.COMMITS.price()).isEqualTo(Price.FREE);
  }

  @Test
  void shouldMoveBesideOnesUsualByAsMuchAsTheFigure() {
    Figures session =
        Figures.of(Map.of("read_share", 0.05, "read_share_vs_person", -0.55), "mature");
    Figures colleague =
        Figures.of(Map.of("read_share", 0.25, "read_share_vs_person", 0.0), "mature");

    Figures taken = Behaviour.TOOLS.taken(session, colleague);

    assertThat(taken.value("read_share")).isEqualTo(0.25);
    assertThat(taken.value("read_share_vs_person")).isCloseTo(-0.35, within(1e-12));
    assertThat(taken.value("edit_share_vs_person")).isNaN();
  }
}
