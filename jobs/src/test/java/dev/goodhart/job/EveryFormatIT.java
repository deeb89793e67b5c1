package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.lake.Days;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.RejectedRecords;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.FirstLandings;
import dev.goodhart.session.SessionStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One organisation, told in every usage format at once: each format comes to the truth, to the last
 * token, and all of them together come to it once.
 */
class EveryFormatIT extends SparkTest {
  private static final Set<String> FORMATS =
      Set.of(
          "claude_code_otlp",
          "claude_code_transcript",
          "codex_rollout",
          "litellm",
          "otel_genai",
          "usage_event");
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int DAYS = 5;

  private static TestRun run;
  private static Map<String, Figures> truth;

  /** What a session came to; tokens in the order of the columns. */
  private record Figures(
      long calls, long input, long cacheRead, long cacheWrite, long output, double usd) {
    static Figures of(Row row) {
      return new Figures(
          row.<Long>getAs("calls"),
          row.<Long>getAs("input_tokens"),
          row.<Long>getAs("cache_read_tokens"),
          row.<Long>getAs("cache_write_tokens"),
          row.<Long>getAs("output_tokens"),
          row.<Double>getAs("cost_usd"));
    }

    /** As a format sees it that takes what is written to a cache for any other input. */
    Figures withoutCacheWrites() {
      return new Figures(calls, input + cacheWrite, cacheRead, 0, output, 0);
    }

    Figures unpriced() {
      return new Figures(calls, input, cacheRead, cacheWrite, output, 0);
    }
  }

  @BeforeAll
  static void readEveryFormat(@TempDir Path folder) throws IOException {
    Organisation.write(
        SampleOptions.defaults().withSize(5, DAYS).withSeed(11).withFormats(FORMATS),
        folder.resolve("raw"),
        folder.resolve("truth.csv"),
        line -> {});
    truth = truth(folder.resolve("truth.csv"));
    run = new TestRun(folder.resolve("raw").toString(), folder.resolve("lake").toString());
    run.run(List.of(new IngestJob(), new SessionJob()), new Days(FIRST, FIRST.plusDays(DAYS)));
  }

  static Set<String> formats() {
    return FORMATS;
  }

  @ParameterizedTest
  @MethodSource("formats")
  void shouldComeToTheTruthInEachFormat(String format) {
    Map<String, Figures> told = told(run.read(UsageEvents.TABLE), format);
    boolean countsCacheWrites = !format.equals("codex_rollout");
    Function<Figures, Figures> asFormat =
        countsCacheWrites ? Figures::unpriced : Figures::withoutCacheWrites;

    assertThat(mapped(told, Figures::unpriced)).isEqualTo(mapped(truth, asFormat));
    if (countsCacheWrites) {
      // A source that reports no cost is priced; the truth rounds each call to a millionth.
      told.forEach(
          (session, figures) ->
              assertThat(figures.usd)
                  .as(session)
                  .isCloseTo(truth.get(session).usd, Offset.offset(1e-6 + figures.calls * 0.5e-6)));
    }
  }

  @Test
  void shouldComeToTheTruthOnceInAllOfThem() {
    Dataset<Row> sessions = run.read(Sessions.TABLE).where(col("calls").gt(0));

    assertThat(mapped(figures(sessions), Figures::unpriced))
        .isEqualTo(mapped(truth, Figures::unpriced));
    assertThat(sessions.select("source").distinct().as(Encoders.STRING()).collectAsList())
        .containsExactly("claude_code_otlp");
  }

  @Test
  void shouldReadEveryRecordAndAddUp() {
    assertThat(run.read(RejectedRecords.TABLE).count()).isZero();
    assertThat(run.findings()).isEmpty();
  }

  private static Map<String, Figures> told(Dataset<Row> events, String source) {
    Dataset<Row> own = FirstLandings.bySession(events.where(col("source").equalTo(source)));
    return figures(
        SessionStates.summarise(own.withColumn("state_date", lit(Date.valueOf(FIRST))))
            .where(col("calls").gt(0)));
  }

  private static Map<String, Figures> figures(Dataset<Row> sessions) {
    return sessions.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("session_id"), Figures::of));
  }

  private static Map<String, Figures> mapped(
      Map<String, Figures> figures, Function<Figures, Figures> change) {
    Map<String, Figures> mapped = new TreeMap<>();
    figures.forEach((session, figure) -> mapped.put(session, change.apply(figure)));
    return mapped;
  }

  private static Map<String, Figures> truth(Path csv) throws IOException {
    Map<String, Figures> truth = new TreeMap<>();
    for (String line : Files.readAllLines(csv).stream().skip(1).toList()) {
      String[] fields = line.split(",", -1);
      long calls = Long.parseLong(fields[7]);
      if (calls > 0) {
        truth.put(
            fields[0],
            new Figures(
                calls,
                Long.parseLong(fields[8]),
                Long.parseLong(fields[9]),
                Long.parseLong(fields[10]),
                Long.parseLong(fields[11]),
                Double.parseDouble(fields[6])));
      }
    }
    return truth;
  }
}
