package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.Test;

class TrainedModelTest {
  @Test
  void shouldReadAModelFromBeforeThereWasAStarter() {
    String kept =
        """
        {"version": "v", "trained_on": "2026-05-01", "usual": {"log_calls": 3.5},
         "calibration": {"slope": 7.5, "intercept": -4.25}, "threshold_text": "none",
         "ranking_quality": {"average_precision": 0.7, "low": 0.6}}
        """;

    TrainedModel model =
        TrainedModel.of(Optional.of(new PipelineModel("none", List.of())), Optional.empty(), kept);

    assertThat(model.parameters().blend()).isEqualTo(new Blend(7.5, 0, -4.25, 0));
    assertThat(model.parameters().space().usualByName()).containsEntry("log_calls", 3.5);
  }
}
