package dev.goodhart.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.Torture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Row;

/**
 * Fuzzing: whatever a line holds, a reader uses, ignores or rejects it, and goes on. A thousand
 * times longer by {@code make torture}.
 */
class ReadersProperties {
  private static final int TRIES = 10;
  private static final int LINES = Torture.isLong() ? 100_000 : 100;

  /** More than any count may come to: a field holds a quarter of it at most, a count a few. */
  private static final double MOST = 4e12;

  /** Formats of which a line is a batch, that may be empty. */
  private static final Set<String> BATCHED = Set.of("claude_code_otlp", "otel_genai");

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void shouldUseIgnoreOrRejectWhateverALineHolds(@ForAll long seed) throws IOException {
    Path file = Files.createTempFile("fuzz-", ".jsonl");
    try {
      for (RawFormat format : RawFormats.ALL) {
        Set<Long> written = writeMutated(format, new Random(seed), file);
        Set<Long> accounted = read(format, file);
        if (BATCHED.contains(format.name())) {
          assertThat(written).as(format.name()).containsAll(accounted);
        } else {
          assertThat(accounted).as(format.name()).isEqualTo(written);
        }
      }
      Torture.progress(LINES + " lines for each reader with seed " + seed);
    } finally {
      Files.delete(file);
    }
  }

  /** Numbers of the lines that are not blank. */
  private static Set<Long> writeMutated(RawFormat format, Random random, Path file)
      throws IOException {
    MutatedLines lines = new MutatedLines(Fixtures.lines(format.name()), random);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Set<Long> written = new HashSet<>();
    for (long number = 1; number <= LINES; number++) {
      byte[] line = lines.next();
      text.write(line);
      text.write('\n');
      if (!new String(line, UTF_8).isBlank()) {
        written.add(number);
      }
    }
    Files.write(file, text.toByteArray());
    return written;
  }

  /** Numbers of the lines of which there is a row. */
  private static Set<Long> read(RawFormat format, Path file) throws IOException {
    Set<Long> accounted = new HashSet<>();
    for (Row row : RawRows.of(format, file, "fuzz.jsonl")) {
      accounted.add(row.getAs(ParsedRow.SCHEMA.fieldIndex("line_number")));
      Row event =
          row.getAs(ParsedRow.SCHEMA.fieldIndex(format.target().name().toLowerCase(Locale.ROOT)));
      if (event != null) {
        assertThat(faults(format.target(), event)).as(format.name()).isEmpty();
      }
    }
    return accounted;
  }

  private static List<String> faults(Target target, Row event) {
    List<String> faults = new ArrayList<>();
    String[] columns = target.table().schema().fieldNames();
    for (int i = 0; i < columns.length; i++) {
      Object value = event.get(i);
      if (value == null && target.table().key().contains(columns[i])) {
        faults.add(columns[i] + " is missing");
      }
      if (value instanceof Number number
          && !(number.doubleValue() >= 0 && number.doubleValue() <= MOST)) {
        faults.add(columns[i] + " is " + number);
      }
    }
    return faults;
  }
}
