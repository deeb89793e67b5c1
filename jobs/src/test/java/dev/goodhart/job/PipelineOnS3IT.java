package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.Fault;
import dev.goodhart.FaultyS3;
import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.Torture;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Raw logs and lake on an S3 server: the same tables as from folders, and a run repeats there, also
 * while requests fail. In the long form new lakes are made while one fault or another strikes.
 */
class PipelineOnS3IT {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final Days DAYS = new Days(FIRST, FIRST.plusDays(3));
  private static final int FAILS_ONE_IN = 20;
  private static final int LISTS_FAIL_ONE_IN = 5;

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
    AWSClientConfig.setMinimumOperationDuration(TIME_OUT);
    Map<String, String> settings = new TreeMap<>(faulty.hadoopSettings());
    settings.put("fs.s3a.connection.timeout", TIME_OUT.toMillis() + "ms");
    s3 = S3Session.open(settings);
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    AWSClientConfig.resetMinimumOperationDuration();
    faulty.close();
    server.close();
  }

  @Test
  void shouldLeaveTheTablesThatFoldersGive() throws IOException {
    // Given
    Path raw = folder.resolve("raw");
    Organisation.write(
        SampleOptions.defaults().withSize(4, 3).withSeed(5),
        raw,
        folder.resolve("truth.csv"),
        line -> {});
    FileSystem bucket = s3.bucket();
    bucket.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(raw.toUri()),
        new org.apache.hadoop.fs.Path(server.address("raw")));
    TestRun here = new TestRun(raw.toString(), folder.resolve("lake").toString());
    TestRun there = new TestRun(server.address("raw"), server.address("lake"));

    // When
    here.run(Pipeline.JOBS, DAYS);
    there.run(Pipeline.JOBS, DAYS);
    runInTrouble(there, FAILS_ONE_IN, Fault.values());

    // Then
    assertThat(there.rows(SessionScores.TABLE)).isNotEmpty();
    assertEqualLakes(there, here);
    assertThat(
            bucket.exists(new org.apache.hadoop.fs.Path(server.address("lake/report/index.html"))))
        .isTrue();
    if (Torture.isLong()) {
      for (Fault fault : Fault.values()) {
        TestRun alone = new TestRun(server.address("raw"), server.address("lake-" + fault));
        runInTrouble(
            alone, fault == Fault.THROTTLED_LIST ? LISTS_FAIL_ONE_IN : FAILS_ONE_IN, fault);
        assertEqualLakes(alone, here);
      }
    }
  }

  private static void runInTrouble(TestRun run, int oneIn, Fault... faults) {
    faulty.failOneIn(oneIn, List.of(faults));
    try {
      run.run(Pipeline.JOBS, DAYS);
    } finally {
      faulty.heal();
    }
    Map<Fault, Integer> injected = faulty.injected();
    Torture.progress("equal lakes wanted in spite of " + injected);
    assertThat(injected).containsOnlyKeys(faults);
  }

  private static void assertEqualLakes(TestRun given, TestRun wanted) {
    for (Table table : Tables.ALL) {
      if (!table.layer().equals("ops")) {
        assertThat(given.rows(table)).as(table.fullName()).isEqualTo(wanted.rows(table));
      }
    }
  }
}
