package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.SparkTest;
import dev.goodhart.Torture;
import dev.goodhart.lake.Days;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.JobRuns;
import dev.goodhart.schema.UsageEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two pipelines started at once on one lake on S3: one waits for the other, and the tables are
 * those of the same runs one after the other, undisturbed.
 */
@EnabledIf("dev.goodhart.Torture#isLong")
class RacingPipelinesIT extends SparkTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int ROUNDS = 20;

  /** What each of the two takes. Sessions reach over the days, so both have work on the same. */
  private record Shares(Days one, Days other) {}

  private static final List<Shares> SHARES =
      List.of(
          new Shares(days(0, 2), days(1, 3)),
          new Shares(days(0, 2), days(0, 2)),
          new Shares(days(0, 1), days(1, 2)));

  private record Round(int seed, Shares shares) {}

  private static S3Server server;
  private static S3Session s3;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    s3 = S3Session.open(server.hadoopSettings());
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    server.close();
  }

  private static Stream<Round> rounds() {
    return Torture.seeds(ROUNDS)
        .mapToObj(seed -> new Round(seed, SHARES.get(seed % SHARES.size())));
  }

  @AfterEach
  void forgetTheLakesOfTheRound() {
    forgetLakes();
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void shouldLeaveWhatTheSameRunsLeaveOneAfterTheOther(Round round) throws IOException {
    // Given
    Path raw = folder.resolve("raw");
    Organisation.write(
        SampleOptions.defaults().withSize(2, 3).withSeed(round.seed()),
        raw,
        folder.resolve("truth.csv"),
        line -> {});
    String bucket = server.address("round-" + round.seed());
    s3.upload(raw, bucket + "/raw");

    // When
    PipelineProcess one =
        PipelineProcess.start(
            folder.resolve("one"), server, bucket, round.shares().one(), PipelineProcess.PATIENT);
    PipelineProcess other =
        PipelineProcess.start(
            folder.resolve("other"),
            server,
            bucket,
            round.shares().other(),
            PipelineProcess.PATIENT);
    one.succeed();
    other.succeed();

    // Then
    TestRun raced = new TestRun(bucket + "/raw", bucket + "/lake");
    List<Days> order = order(raced, round.shares());
    TestRun undisturbed = new TestRun(raw.toString(), folder.resolve("lake").toString());
    order.forEach(days -> undisturbed.run(Pipeline.JOBS, days));
    assertThat(sessionsThatBothTouch(raced, round.shares())).isPositive();
    raced.assertHas(undisturbed.rows());
    Torture.progress(round + ": equal to the runs over " + order);
  }

  private static long sessionsThatBothTouch(TestRun raced, Shares shares) {
    return landed(raced, shares.one()).intersect(landed(raced, shares.other())).count();
  }

  /** Sessions of which something landed within the days. */
  private static Dataset<Row> landed(TestRun raced, Days days) {
    return raced
        .read(UsageEvents.TABLE)
        .filter(col("landed_date").geq(days.from()).and(col("landed_date").lt(days.to())))
        .select("session_id");
  }

  /** The runs in the order in which they had the lake, each of them by itself. */
  private static List<Days> order(TestRun raced, Shares shares) {
    List<Row> runs =
        raced
            .read(JobRuns.TABLE)
            .orderBy("started_at")
            .select("job", "from_date", "to_date")
            .collectAsList();
    int jobs = Pipeline.JOBS.size();
    assertThat(runs).hasSize(2 * jobs);
    for (int run = 0; run < runs.size(); run++) {
      assertThat(runs.get(run).getString(0)).isEqualTo(Pipeline.JOBS.get(run % jobs).name());
    }
    LocalDate first = runs.get(0).getDate(1).toLocalDate();
    return first.equals(shares.one().from())
        ? List.of(shares.one(), shares.other())
        : List.of(shares.other(), shares.one());
  }

  private static Days days(int from, int to) {
    return new Days(FIRST.plusDays(from), FIRST.plusDays(to));
  }
}
