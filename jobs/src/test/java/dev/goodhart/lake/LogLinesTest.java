package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.goodhart.lake.LogLines.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {
  private static final SerializableConfiguration HADOOP =
      new SerializableConfiguration(new Configuration());

  @TempDir private Path folder;

  @Test
  void shouldReadLinesHoweverTheyEnd() throws IOException {
    assertThat(texts(lines("a.jsonl", bytes("\uFEFFone\r\ntwo\n\nfour"))))
        .containsExactly("1 one", "2 two", "3 ", "4 four");
  }

  @Test
  void shouldReadAnEmptyFileAsNoLines() throws IOException {
    assertThat(lines("a.jsonl", new byte[0])).isEmpty();
    assertThat(lines("a.jsonl.gz", new byte[0])).isEmpty();
  }

  @Test
  void shouldTellBrokenBytesFromTheSignThatStandsForThem() throws IOException {
    // Given
    byte[] cutInACharacter = Arrays.copyOf(bytes("caf\u00e9"), 4);

    // Then
    assertThat(lines("a.jsonl", joined(cutInACharacter, bytes("\n\uFFFD\n"))))
        .containsExactly(
            new LogLines.Line(1, "caf\uFFFD", State.BROKEN_UTF8),
            new LogLines.Line(2, "\uFFFD", State.WHOLE));
  }

  @Test
  void shouldReadSeveralGzipMembers() throws IOException {
    assertThat(texts(lines("a.jsonl.gz", joined(gzip("one\ntw"), gzip("o\nthree\n")))))
        .containsExactly("1 one", "2 two", "3 three");
  }

  @Test
  void shouldReadZstd() throws IOException {
    assertThat(texts(lines("a.jsonl.zst", Zstd.compress(bytes("one\ntwo\n")))))
        .containsExactly("1 one", "2 two");
  }

  @Test
  void shouldPassOverALineThatIsTooLongAndGoOn() throws IOException {
    // Given
    String limit = "x".repeat(1024);

    // When
    List<LogLines.Line> lines =
        lines("a.jsonl", bytes("one\n" + "y".repeat(300_000) + "\n" + limit + "\n"));

    // Then
    assertThat(lines)
        .containsExactly(
            new LogLines.Line(1, "one", State.WHOLE),
            new LogLines.Line(2, "", State.TOO_LONG),
            new LogLines.Line(3, limit, State.WHOLE));
  }

  @Test
  void shouldReadATruncatedGzipAsFarAsItGoesAndMarkTheBreak() throws IOException {
    // Given
    String text = manyLines();
    byte[] whole = gzip(text);

    // When
    List<LogLines.Line> lines = lines("a.jsonl.gz", Arrays.copyOf(whole, whole.length / 2));

    // Then: half of the bytes hold about half of the lines
    List<String> expected = text.lines().toList();
    int read = lines.size() - 1;
    assertThat(read).isBetween(expected.size() * 4 / 10, expected.size() * 6 / 10);
    assertThat(lines.subList(0, read))
        .extracting(LogLines.Line::text)
        .isEqualTo(expected.subList(0, read));
    assertThat(lines.get(read)).isEqualTo(new LogLines.Line(read + 1, "", State.TRUNCATED));
  }

  @Test
  void shouldKeepWhatOneReadDecompressedBeforeTheBreak() throws IOException {
    // Given
    byte[] whole = gzip("one\ntwo\nthree\n");

    // When
    List<LogLines.Line> lines = lines("a.jsonl.gz", Arrays.copyOf(whole, whole.length - 8));

    // Then
    assertThat(texts(lines)).containsExactly("1 one", "2 two", "3 three", "4 (truncated)");
  }

  @Test
  void shouldMarkWhatIsNoGzipAtAll() throws IOException {
    assertThat(texts(lines("a.jsonl.gz", bytes("not compressed\n"))))
        .containsExactly("1 (truncated)");
    assertThat(texts(lines("a.jsonl.zst", bytes("not compressed\n"))))
        .containsExactly("1 (truncated)");
  }

  @Test
  void shouldMarkRubbishAfterTheLastMember() throws IOException {
    assertThat(texts(lines("a.jsonl.gz", joined(gzip("one\n"), bytes("rubbish")))))
        .containsExactly("1 one", "2 (truncated)");
  }

  @Test
  void shouldFailWhereTheStoreDeliversLessThanItListed() throws IOException {
    // Given
    RawFile listed = write("a.jsonl", bytes("one\ntwo\n"));
    RawFile longer =
        new RawFile(
            listed.path(), listed.relative(), listed.landed(), listed.size() + 1, listed.version());

    // Then
    assertThatThrownBy(() -> read(longer)).isInstanceOf(LakeException.class);
  }

  private static String manyLines() {
    Random random = new Random(7);
    return IntStream.range(0, 20_000)
        .mapToObj(i -> i + " " + Long.toHexString(random.nextLong()) + "\n")
        .collect(Collectors.joining());
  }

  private List<LogLines.Line> lines(String name, byte[] content) throws IOException {
    return read(write(name, content));
  }

  private RawFile write(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return new RawFile(
        file.toUri().toString(), name, LocalDate.of(2026, 1, 1), content.length, "1");
  }

  private static List<LogLines.Line> read(RawFile file) {
    List<LogLines.Line> all = new ArrayList<>();
    try (LogLines lines = LogLines.open(file, HADOOP, 1024)) {
      lines.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<String> texts(List<LogLines.Line> lines) {
    return lines.stream()
        .map(l -> l.number() + " " + (l.state() == State.TRUNCATED ? "(truncated)" : l.text()))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes(text));
    }
    return compressed.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
