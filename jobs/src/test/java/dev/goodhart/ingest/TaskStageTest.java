package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TaskStageTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/dev/goodhart/ingest/task-turns.csv", numLinesToSkip = 1)
  void shouldTellATurnByTheWordsOfTheTracker(
      String what, String before, String after, String kind) {
    Optional<String> turn =
        TaskStage.of(after).flatMap(stage -> stage.reachedFrom(TaskStage.of(before)));

    assertThat(turn).as(what).isEqualTo(Optional.ofNullable(kind));
  }
}
