package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest extends SparkTest {
  @TempDir private Path folder;

  @Test
  void shouldKeepAModelOnceUnderItsVersion() throws IOException {
    try (Lake lake =
        Lake.open(
            session(),
            folder.toString(),
            List.of(),
            new Settings.LakeSettings(60, 0),
            "print",
            Clock.systemUTC())) {
      // Given: a model that was broken off while it was written
      ModelStore store = ModelStore.of(lake);
      Files.createDirectories(folder.resolve("ml_models/v1/stages"));

      // When
      store.save("v1", Optional.of(model("first")), Map.of("starter.json", "kept"));
      store.save("v1", Optional.of(model("second")), Map.of());
      store.save("v3", Optional.empty(), Map.of("starter.json", "alone"));

      // Then
      VectorAssembler stage = (VectorAssembler) store.load("v1").orElseThrow().stages()[0];
      assertThat(stage.getOutputCol()).isEqualTo("first");
      assertThat(store.readText("v1", "starter.json")).contains("kept");
      assertThat(store.readText("v1", "other.json")).isEmpty();
      assertThat(store.load("v3")).isEmpty();
      assertThat(store.readText("v3", "starter.json")).contains("alone");
      assertThat(store.holds("v2")).isFalse();
      assertThatThrownBy(() -> store.load("v2"))
          .isInstanceOf(LakeException.class)
          .hasMessageContaining("v2");
    }
  }

  private static PipelineModel model(String output) {
    VectorAssembler stage =
        new VectorAssembler().setInputCols(new String[] {"id"}).setOutputCol(output);
    return new Pipeline().setStages(new PipelineStage[] {stage}).fit(session().range(1).toDF());
  }
}
