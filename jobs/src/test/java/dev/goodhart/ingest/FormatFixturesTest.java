package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every raw format against its folder of fixtures: {@code fixtures/<format>/} holds raw files as
 * they land (folders in it are part of the object key) and {@code expected.csv}, one line a record,
 * or one an event where a record becomes several.
 *
 * <p>The columns of that CSV: {@code file, line, position, status} (accepted, ignored or rejected)
 * and {@code reason}, then any of the table's columns; those that the header does not name must be
 * null. {@code event} labels events: equal labels mean equal event ids and different ones
 * different; without a label an event is like no other. A cell {@code person(x)}, {@code branch(x)}
 * or {@code content(x)}, {@code file(x)}, {@code id(x)}, {@code task(x)} stands for the keyed hash
 * of x in that domain, {@code <hash>} for any keyed hash. What a fixture wants to see withheld says
 * {@code secret}, or is an address at {@code corp.example} or the login {@code jo-login}.
 */
class FormatFixturesTest {
  private static final Pattern HASHED = Pattern.compile("(\\w+)\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern WITHHELD = Pattern.compile("(?i)secret|corp\\.example|jo-login");
  private static final Set<String> IMPLIED =
      Set.of("event_id", "landed_date", "source", "source_file");
  private static final double CLOSE = 1e-12;

  static Stream<String> formats() {
    return RawFormats.ALL.stream().map(RawFormat::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void shouldTurnEachRecordIntoTheExpectedRows(String name) {
    RawFormat format = format(name);
    List<Map<String, String>> actual = parse(format);
    List<Map<String, String>> expected = expected(name);

    assertThat(actual.stream().map(FormatFixturesTest::place))
        .containsExactlyElementsOf(expected.stream().map(FormatFixturesTest::place).toList());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < actual.size(); i++) {
      for (String column : format.target().table().schema().fieldNames()) {
        String found = actual.get(i).get(column);
        String wanted = expected.get(i).get(column);
        if (!IMPLIED.contains(column) && !agree(found, wanted)) {
          differences.add(
              "%s: %s is %s, not %s".formatted(place(actual.get(i)), column, found, wanted));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  static Stream<String> formatsOfEvents() {
    return RawFormats.ALL.stream()
        .filter(format -> format.target().table().key().contains("event_id"))
        .map(RawFormat::name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formatsOfEvents")
  void shouldNameEqualEventsEquallyAndOthersApart(String name) {
    List<Map<String, String>> actual = parse(format(name));
    List<Map<String, String>> expected = expected(name);
    Map<String, String> idByLabel = new HashMap<>();
    Map<String, String> labelById = new HashMap<>();

    for (int i = 0; i < actual.size(); i++) {
      String id = actual.get(i).get("event_id");
      if (id != null) {
        String label = Objects.requireNonNullElse(expected.get(i).get("event"), "row " + i);
        assertThat(idByLabel.computeIfAbsent(label, fresh -> id)).as(label).isEqualTo(id);
        assertThat(labelById.computeIfAbsent(id, fresh -> label)).as(label).isEqualTo(label);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void shouldWithholdWhatNamesOrQuotesAPerson(String name) {
    List<Map<String, String>> stored = parse(format(name));
    stored.forEach(row -> row.remove("file"));

    assertThat(stored)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.toString()).doesNotContainPattern(WITHHELD));
  }

  private static RawFormat format(String name) {
    return RawFormats.ALL.stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean agree(String found, String wanted) {
    if (found == null || wanted == null) {
      return Objects.equals(found, wanted);
    }
    if (wanted.equals("<hash>")) {
      return HASH.matcher(found).matches();
    }
    Matcher hashed = HASHED.matcher(wanted);
    if (hashed.matches()) {
      return found.equals(hash(hashed.group(1), hashed.group(2)));
    }
    return found.equals(wanted) || close(found, wanted);
  }

  private static String hash(String domain, String text) {
    return switch (domain) {
      case "person" -> FormatTest.PSEUDONYMS.person(text);
      case "branch" -> FormatTest.PSEUDONYMS.branch(text);
      default -> FormatTest.PSEUDONYMS.hash(domain, text);
    };
  }

  private static boolean close(String found, String wanted) {
    try {
      return Math.abs(Double.parseDouble(found) - Double.parseDouble(wanted)) < CLOSE;
    } catch (NumberFormatException noNumbers) {
      return false;
    }
  }

  private static String place(Map<String, String> row) {
    return Stream.of("file", "line", "position", "status", "reason")
        .map(row::get)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  /** The expected rows, cells by column; an empty cell is null. */
  private static List<Map<String, String>> expected(String format) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(-1);
    List<String[]> lines =
        new CsvParser(settings)
            .parseAll(Fixtures.folder(format).resolve(Fixtures.EXPECTED).toFile());
    String[] header = lines.get(0);
    return lines.subList(1, lines.size()).stream()
        .map(
            cells -> {
              Map<String, String> row = new LinkedHashMap<>();
              for (int i = 0; i < cells.length; i++) {
                row.put(header[i], cells[i]);
              }
              return row;
            })
        .toList();
  }

  /** What becomes of the fixtures, cells by column, files by name. */
  private static List<Map<String, String>> parse(RawFormat format) {
    Path folder = Fixtures.folder(format.name());
    List<Map<String, String>> rows = new ArrayList<>();
    try {
      for (Path path : Fixtures.files(format.name())) {
        String key = folder.relativize(path).toString();
        RawRows.of(format, path, key).forEach(row -> rows.add(cells(row, format.target())));
      }
    } catch (IOException e) {
      throw new AssertionError("the fixtures can't be read", e);
    }
    return rows;
  }

  private static Map<String, String> cells(Row row, Target target) {
    UnaryOperator<String> cell = name -> text(row.get(ParsedRow.SCHEMA.fieldIndex(name)));
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("file", cell.apply("file"));
    cells.put("line", cell.apply("line_number"));
    cells.put("position", cell.apply("position"));
    cells.put("status", cell.apply("status"));
    cells.put("reason", cell.apply("reason"));
    Row event = row.getAs(ParsedRow.SCHEMA.fieldIndex(target.name().toLowerCase(Locale.ROOT)));
    if (event != null) {
      String[] columns = target.table().schema().fieldNames();
      for (int i = 0; i < columns.length; i++) {
        cells.put(columns[i], text(event.get(i)));
      }
    }
    cells.put("shape", cell.apply("shape"));
    return cells;
  }

  private static String text(Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Timestamp time ? time.toInstant().toString() : value.toString();
  }
}
