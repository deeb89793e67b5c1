package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.S3Server;
import dev.goodhart.SparkTest;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Raw logs and lake on an S3 server: the same tables as from folders, and a run repeats there. */
class PipelineOnS3IT {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final Days DAYS = new Days(FIRST, FIRST.plusDays(3));

  private static S3Server server;
  private static FileSystem bucket;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    Configuration shared = SparkTest.session().sparkContext().hadoopConfiguration();
    server.hadoopSettings().forEach(shared::set);
    bucket =
        FileSystem.get(
            new org.apache.hadoop.fs.Path(server.address("")).toUri(),
            SparkTest.session().sessionState().newHadoopConf());
  }

  @AfterAll
  static void stop() throws IOException {
    // The next test's server has another port.
    bucket.close();
    Configuration shared = SparkTest.session().sparkContext().hadoopConfiguration();
    server.hadoopSettings().keySet().forEach(shared::unset);
    server.close();
  }

  @Test
  void shouldLeaveTheTablesThatFoldersGive(@TempDir Path folder) throws IOException {
    // Given
    Path raw = folder.resolve("raw");
    Organisation.write(
        SampleOptions.defaults().withSize(4, 3).withSeed(5),
        raw,
        folder.resolve("truth.csv"),
        line -> {});
    bucket.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(raw.toUri()),
        new org.apache.hadoop.fs.Path(server.address("raw")));
    TestRun here = new TestRun(raw.toString(), folder.resolve("lake").toString());
    TestRun there = new TestRun(server.address("raw"), server.address("lake"));

    // When
    here.run(Pipeline.JOBS, DAYS);
    there.run(Pipeline.JOBS, DAYS);
    there.run(Pipeline.JOBS, DAYS);

    // Then
    assertThat(there.rows(SessionScores.TABLE)).isNotEmpty();
    for (Table table : Tables.ALL) {
      if (!table.layer().equals("ops")) {
        assertThat(there.rows(table)).as(table.fullName()).isEqualTo(here.rows(table));
      }
    }
    assertThat(
            bucket.exists(new org.apache.hadoop.fs.Path(server.address("lake/report/index.html"))))
        .isTrue();
  }
}
