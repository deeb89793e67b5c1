package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.world.Behaviour.Price;
import java.util.Arrays;
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
  }
}
