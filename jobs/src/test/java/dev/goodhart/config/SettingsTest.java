package dev.goodhart.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static Settings load(String... pairs) {
    return Settings.load(Optional.empty(), List.of(pairs));
  }

  @ParameterizedTest
  @CsvSource({
    "links.window_days=9999999999, links.window_days = 9999999999 must be at least 0",
    "links.window_days=-3, links.window_days = -3 must be at least 0",
    "train.trees=1e30, train.trees = 1.0E30 must be at least 1",
    "score.min_calls=2.5, score.min_calls = 2.5 must be a whole number",
    "score.min_calls=many, score.min_calls = \"many\" has the wrong type",
    "score.honest_budget=1.5, score.honest_budget = 1.5 must lie between 0 and 1",
    "links=3, links.window_days has the wrong type",
    "ingest.prefixes=x, ingest.prefixes = \"x\" has the wrong type",
    "ingest.prefixes.review=, ingest.prefixes.review must name a folder",
    "spark=3, spark = 3 has the wrong type",
    "no such thing, --set no such thing is not key=value",
    "foo.bar=1, unknown setting foo",
    "ingest.prefixes.nosuch=x, unknown setting ingest.prefixes.nosuch",
  })
  void shouldNameAMistake(String pair, String message) {
    assertThatThrownBy(() -> load(pair))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldNameEveryMistakeAtOnce() {
    assertThatThrownBy(
            () ->
                load(
                    "a=1",
                    "ingest.b=2",
                    "links.window_days=-1",
                    "targets=[{name=t, measure=steps, line=0, period=year, from=soon, extra=1}]",
                    "announcements=[{name=a}]"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown setting a;")
        .hasMessageContaining("unknown setting ingest.b;")
        .hasMessageContaining("links.window_days = -1")
        .hasMessageContaining("unknown setting targets.extra")
        .hasMessageContaining("targets.measure = steps")
        .hasMessageContaining("targets.line = 0.0")
        .hasMessageContaining("targets.period = year")
        .hasMessageContaining("targets.from = soon is not a date")
        .hasMessageContaining("announcements.date is missing")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("announcements.date = "));
  }

  @Test
  void shouldTakeAnEmptyValueForAnEmptyText() {
    assertThat(load("privacy.key_file=").privacy().keyFile()).isEmpty();
  }

  @Test
  void shouldHandSparksOwnKeysOnWhereOneIsTheBeginningOfAnother() {
    Settings settings =
        load("spark.hadoop.fs.s3a.endpoint=http://a", "spark.hadoop.fs.s3a.endpoint.region=r");

    assertThat(settings.spark())
        .containsEntry("spark.hadoop.fs.s3a.endpoint", "http://a")
        .containsEntry("spark.hadoop.fs.s3a.endpoint.region", "r");
  }
}
