package dev.goodhart.damage;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.Immutable;
import java.util.Random;

/** A way in which a line of a raw log can be broken, and the reason for which it is rejected. */
enum Damage {
  CUT_SHORT(
      "not_json", (line, random) -> line.text().substring(0, 1 + random.nextInt(line.size() - 1))),
  LAST_BRACE_MISSING("not_json", (line, random) -> line.text().substring(0, line.size() - 1)),
  TWO_ON_A_LINE("not_json", (line, random) -> line.text() + line.text()),
  TRAILING_COMMA("not_json", (line, random) -> line.text().replaceFirst("}$", ",}")),
  SINGLE_QUOTES("not_json", (line, random) -> line.text().replace('"', '\'')),
  WORDS(
      "not_json",
      (line, random) -> "level=warn msg=\"exporter queue is full\" n=" + random.nextInt()),
  MARKUP(
      "not_json",
      (line, random) -> "<html><body>502 Bad Gateway " + random.nextInt() + "</body></html>"),
  BARE_NAN("not_json", (line, random) -> "{\"cost_usd\":NaN," + line.text().substring(1)),
  HEX_DUMP("not_json", (line, random) -> Long.toHexString(random.nextLong()) + " 0a0a"),
  TOO_DEEP("beyond_limits", (line, random) -> "[".repeat(201 + random.nextInt(1000))),
  TOO_MANY_DIGITS(
      "beyond_limits", (line, random) -> "{\"n\":" + "9".repeat(1001 + random.nextInt(1000)) + "}"),
  TOO_LONG(
      "line_too_long",
      (line, random) -> "{\"text\":\"" + "x".repeat(DamagedLogs.MAX_LINE_BYTES) + "\"}"),
  IN_A_LIST("unknown_shape", (line, random) -> "[" + line.text() + "]"),
  ONLY_A_NUMBER("unknown_shape", (line, random) -> String.valueOf(random.nextInt())),
  ONLY_A_TEXT("unknown_shape", (line, random) -> "\"sent " + random.nextInt() + "\""),
  EMPTY_OBJECT("unknown_shape", (line, random) -> "{}"),
  OF_ANOTHER_PROGRAM(
      "unknown_shape", (line, random) -> "{\"temperature\":" + random.nextInt(40) + "}"),
  BATCH_NO_LIST(
      "unknown_shape", (line, random) -> "{\"resourceLogs\":{\"n\":" + random.nextInt() + "}}"),
  RECORD_NO_OBJECT(
      "unknown_shape",
      (line, random) -> "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[\"a record\"]}]}]}"),
  NO_NAME(
      "missing_field", (line, random) -> line.without("event.name").withoutField("body").text()),
  NO_SESSION("missing_field", (line, random) -> line.without("session.id").text()),
  NO_TIME(
      "bad_time",
      (line, random) ->
          line.without("event.timestamp")
              .withoutField("timeUnixNano")
              .withoutField("observedTimeUnixNano")
              .text()),
  TIME_OF_ANOTHER_AGE(
      "bad_time",
      (line, random) ->
          line.with("event.timestamp", "stringValue", "the year " + random.nextInt())
              .withField("timeUnixNano", "-1")
              .text()),
  NEGATIVE_TOKENS(
      "out_of_range",
      (line, random) ->
          line.with("output_tokens", "intValue", String.valueOf(-1 - random.nextInt(9))).text()),
  MORE_TOKENS_THAN_THERE_ARE(
      "out_of_range",
      (line, random) -> line.with("input_tokens", "intValue", "9".repeat(19)).text()),
  ENDLESS_TOKENS(
      "out_of_range",
      (line, random) -> line.with("cache_read_tokens", "stringValue", "Infinity").text()),
  COST_NOT_A_NUMBER(
      "out_of_range", (line, random) -> line.with("cost_usd", "stringValue", "NaN").text()),
  NEGATIVE_COST(
      "out_of_range", (line, random) -> line.with("cost_usd", "stringValue", "-0.5").text()),
  HALF_A_TOKEN(
      "wrong_type", (line, random) -> line.with("output_tokens", "stringValue", "1.5").text()),
  TOKENS_IN_WORDS(
      "wrong_type", (line, random) -> line.with("input_tokens", "stringValue", "many").text()),
  COST_IN_WORDS(
      "wrong_type", (line, random) -> line.with("cost_usd", "stringValue", "free").text()),
  DURATION_IN_WORDS(
      "wrong_type", (line, random) -> line.with("duration_ms", "stringValue", "a while").text()),
  UTF_16("not_json", (line, random) -> line.text()) {
    @Override
    byte[] of(UsageLine line, Random random) {
      return oneLine(line.text().getBytes(UTF_16LE));
    }
  },
  RUBBISH("not_json", (line, random) -> "") {
    @Override
    byte[] of(UsageLine line, Random random) {
      byte[] bytes = new byte[16 + random.nextInt(500)];
      random.nextBytes(bytes);
      bytes[0] = 1;
      return oneLine(bytes);
    }
  };

  /** What is done to a line. */
  @Immutable
  private interface Breaking {
    String of(UsageLine line, Random random);
  }

  private final String reason;
  private final Breaking breaking;

  Damage(String reason, Breaking breaking) {
    this.reason = reason;
    this.breaking = breaking;
  }

  /** The reason in {@code bronze.rejected_records}. */
  String reason() {
    return reason;
  }

  /** The line, broken; without its end. */
  byte[] of(UsageLine line, Random random) {
    return breaking.of(line, random).getBytes(UTF_8);
  }

  private static byte[] oneLine(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '\n' ? (byte) ' ' : bytes[i];
    }
    return bytes;
  }
}
