package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLimitsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-09-22T08:11:55.409Z, 2026-09-22T08:11:55.409Z",
    "2026-09-22T10:11:55+02:00, 2026-09-22T08:11:55Z",
    "2026-09-22T08:11:55, 2026-09-22T08:11:55Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "2262-04-11T23:47:16Z, 2262-04-11T23:47:16Z",
  })
  void shouldReadTimesWithTheirZone(String text, Instant instant) {
    assertThat(Fields.time(new TextNode(text), "at").toInstant()).isEqualTo(instant);
  }

  /** Each of them once ended a whole run, as no table can hold it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-12-31T23:59:59Z",
        "+300000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "1969-12-31T23:59:59Z",
        "-0001-01-01T00:00:00Z",
        "yesterday"
      })
  void shouldRejectTimesThatNoTableHolds(String text) {
    rejects(() -> Fields.time(new TextNode(text), "at"), RejectReason.BAD_TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e30", "soon"})
  void shouldRejectNanosecondsThatAreNone(String text) {
    rejects(() -> Fields.nanos(new TextNode(text), "at"), RejectReason.BAD_TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, OUT_OF_RANGE",
    "1000000000001, OUT_OF_RANGE",
    "9007199254740992, OUT_OF_RANGE",
    "1e999999999, OUT_OF_RANGE",
    "NaN, OUT_OF_RANGE",
    "0.5, WRONG_TYPE",
    "1e-999999999, OUT_OF_RANGE",
    "many, WRONG_TYPE",
  })
  void shouldRejectCountsThatNoEventHas(String text, RejectReason reason) {
    rejects(() -> Fields.count(new TextNode(text), "tokens"), reason);
  }

  @Test
  void shouldReadCountsHoweverTheyAreWritten() {
    JsonNode whole = new TextNode("1.2e3");

    assertThat(Fields.count(whole, "tokens")).isEqualTo(1200L);
    assertThat(Fields.count(new TextNode(""), "tokens")).isNull();
  }

  private static void rejects(ThrowingCallable reading, RejectReason reason) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
