package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/dev/goodhart/ingest/times.csv", numLinesToSkip = 1)
  void shouldReadATimeWhateverItIsWrittenAs(String what, String written, String time) {
    JsonNode node = new TextNode(written);
    if (time == null) {
      assertThatThrownBy(() -> Fields.time(node, "field"))
          .as(what)
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.reason()).isEqualTo(RejectReason.BAD_TIME));
    } else {
      assertThat(Fields.time(node, "field").toInstant()).as(what).isEqualTo(Instant.parse(time));
    }
  }

  @Test
  void shouldKeepTheMicrosecondsOfSecondsSince1970() {
    assertThat(Fields.seconds(new TextNode("1737710446.847371"), "field").toInstant())
        .isEqualTo(Instant.parse("2025-01-24T09:20:46.847371Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "99999999999999999999", "-1", "later", "NaN"})
  void shouldRefuseTimesSince1970ThatNoTableCanHold(String written) {
    assertThatThrownBy(() -> Fields.seconds(new TextNode(written), "field"))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.BAD_TIME));
  }

  @Test
  void shouldRefuseToReadMillionsOfDigits() {
    JsonNode digits = new TextNode("9".repeat(5_000_000));

    assertThatThrownBy(() -> Fields.count(digits, "field")).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> Fields.usd(digits, "field")).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> Fields.nanos(digits, "field")).isInstanceOf(RejectedException.class);
  }

  @Test
  void shouldRoundMillisecondsButNotCounts() {
    assertThat(Fields.millis(new TextNode("12.5"), "field")).isEqualTo(13);
    assertThatThrownBy(() -> Fields.count(new TextNode("12.5"), "field"))
        .isInstanceOfSatisfying(
            RejectedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.WRONG_TYPE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e-2147483647", "1e2147483647", "-1e999999999"})
  void shouldRefuseExponentsThatNoFigureHas(String written) {
    JsonNode node = new TextNode(written);

    assertThatThrownBy(() -> Fields.count(node, "field")).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> Fields.millis(node, "field")).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> Fields.usd(node, "field")).isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> Fields.epochMillis(node, "field"))
        .isInstanceOf(RejectedException.class);
  }
}
