package dev.goodhart.lake;

import static dev.goodhart.lake.EventsLake.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.SparkTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LakeOnS3IT extends SparkTest {
  private static S3Server server;
  private static S3Session s3;
  private static Configuration hadoop;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    s3 = S3Session.open(server.hadoopSettings());
    hadoop = session().sessionState().newHadoopConf();
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    server.close();
  }

  @Test
  void shouldHoldALakeAsAFolderDoes() {
    // Given
    String root = server.address("lake");
    Dataset<Row> rows = EventsLake.rows(3);

    // When
    try (Lake lake = EventsLake.open(root)) {
      lake.replace(EVENTS, rows, EventsLake.DAY);
      lake.replace(EVENTS, rows, EventsLake.DAY);
      lake.replaceKeys(EVENTS, rows.where("id < 2"), rows.select("id"));
      lake.writeText("report/index.html", "<p>");

      // Then
      assertThat(lake.read(EVENTS).count()).isEqualTo(2);
      assertThat(lake.rowsWritten()).isEqualTo(8);
      assertThatThrownBy(() -> EventsLake.open(root)).isInstanceOf(LakeHeldException.class);
    }
    try (Lake lake = EventsLake.open(root)) {
      assertThat(lake.readText("report/index.html")).contains("<p>");
      assertThatCode(lake::checkLease).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldListRawLogsWithTheirEtags() {
    // Given
    RawLogs seed;
    try (Lake lake = EventsLake.open(server.address("raw"))) {
      lake.writeText("usage/a/year=2026/month=01/day=02/x.jsonl", "{}\n");
    }
    seed = RawLogs.open(session(), server.address("raw"));

    // When
    List<RawFile> files = seed.list("usage/a", Days.of(LocalDate.of(2026, 1, 2)));

    // Then
    assertThat(files)
        .extracting(RawFile::relative)
        .containsExactly("usage/a/year=2026/month=01/day=02/x.jsonl");
    assertThat(files.get(0).version()).doesNotMatch("\\d{13}");
    assertThat(seed.list("usage/none")).isEmpty();
    assertThatThrownBy(() -> RawLogs.open(session(), server.address("none")))
        .isInstanceOf(RawRootException.class);
  }

  @Test
  void shouldLetOneOfTwoRacingCommitsWin() throws Exception {
    // Given
    Path commit = new Path(server.address("race/00000000000000000001.json"));
    int writers = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(writers);

    // When
    List<Future<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      String action = "{\"commitInfo\":{\"txnId\":\"" + i + "\"}}";
      tries.add(
          threads.submit(
              () -> {
                start.await();
                return commits(commit, action);
              }));
    }
    start.countDown();
    threads.shutdown();

    // Then
    int won = 0;
    for (Future<Boolean> each : tries) {
      won += each.get() ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
  }

  @Test
  void shouldKnowItsOwnCommitAgainWhenTheAnswerToItWasLost() throws IOException {
    // Given: the first try arrived, but its answer did not
    Path commit = new Path(server.address("lost/00000000000000000001.json"));
    String own = "{\"commitInfo\":{\"txnId\":\"own\"}}";
    SmallFiles files = new SmallFiles(commit.getFileSystem(hadoop));
    files.put(commit, (own + "\n").getBytes(StandardCharsets.UTF_8));

    // Then
    assertThat(commits(commit, own)).isTrue();
    assertThat(commits(commit, "{\"commitInfo\":{\"txnId\":\"other\"}}")).isFalse();
    assertThat(files.text(commit)).contains(own + "\n");
  }

  private static boolean commits(Path commit, String action) throws IOException {
    Iterator<String> actions = List.of(action).iterator();
    try {
      new S3CommitStore(hadoop).write(commit, actions, false, hadoop);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
