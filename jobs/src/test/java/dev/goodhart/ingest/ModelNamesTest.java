package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ModelNamesTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/dev/goodhart/ingest/model-names.csv", numLinesToSkip = 1)
  void shouldNameOneModelOneWay(String what, String name, String normal) {
    assertThat(ModelNames.normalise(name)).as(what).isEqualTo(normal);
  }
}
