package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.Fault;
import dev.goodhart.FaultyS3;
import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.SparkTest;
import dev.goodhart.Torture;
import dev.goodhart.lake.Days;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.SessionScores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Raw logs and lake on an S3 server: the same tables as from folders, though two runs want the lake
 * at once and share days and sessions, the first of them is killed half-way, and requests of the
 * other fail. In the long form new lakes are made while one fault or another strikes; killed and
 * racing runs have long forms of their own.
 */
class PipelineOnS3IT extends SparkTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final Days DAYS = new Days(FIRST, FIRST.plusDays(2));

  /** What another run takes at the same time. */
  private static final Days EARLIER = new Days(FIRST, FIRST.plusDays(1));

  private static final int FAILS_ONE_IN = 20;
  private static final int LISTS_FAIL_ONE_IN = 5;

  private static final long MILLIS_INTO_SESSIONS = 2_000;

  /** A holder of the lake that is dead is waited for no longer. */
  private static final String SHORT_LEASE = "lake.lease_stale_seconds=10";

  /** A store that does not answer is waited for no longer; the rest is as a run has it. */
  private static final Duration TIME_OUT = Duration.ofSeconds(1);

  @TempDir private static Path folder;
  private static S3Server server;
  private static FaultyS3 faulty;
  private static S3Session s3;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    faulty = FaultyS3.inFrontOf(server);
    s3 = S3Session.open(faulty.hadoopSettings(), TIME_OUT);
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    faulty.close();
    server.close();
  }

  @Test
  void shouldLeaveTheTablesThatFoldersGive() throws IOException {
    // Given
    Path raw = written(folder.resolve("organisation"));
    String root = server.address("organisation");
    s3.upload(raw, root + "/raw");
    TestRun here = new TestRun(raw.toString(), folder.resolve("lake").toString());
    TestRun there = new TestRun(root + "/raw", root + "/lake", SHORT_LEASE);

    // When
    here.run(Pipeline.JOBS, DAYS);
    PipelineProcess other =
        PipelineProcess.start(folder.resolve("other"), server, root, EARLIER, SHORT_LEASE);
    other.awaitFirstJob();
    CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(() -> killInSessions(other));
    runInTrouble(there, DAYS, FAILS_ONE_IN, Fault.values());

    // Then
    assertThat(killed.join()).isTrue();
    Map<String, List<Row>> wanted = here.rows();
    assertThat(wanted.get(SessionScores.TABLE.fullName())).isNotEmpty();
    assertThat(here.sessionsOfSeveralDays()).isPositive();
    there.assertHas(wanted);
    assertThat(s3.bucket().exists(new org.apache.hadoop.fs.Path(root + "/lake/report/index.html")))
        .isTrue();
  }

  @Test
  @EnabledIf("dev.goodhart.Torture#isLong")
  void shouldLeaveTheTablesThatFoldersGiveWhereOneFaultStrikes() throws IOException {
    // Given
    Path raw = written(folder.resolve("faults"));
    String root = server.address("faults");
    s3.upload(raw, root + "/raw");
    TestRun here = new TestRun(raw.toString(), folder.resolve("lake-of-two-runs").toString());
    here.run(Pipeline.JOBS, EARLIER);
    here.run(Pipeline.JOBS, DAYS);
    Map<String, List<Row>> wanted = here.rows();

    for (Fault fault : Fault.values()) {
      // When
      TestRun there = new TestRun(root + "/raw", root + "/lake-" + fault);
      int oneIn = fault == Fault.THROTTLED_LIST ? LISTS_FAIL_ONE_IN : FAILS_ONE_IN;
      runInTrouble(there, EARLIER, oneIn, fault);
      runInTrouble(there, DAYS, oneIn, fault);

      // Then
      there.assertHas(wanted);
    }
  }

  private static Path written(Path place) throws IOException {
    Path raw = place.resolve("raw");
    Organisation.write(
        SampleOptions.defaults().withSize(2, 2).withSeed(5),
        raw,
        place.resolve("truth.csv"),
        line -> {});
    return raw;
  }

  private static boolean killInSessions(PipelineProcess process) {
    try {
      process.awaitJob(new SessionJob());
      return process.killIn(MILLIS_INTO_SESSIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void runInTrouble(TestRun run, Days days, int oneIn, Fault... faults) {
    faulty.failOneIn(oneIn, List.of(faults));
    try {
      run.run(Pipeline.JOBS, days);
    } finally {
      faulty.heal();
    }
    Map<Fault, Integer> injected = faulty.injected();
    Torture.progress("ran in spite of " + injected);
    assertThat(injected).containsOnlyKeys(faults);
  }
}
