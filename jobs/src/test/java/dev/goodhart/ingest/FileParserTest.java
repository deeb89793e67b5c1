package dev.goodhart.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of lines and files that no format can be blamed for. */
class FileParserTest {
  private static final String USAGE =
      "{\"event_id\":\"e1\",\"occurred_at\":\"2026-09-22T08:00:00Z\",\"user\":\"jo-login\","
          + "\"kind\":\"prompt\",\"tool_name\":\"caf\u00e9\"}";
  private static final String OUTCOME =
      "{\"outcome_id\":\"o1\",\"occurred_at\":\"2026-09-22T08:00:00Z\",\"task_key\":\"PAY-1\","
          + "\"kind\":\"task_done\",\"actor\":\"caf\u00e9\"}";
  private static final String REVIEW =
      "{\"session_id\":\"s1\",\"verdict\":\"unsure\",\"reviewer\":\"jo-login\","
          + "\"reviewed_at\":\"2026-09-21T12:00:00Z\",\"note\":\"caf\u00e9\"}";
  private static final int TOO_LONG_BYTES = 100_000_000;

  @TempDir private Path folder;

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("whole", new UsageEvent(), USAGE.getBytes(UTF_8), "accepted null"),
        Arguments.of(
            "Latin-1", new UsageEvent(), USAGE.getBytes(ISO_8859_1), "accepted broken_utf8"),
        Arguments.of(
            "Latin-1 and a key twice",
            new UsageEvent(),
            twice(USAGE, "kind").getBytes(ISO_8859_1),
            "accepted broken_utf8,repeated_key"),
        Arguments.of(
            "Latin-1 outcome",
            new OutcomeEventLines(),
            OUTCOME.getBytes(ISO_8859_1),
            "accepted broken_utf8"),
        Arguments.of(
            "outcome with a key twice",
            new OutcomeEventLines(),
            twice(OUTCOME, "kind").getBytes(UTF_8),
            "accepted repeated_key"),
        Arguments.of(
            "outcome of the future",
            new OutcomeEventLines(),
            OUTCOME.replace("2026-", "2099-").getBytes(UTF_8),
            "accepted doubtful_time_future"),
        Arguments.of(
            "outcome of years ago, as trackers export them",
            new OutcomeEventLines(),
            OUTCOME.replace("2026-", "2012-").getBytes(UTF_8),
            "accepted null"),
        Arguments.of(
            "Latin-1 review",
            new ReviewLines(),
            REVIEW.getBytes(ISO_8859_1),
            "rejected broken_utf8"),
        Arguments.of(
            "review with a verdict twice",
            new ReviewLines(),
            twice(REVIEW, "verdict").getBytes(UTF_8),
            "rejected repeated_key"),
        Arguments.of(
            "two values", new UsageEvent(), (USAGE + USAGE).getBytes(UTF_8), "rejected not_json"),
        Arguments.of("rubbish", new UsageEvent(), rubbish(), "rejected not_json"),
        Arguments.of(
            "UTF-16",
            new UsageEvent(),
            USAGE.getBytes(java.nio.charset.StandardCharsets.UTF_16LE),
            "rejected not_json"),
        Arguments.of(
            "201 deep", new UsageEvent(), nested(201).getBytes(UTF_8), "rejected beyond_limits"),
        Arguments.of(
            "a million deep",
            new UsageEvent(),
            nested(1_000_000).getBytes(UTF_8),
            "rejected beyond_limits"),
        Arguments.of(
            "a number of a million digits",
            new UsageEvent(),
            with("text_chars", "1".repeat(1_000_000)).getBytes(UTF_8),
            "rejected beyond_limits"),
        Arguments.of(
            "a count past its range",
            new UsageEvent(),
            with("text_chars", "1e999999999").getBytes(UTF_8),
            "rejected out_of_range"),
        Arguments.of(
            "a bare NaN",
            new UsageEvent(),
            with("text_chars", "NaN").getBytes(UTF_8),
            "rejected not_json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void shouldUseMarkOrRejectALine(String what, RawFormat format, byte[] line, String expected)
      throws IOException {
    assertThat(parse(format, Files.write(folder.resolve("a.jsonl"), line)))
        .containsExactly(expected);
  }

  @Test
  void shouldPassOverAHundredMegabytesInOneLine() throws IOException {
    // Given
    Path file = folder.resolve("a.jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write((USAGE + "\r\n{\"prompt\":\"").getBytes(UTF_8));
      for (int i = 0; i < TOO_LONG_BYTES; i++) {
        out.write('x');
      }
      out.write(("\"}\r\n" + USAGE).getBytes(UTF_8));
    }

    // Then
    assertThat(parse(new UsageEvent(), file))
        .containsExactly("accepted null", "rejected line_too_long", "accepted null");
  }

  @Test
  void shouldUseWhatCanBeReadOfACutFile() throws IOException {
    // Given
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(whole)) {
      gzip.write(("\uFEFF" + USAGE + "\n" + USAGE + "\n").getBytes(UTF_8));
    }
    byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() - 8);

    // Then
    assertThat(parse(new UsageEvent(), Files.write(folder.resolve("a.gz"), cut)))
        .containsExactly("accepted null", "accepted null", "rejected file_truncated");
  }

  @Test
  void shouldFindNothingInEmptyFilesAndBlankLines() throws IOException {
    assertThat(parse(new UsageEvent(), Files.write(folder.resolve("a.gz"), new byte[0]))).isEmpty();
    assertThat(parse(new UsageEvent(), Files.writeString(folder.resolve("a"), "\n \r\n\uFEFF")))
        .hasSize(1);
  }

  private static Stream<String> parse(RawFormat format, Path file) throws IOException {
    return RawRows.of(format, file, file.getFileName().toString()).stream()
        .map(row -> status(row, format.target()));
  }

  /** Its status, and its marks or the reason. */
  private static String status(Row row, Target target) {
    String status = row.getAs(ParsedRow.SCHEMA.fieldIndex("status"));
    Object reason = row.get(ParsedRow.SCHEMA.fieldIndex("reason"));
    Row event = row.getAs(ParsedRow.SCHEMA.fieldIndex(target.name().toLowerCase(Locale.ROOT)));
    if (event == null || !target.hasMarks()) {
      return status + " " + reason;
    }
    return status + " " + event.get(target.table().schema().fieldIndex(Event.MARKS));
  }

  private static String twice(String line, String key) {
    return line.replaceFirst("\"" + key + "\":", "\"" + key + "\":\"x\",\"" + key + "\":");
  }

  private static String with(String key, String value) {
    return USAGE.replaceFirst("\\{", "{\"" + key + "\":" + value + ",");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static byte[] rubbish() {
    byte[] bytes = new byte[1000];
    new Random(1).nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '\n' ? 0 : bytes[i];
    }
    return bytes;
  }
}
