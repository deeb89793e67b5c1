package dev.goodhart.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.schema.SessionFeatures;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PatternsTest extends SparkTest {
  private static final int WINDOW_DAYS = 14;
  private static final int MIN_CALLS = 5;

  /**
   * Another session's row is written {@code session person prompt calls ended as-of}, days of one
   * month. The session in question is ann's, says hi with 2 calls, and is seen as of the 20th.
   */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "patterns.csv", numLinesToSkip = 1)
  void shouldAddUpShortSessionsOfOnePattern(String tests, String others, long expected) {
    TableRows earlier = TableRows.of(SessionFeatures.TABLE);
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    add(rows, "s ann hi 2 20 20");
    for (String other : others == null ? new String[0] : others.split("; ", -1)) {
      boolean sameRun = Integer.parseInt(other.substring(other.lastIndexOf(' ') + 1)) >= 20;
      add(sameRun ? rows : earlier, other);
    }

    assertThat(patternCalls(rows, earlier, "s")).as(tests).isEqualTo(expected);
  }

  @Test
  void shouldComeToTheSameWhicheverRunHoldsTheOthers() {
    TableRows one = TableRows.of(SessionFeatures.TABLE);
    add(one, "s ann hi 2 20 20");
    add(one, "t ann hi 2 10 10");
    add(one, "t ann hi 3 10 24");

    assertThat(patternCalls(one, TableRows.of(SessionFeatures.TABLE), "s")).isEqualTo(4);
  }

  @Test
  void shouldAddNothingToALongSession() {
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    add(rows, "s ann hi 7 20 20");
    add(rows, "t ann hi 2 20 20");

    assertThat(patternCalls(rows, TableRows.of(SessionFeatures.TABLE), "s")).isEqualTo(7);
  }

  @Test
  void shouldAddUpTheOthersOfASessionThatIsItselfOlderThanTheWindow() {
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    add(rows, "s ann hi 2 5 20");
    add(rows, "t ann hi 3 6 20");
    add(rows, "u ann hi 4 5 20");

    assertThat(patternCalls(rows, TableRows.of(SessionFeatures.TABLE), "s")).isEqualTo(5);
    assertThat(patternCalls(rows, TableRows.of(SessionFeatures.TABLE), "t")).isEqualTo(3);
  }

  @Test
  void shouldAddNothingWherePromptOrPersonIsNotKnown() {
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    add(rows, "s ann - 2 20 20");
    add(rows, "t ann - 2 20 20");
    add(rows, "u " + Pseudonyms.UNKNOWN_PERSON + " hi 2 20 20");
    add(rows, "v " + Pseudonyms.UNKNOWN_PERSON + " hi 2 20 20");
    TableRows earlier = TableRows.of(SessionFeatures.TABLE);

    assertThat(patternCalls(rows, earlier, "s")).isEqualTo(2);
    assertThat(patternCalls(rows, earlier, "u")).isEqualTo(2);
  }

  @Test
  void shouldAddNothingOfASessionThatAnotherTellsTheSameAs() {
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    add(rows, "s ann hi 2 20 20");
    TableRows earlier = TableRows.of(SessionFeatures.TABLE);
    add(earlier, "t ann hi 3 10 10");

    assertThat(patternCalls(rows, earlier, Spans.without("t", "2026-03-21"), "s")).isEqualTo(5);
    assertThat(patternCalls(rows, earlier, Spans.without("t", "2026-03-20"), "s")).isEqualTo(2);
  }

  private static void add(TableRows rows, String written) {
    String[] parts = written.split(" ", -1);
    rows.row(
        "session_id",
        parts[0],
        "user_id",
        parts[1],
        "prompt_pattern",
        parts[2].equals("-") ? null : parts[2],
        "calls",
        Integer.parseInt(parts[3]),
        "ended_at",
        "2026-03-%02dT10:00:00Z".formatted(Integer.parseInt(parts[4])),
        "as_of_date",
        "2026-03-%02d".formatted(Integer.parseInt(parts[5])));
  }

  private static long patternCalls(TableRows rows, TableRows earlier, String session) {
    return patternCalls(rows, earlier, Spans.all(), session);
  }

  private static long patternCalls(
      TableRows rows, TableRows earlier, Dataset<Row> spans, String session) {
    Dataset<Row> given = rows.dataset().drop("pattern_calls");
    Dataset<Row> added = Patterns.add(given, earlier.dataset(), spans, WINDOW_DAYS, MIN_CALLS);
    assertThat(added.count()).isEqualTo(given.count());
    return added
        .where("session_id = '" + session + "' and as_of_date = '2026-03-20'")
        .head()
        .<Long>getAs("pattern_calls");
  }
}
