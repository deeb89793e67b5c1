package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class PersonDaySumsTest extends SparkTest {
  @Test
  void shouldSumAPersonsLandingDayInEachSource() {
    assertRows(
        PersonDaySums.of(
            events(
                """
                user_id | landed_date | source | session_id | event_id | event_time        | team | kind       | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | cost_usd
                ada     | 2026-01-05  | cc     | s1         | a        | 2026-01-05T10:00Z | blue | model_call | 1            | 10                | 100                | 1000          | 0.1
                ada     | 2026-01-05  | cc     | s1         | b        | 2026-01-05T10:01Z | -    | model_call | 2            | -                 | -                  | -             | 0.2
                ada     | 2026-01-05  | cc     | s2         | c        | 2026-01-05T11:00Z | red  | prompt     | -            | -                 | -                  | -             | -
                ada     | 2026-01-05  | cc     | s2         | d        | 2026-01-05T12:00Z | -    | tool_call  | -            | -                 | -                  | -             | -
                ada     | 2026-01-05  | litellm | s3         | e        | 2026-01-05T10:00Z | -    | model_call | 4            | -                 | -                  | -             | -
                ada     | 2026-01-06  | cc     | s1         | f        | 2026-01-05T10:02Z | blue | model_call | 8            | -                 | -                  | -             | -
                bob     | 2026-01-05  | cc     | s1         | g        | 2026-01-05T10:00Z | red  | error      | -            | -                 | -                  | -             | -
                ada     | 2026-01-05  | cc     | -          | h        | 2026-01-05T10:00Z | -    | model_call | 16           | -                 | -                  | -             | 5.0
                """)),
        """
        user_id | landed_date | source  | team | sessions | events | calls | prompts | tool_calls | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | cost_usd
        ada     | 2026-01-05  | cc      | red  | 2        | 4      | 2     | 1       | 1          | 3            | 10                | 100                | 1000          | 0.3
        ada     | 2026-01-05  | litellm | -    | 1        | 1      | 1     | 0       | 0          | 4            | 0                 | 0                  | 0             | 0.0
        ada     | 2026-01-06  | cc      | blue | 1        | 1      | 1     | 0       | 0          | 8            | 0                 | 0                  | 0             | 0.0
        bob     | 2026-01-05  | cc      | red  | 1        | 1      | 0     | 0       | 0          | 0            | 0                 | 0                  | 0             | 0.0
        """);
  }

  @Test
  void shouldDrawHistogramsOfSessionPartsGapsAndHours() {
    // Given: on the first day three calls and a prompt of one session and a prompt of another; on
    // the second one call more, whose distance to the calls of the day before is no gap.
    Dataset<Row> days =
        PersonDaySums.of(
            events(
                """
                user_id | landed_date | source | session_id | event_id | event_time           | kind       | input_tokens | cost_usd
                ada     | 2026-01-05  | cc     | s1         | a        | 2026-01-05T10:00:00Z | prompt     | -            | -
                ada     | 2026-01-05  | cc     | s1         | b        | 2026-01-05T10:00:05Z | model_call | 1            | 0.0001
                ada     | 2026-01-05  | cc     | s1         | c        | 2026-01-05T10:00:05Z | model_call | 1            | 0.0002
                ada     | 2026-01-05  | cc     | s1         | d        | 2026-01-05T10:00:12Z | model_call | 1            | -
                ada     | 2026-01-05  | cc     | s2         | e        | 2026-01-05T23:59:59Z | prompt     | -            | -
                ada     | 2026-01-06  | cc     | s1         | f        | 2026-01-05T10:01:00Z | model_call | 6            | -
                """));

    // Then
    assertThat(bins(days, "2026-01-05", "calls_histogram")).isEqualTo(Map.of(0, 1L, 2, 1L));
    assertThat(bins(days, "2026-01-05", "tokens_histogram")).isEqualTo(Map.of(0, 1L, 2, 1L));
    assertThat(bins(days, "2026-01-05", "cost_histogram")).isEqualTo(Map.of(0, 1L, 2, 1L));
    assertThat(bins(days, "2026-01-05", "prompts_histogram")).isEqualTo(Map.of(1, 2L));
    assertThat(bins(days, "2026-01-05", "gap_histogram")).isEqualTo(Map.of(0, 1L, 3, 1L));
    assertThat(bins(days, "2026-01-05", "hour_histogram")).isEqualTo(Map.of(10, 4L, 23, 1L));
    assertThat(bins(days, "2026-01-06", "calls_histogram")).isEqualTo(Map.of(1, 1L));
    assertThat(bins(days, "2026-01-06", "tokens_histogram")).isEqualTo(Map.of(2, 1L));
    assertThat(bins(days, "2026-01-06", "gap_histogram")).isEmpty();
  }

  @Test
  void shouldHaveTheSameBinsWhetherFullOrEmpty() {
    assertRows(
        PersonDaySums.of(
                events(
                    """
                    user_id | landed_date | source | session_id | event_time        | kind
                    ada     | 2026-01-05  | cc     | s1         | 2026-01-05T10:00Z | prompt
                    """))
            .select(
                expr("size(calls_histogram)").as("calls"),
                expr("size(gap_histogram)").as("gaps"),
                expr("size(hour_histogram)").as("hours")),
        """
        calls | gaps | hours
        40    | 40   | 24
        """);
  }

  @Test
  void shouldPutEachValueIntoTheBinOfItsPowerOfTwo() {
    // Given: the least and the greatest whole value of each bin, and what lies beyond the last.
    TableRows values =
        TableRows.of(new StructType().add("value", "double").add("expected", "int"))
            .row("value", null, "expected", null)
            .row("value", 0.5, "expected", 0)
            .row("value", Math.pow(2, 45), "expected", PersonDaySums.BINS - 1);
    for (int bin = 0; bin < PersonDaySums.BINS; bin++) {
      values
          .row("value", Math.pow(2, bin) - 1, "expected", bin)
          .row("value", Math.pow(2, bin + 1) - 2, "expected", bin);
    }

    // When
    Dataset<Row> misplaced =
        values
            .dataset()
            .withColumn("bin", PersonDaySums.bin(col("value")))
            .where(col("bin").eqNullSafe(col("expected")).equalTo(false));

    // Then
    assertThat(misplaced.collectAsList()).isEmpty();
  }

  /** The bins that hold something. */
  private static Map<Integer, Long> bins(Dataset<Row> days, String day, String histogram) {
    List<Long> counts =
        days.where(col("landed_date").equalTo(day)).select(histogram).head().getList(0);
    Map<Integer, Long> bins = new TreeMap<>();
    for (int bin = 0; bin < counts.size(); bin++) {
      if (counts.get(bin) > 0) {
        bins.put(bin, counts.get(bin));
      }
    }
    return bins;
  }

  private static Dataset<Row> events(String drawn) {
    return TableRows.of(UsageEvents.TABLE).rows(drawn).dataset();
  }
}
