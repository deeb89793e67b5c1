package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.config.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EstimatorTest {
  private static Settings.Train train(String estimator) {
    return Settings.load(Optional.empty(), List.of("train.estimator=" + estimator)).train();
  }

  @Test
  void shouldCompareOnlyWhereThereAreReviewsEnough() {
    assertThat(Estimator.worthTrying(true, 99, train("auto"))).containsExactly(Estimator.SHALLOW);
    assertThat(Estimator.worthTrying(true, 100, train("auto")))
        .containsExactly(Estimator.SHALLOW, Estimator.FOREST, Estimator.BOOSTED);
  }

  @Test
  void shouldCompareWhatLearnsMostWhereThereIsNoStarter() {
    assertThat(Estimator.worthTrying(false, 3, train("auto")))
        .containsExactly(Estimator.FOREST, Estimator.BOOSTED);
  }

  @Test
  void shouldTakeTheOneThatTheSettingsName() {
    assertThat(Estimator.worthTrying(true, 3, train("forest"))).containsExactly(Estimator.FOREST);
    assertThat(Estimator.worthTrying(false, 1000, train("shallow")))
        .containsExactly(Estimator.SHALLOW);
  }
}
