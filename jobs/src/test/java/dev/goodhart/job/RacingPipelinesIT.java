package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.SparkTest;
import dev.goodhart.Torture;
import dev.goodhart.cli.GoodhartProcess;
import dev.goodhart.cli.GoodhartProcess.Ended;
import dev.goodhart.cli.GoodhartProcess.Running;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.JobRuns;
import dev.goodhart.schema.Tables;
import dev.goodhart.schema.UsageEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two pipelines started at once on one lake on S3: one waits for the other, and the tables are
 * those of the same runs one after the other, undisturbed.
 */
class RacingPipelinesIT {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int ROUNDS = 20;
  private static final String PATIENT = "lake.lease_wait_seconds=600";

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
    return IntStream.range(0, Torture.isLong() ? ROUNDS : 1)
        .mapToObj(round -> new Round(round + 1, SHARES.get(round % SHARES.size())));
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
    s3.bucket()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(raw.toUri()),
            new org.apache.hadoop.fs.Path(bucket + "/raw"));

    // When
    Running one = start("one", bucket, round.shares().one());
    if (Torture.isLong()) {
      Running other = start("other", bucket, round.shares().other());
      assertSucceeded(other.end());
    } else {
      // A process less to warm up: once the first has the lake, this one comes to wait for it.
      awaitFirstJob(one);
      new TestRun(bucket + "/raw", bucket + "/lake", PATIENT)
          .run(Pipeline.JOBS, round.shares().other());
    }
    assertSucceeded(one.end());

    // Then
    TestRun raced = new TestRun(bucket + "/raw", bucket + "/lake");
    List<Days> order = order(raced, round.shares());
    TestRun undisturbed = new TestRun(raw.toString(), folder.resolve("lake").toString());
    order.forEach(days -> undisturbed.run(Pipeline.JOBS, days));
    assertThat(sessionsOfSeveralDays(raced)).as("sessions that both touch").isPositive();
    for (Table table : Tables.ALL) {
      if (!table.layer().equals("ops")) {
        assertThat(raced.rows(table)).as(table.fullName()).isEqualTo(undisturbed.rows(table));
      }
    }
    Torture.progress(round + ": equal to the runs over " + order);
  }

  private static void assertSucceeded(Ended ended) {
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
  }

  private static void awaitFirstJob(Running running) throws IOException {
    while (running.out().isEmpty() && running.process().isAlive()) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private Running start(String name, String bucket, Days days) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "pipeline",
                "--raw",
                bucket + "/raw",
                "--lake",
                bucket + "/lake",
                "--from",
                days.from().toString(),
                "--to",
                days.to().toString(),
                "--set",
                PATIENT));
    SparkTest.FOR_FEW_ROWS.forEach(setting -> command.addAll(List.of("--set", setting)));
    server
        .sparkSettings()
        .forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    return new GoodhartProcess(Files.createDirectories(folder.resolve(name)))
        .start(TestRun.KEY, command);
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

  private static long sessionsOfSeveralDays(TestRun run) {
    return run.read(UsageEvents.TABLE)
        .groupBy("session_id")
        .agg(functions.countDistinct("landed_date").as("days"))
        .where("days > 1")
        .count();
  }

  private static Days days(int from, int to) {
    return new Days(FIRST.plusDays(from), FIRST.plusDays(to));
  }
}
