package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ErrorTypesTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/dev/goodhart/ingest/error-types.csv", numLinesToSkip = 1)
  void shouldKeepAClassFromAFixedList(String what, String status, String error, String type) {
    assertThat(ErrorTypes.of(status, error)).as(what).isEqualTo(type);
  }
}
