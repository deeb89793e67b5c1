package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.Torture;
import dev.goodhart.damage.DamagedLogs;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.privacy.Secrets;
import dev.goodhart.privacy.Secrets.Kind;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.RejectedRecords;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.UsageEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on the real logs of data-samples, with the counts that its README states. */
class RealLogsIT extends SparkTest {
  private static final Path RAW = Path.of("../data-samples/real");
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 3);

  /** The last log landed on 16 February, and damaged ones land up to eight days later. */
  private static final Days DAYS = new Days(FIRST, LocalDate.of(2026, 2, 25));

  private static final long SEED = 29;

  private static Path lake;
  private static TestRun run;

  @BeforeAll
  static void runPipeline(@TempDir Path folder) {
    lake = folder.resolve("lake");
    run = new TestRun(RAW.toString(), lake.toString());
    run.run(Pipeline.JOBS, new Days(FIRST, LocalDate.of(2026, 2, 17)));
  }

  @Test
  void shouldKeepEachEventOnceWithItsTokens() {
    Row totals =
        run.read(UsageEvents.TABLE)
            .agg(
                count(lit(1)),
                countDistinct("event_id"),
                countDistinct("session_id"),
                sum("input_tokens"),
                sum("cache_read_tokens"),
                sum("cache_write_tokens"),
                sum("output_tokens"))
            .head();

    assertThat(totals.toSeq().mkString(" "))
        .isEqualTo("41811 41811 273 385047 1759735602 77892141 1868171");
  }

  @Test
  void shouldAddUpSessionsToTheSameTokens() {
    Row totals =
        run.read(Sessions.TABLE)
            .agg(
                count(lit(1)),
                sum("events"),
                sum("calls"),
                sum("input_tokens"),
                sum("cache_read_tokens"),
                sum("cache_write_tokens"),
                sum("output_tokens"))
            .head();

    assertThat(totals.toSeq().mkString(" "))
        .isEqualTo("273 41811 19206 385047 1759735602 77892141 1868171");
  }

  @Test
  void shouldLinkByBranchExactlyTheSessionsThatNameAHeadBranch() {
    var byBranch = run.read(SessionTasks.TABLE).where(col("method").equalTo("branch"));
    var merged =
        byBranch.join(
            run.read(Tasks.TABLE).where(col("state").isin("merged", "reverted")), "task_key");

    assertThat(byBranch.select("session_id").distinct().count()).isEqualTo(224);
    assertThat(merged.select("session_id").distinct().count()).isEqualTo(184);
  }

  @Test
  void shouldFlagNobodyWithoutReviews() {
    var scores = run.read(SessionScores.TABLE);

    assertThat(scores.count()).isEqualTo(273);
    assertThat(scores.where(col("band").notEqual("insufficient_evidence")).count()).isZero();
  }

  @Test
  void shouldKeepTheSameWhenTheLogsAreDamaged(@TempDir Path folder) throws IOException {
    // Given
    int brokenLines = Torture.isLong() ? 100_000 : 2_000;
    Path raw = folder.resolve("raw");
    DamagedLogs.Expected expected = DamagedLogs.write(RAW, raw, brokenLines, SEED);

    // When
    TestRun damaged =
        new TestRun(
            raw.toString(),
            folder.resolve("lake").toString(),
            "ingest.max_line_bytes=" + DamagedLogs.MAX_LINE_BYTES,
            "ingest.max_reject_share=1");
    damaged.run(List.of(new IngestJob(), new SessionJob()), DAYS);

    // Then
    assertThat(expected.lines()).hasSize(brokenLines);
    for (Table table : List.of(UsageEvents.TABLE, OutcomeEvents.TABLE, Sessions.TABLE)) {
      assertThat(regardlessOfLanding(damaged, table))
          .as(table.fullName())
          .isEqualTo(regardlessOfLanding(run, table));
    }
    Dataset<Row> rejected = damaged.read(RejectedRecords.TABLE);
    Column cut = col("reason").equalTo("file_truncated");
    Column line =
        concat_ws(" ", concat_ws(":", col("source_file"), col("line_number")), col("reason"));
    assertThat(texts(rejected.where(not(cut)).select(line)))
        .containsExactlyInAnyOrderElementsOf(expected.lines());
    assertThat(texts(rejected.where(cut).select(concat_ws(" ", col("source_file"), col("reason")))))
        .containsExactlyInAnyOrderElementsOf(expected.files());
    assertThat(damaged.findings()).isEmpty();
  }

  /** Rows without the days on which, and the files in which, they landed. */
  private static Set<String> regardlessOfLanding(TestRun run, Table table) {
    Dataset<Row> rows = run.read(table).drop("landed_date", "landed_dates", "source_file");
    return Set.copyOf(texts(rows.distinct().select(to_json(struct(col("*"))))));
  }

  private static List<String> texts(Dataset<Row> column) {
    return column.as(Encoders.STRING()).collectAsList();
  }

  @Test
  void shouldAddUp() {
    assertThat(run.findings()).isEmpty();
  }

  @Test
  void shouldKeepNothingThatNamesOrQuotesAPerson() throws IOException {
    Secrets secrets = Secrets.of(RAW);

    assertThat(secrets.of(Kind.BRANCH)).isNotEmpty();
    assertThat(secrets.of(Kind.LOGIN)).isNotEmpty();
    assertThat(secrets.below(lake)).isEmpty();
  }
}
