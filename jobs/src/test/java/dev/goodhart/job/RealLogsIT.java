package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.lake.Days;
import dev.goodhart.privacy.Secrets;
import dev.goodhart.privacy.Secrets.Kind;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.UsageEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way on the real logs of data-samples, with the counts that its README states. */
class RealLogsIT {
  private static final Path RAW = Path.of("../data-samples/real");

  private static Path lake;
  private static TestRun run;

  @BeforeAll
  static void runPipeline(@TempDir Path folder) {
    lake = folder.resolve("lake");
    run = new TestRun(RAW.toString(), lake.toString());
    run.run(Pipeline.JOBS, new Days(LocalDate.of(2026, 1, 3), LocalDate.of(2026, 2, 17)));
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
