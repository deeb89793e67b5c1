package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.Figures;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StarterTest {
  @Test
  void shouldMoveHalfAsFarFromTheBaseRateWhereItStandsAlone() {
    // Given
    Starter starter = Starter.shipped().orElseThrow();
    Figures figures =
        Figures.of(
            Map.of("log_calls", 5.0, "edit_share", 0.0, "repeated_prompt_share", 0.9), "mature");
    double[] shares = starter.shares(figures, starter.trees().explainers());
    double taught = starter.base() + Arrays.stream(shares).sum();
    double baseRate = Math.log(0.05 / 0.95);

    // When
    double alone = starter.alone().explainer().explain(figures).margin();

    // Then
    assertThat(taught - baseRate).isNotCloseTo(0, within(0.5));
    assertThat(alone - baseRate).isCloseTo((taught - baseRate) / 2, within(1e-9));
  }
}
