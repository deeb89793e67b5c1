package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PlainTest {
  private static final Pseudonyms PSEUDONYMS =
      new Pseudonyms("a key of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8));

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/dev/goodhart/ingest/task-keys.csv", numLinesToSkip = 1)
  void shouldRecogniseTaskKeys(String what, String text, String repository, String key) {
    assertThat(Plain.taskKey(text, repository, PSEUDONYMS)).as(what).isEqualTo(key);
  }

  @Test
  void shouldHashATaskThatIsAnyText() {
    assertThat(Plain.taskKey("help Jo with her review", "acme/web", PSEUDONYMS))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void shouldCutHostAndSuffixOffARepository() {
    assertThat(Plain.repository("https://github.com/acme/web.git")).isEqualTo("acme/web");
    assertThat(Plain.repository("git@github.com:acme/web.git")).isEqualTo("acme/web");
    assertThat(Plain.repository("web")).isEqualTo("web");
  }
}
