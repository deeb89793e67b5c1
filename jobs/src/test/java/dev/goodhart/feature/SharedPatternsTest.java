package dev.goodhart.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionFeatures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedPatternsTest extends SparkTest {
  private static final int WINDOW_DAYS = 14;
  private static final String[] ADDED = {
    "same_prompt_sessions",
    "same_prompt_of_others",
    "shared_tool_input_share",
    "shared_tool_input_share_of_others",
    "shared_file_share",
    "shared_file_share_of_others"
  };

  /**
   * What a session shares in a case of its own, whose people and prompts no other case knows.
   *
   * @param others other sessions' rows as {@code session person prompt started as-of}, days of one
   *     month; the session in question is ann's, says hi, and is seen as of the 20th
   * @param own sessions of hers that ask the same
   */
  private record Case(String others, Integer own, Integer ofOthers) {}

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  static {
    CASES.put("a session alone shares with nobody", new Case("", 0, 0));
    CASES.put("one of the same person", new Case("t ann hi 10 10", 1, 0));
    CASES.put("one of another person", new Case("t bob hi 10 10", 0, 1));
    CASES.put(
        "several of each",
        new Case("t ann hi 10 10; u ann hi 11 11; v bob hi 9 9; w cid hi 8 9", 2, 2));
    CASES.put("another prompt is not shared", new Case("t ann go 10 10; u bob go 10 10", 0, 0));
    CASES.put("known later is not known yet", new Case("t ann hi 20 21; u bob hi 20 22", 0, 0));
    CASES.put("known on the very day is known", new Case("t ann hi 20 20; u bob hi 19 20", 1, 1));
    CASES.put(
        "several rows of a session count once",
        new Case("t ann hi 10 10; t ann hi 10 12; t ann hi 10 21", 1, 0));
    CASES.put(
        "is no company to itself, whosoever it was taken for", new Case("s bob hi 19 19", 0, 0));
    CASES.put(
        "is no company to itself, though it began earlier than was known",
        new Case("s ann hi 7 12; t bob hi 9 9", 0, 1));
    CASES.put("as long ago as the window counts", new Case("t ann hi 6 6", 1, 0));
    CASES.put(
        "older does not, though its task changed since",
        new Case("t ann hi 5 5; t ann hi 5 12; u bob hi 5 12", 0, 0));
  }

  @Test
  void shouldCountSessionsThatAskTheSame() {
    // Given
    TableRows earlier = TableRows.of(SessionFeatures.TABLE);
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    CASES.forEach(
        (name, given) -> {
          add(rows, name, "s ann hi 20 20");
          for (String other :
              given.others().isEmpty() ? new String[0] : given.others().split("; ", -1)) {
            boolean sameRun = Integer.parseInt(other.substring(other.lastIndexOf(' ') + 1)) >= 20;
            add(sameRun ? rows : earlier, name, other);
          }
        });
    add(rows, "unknown", "s ann - 20 20");
    add(rows, "unknown", "t ann - 19 20");

    // When
    Map<String, Row> added = added(rows, earlier);

    // Then
    CASES.forEach(
        (name, given) -> {
          Row row = added.get("s@" + name);
          assertThat(Math.expm1(row.<Double>getAs("same_prompt_sessions")))
              .as(name)
              .isCloseTo((double) given.own(), within(1e-9));
          assertThat(Math.expm1(row.<Double>getAs("same_prompt_of_others")))
              .as(name)
              .isCloseTo((double) given.ofOthers(), within(1e-9));
          assertThat(row.<Double>getAs("shared_file_share")).as(name).isNull();
        });
    assertThat(added.get("s@unknown").<Double>getAs("same_prompt_sessions")).isNull();
    assertThat(added.get("s@unknown").<Double>getAs("same_prompt_of_others")).isNull();
  }

  @Test
  void shouldShareNothingWithASessionThatAnotherTellsTheSameAs() {
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    add(rows, "case", "s ann hi 20 20");
    TableRows earlier = TableRows.of(SessionFeatures.TABLE);
    add(earlier, "case", "t ann hi 10 10");
    add(earlier, "case", "u ann hi 10 10");

    Row added = added(rows, earlier, Spans.without("t@case", "2026-03-20")).get("s@case");

    assertThat(Math.expm1(added.<Double>getAs("same_prompt_sessions"))).isCloseTo(1, within(1e-9));
    assertThat(added.<Double>getAs("same_prompt_of_others")).isZero();
  }

  /**
   * The row in question is ann's as of the 20th; earlier rows and rows of the same run lie around
   * it. The same numbers stand for files elsewhere, which must not be taken for inputs; a session
   * of nobody known is company to others.
   */
  @ParameterizedTest
  @CsvSource({"tool_inputs, shared_tool_input_share", "files_touched, shared_file_share"})
  void shouldTellWhichShareOfWhatWasDoneIsDoneElsewhere(String column, String feature) {
    // Given
    String earlier =
        """
        session_id | user_id | started_at           | as_of_date | COLUMN | OTHER
        hers       | ann     | 2026-03-10T10:00:00Z | 2026-03-10 | 1 7    | 3
        hers       | ann     | 2026-03-10T10:00:00Z | 2026-03-12 | 1 2 7  | 3
        too old    | ann     | 2026-03-05T10:00:00Z | 2026-03-12 | 3 4    | -
        his        | bob     | 2026-03-12T10:00:00Z | 2026-03-12 | 4      | 3
        """;
    String rows =
        """
        session_id | user_id | started_at           | as_of_date | COLUMN  | OTHER
        s          | ann     | 2026-03-19T10:00:00Z | 2026-03-19 | 1 2     | -
        s          | ann     | 2026-03-19T10:00:00Z | 2026-03-20 | 1 2 3 4 | -
        later      | ann     | 2026-03-19T10:00:00Z | 2026-03-21 | 3 4     | -
        one        | ann     | 2026-03-20T10:00:00Z | 2026-03-20 | 2       | -
        none       | ann     | 2026-03-20T10:00:00Z | 2026-03-20 | -       | -
        whose      | unknown | 2026-03-20T10:00:00Z | 2026-03-20 | 1 2     | -
        """;
    String other = column.equals("files_touched") ? "tool_inputs" : "files_touched";

    // When
    Map<String, Row> added =
        added(
            TableRows.of(SessionFeatures.TABLE).rows(named(rows, column, other)),
            TableRows.of(SessionFeatures.TABLE).rows(named(earlier, column, other)));

    // Then
    assertThat(added.get("s").<Double>getAs(feature)).isCloseTo(2.0 / 4, within(1e-12));
    assertThat(added.get("s").<Double>getAs(feature + "_of_others"))
        .isCloseTo(3.0 / 4, within(1e-12));
    for (String untold : List.of("one", "none", "whose")) {
      assertThat(added.get(untold).<Double>getAs(feature)).as(untold).isNull();
      assertThat(added.get(untold).<Double>getAs(feature + "_of_others")).as(untold).isNull();
    }
  }

  private static String named(String drawn, String column, String other) {
    return drawn.replace("COLUMN", column).replace("OTHER", other);
  }

  private static void add(TableRows rows, String name, String written) {
    String[] parts = written.split(" ", -1);
    rows.row(
        "session_id",
        parts[0] + "@" + name,
        "user_id",
        parts[1] + "@" + name,
        "prompt_pattern",
        parts[2].equals("-") ? null : parts[2] + "@" + name,
        "started_at",
        "2026-03-%02dT10:00:00Z".formatted(Integer.parseInt(parts[3])),
        "as_of_date",
        "2026-03-%02d".formatted(Integer.parseInt(parts[4])));
  }

  /** The rows as of the 20th by session. */
  private static Map<String, Row> added(TableRows rows, TableRows earlier) {
    return added(rows, earlier, Spans.all());
  }

  private static Map<String, Row> added(TableRows rows, TableRows earlier, Dataset<Row> spans) {
    Dataset<Row> given = rows.dataset().drop(ADDED);
    Map<String, Row> added = new LinkedHashMap<>();
    long all = 0;
    for (Row row :
        SharedPatterns.add(given, earlier.dataset(), spans, WINDOW_DAYS).collectAsList()) {
      all++;
      if (row.getAs("as_of_date").toString().equals("2026-03-20")) {
        added.put(row.getAs("session_id"), row);
      }
    }
    assertThat(all).isEqualTo(given.count());
    return added;
  }
}
