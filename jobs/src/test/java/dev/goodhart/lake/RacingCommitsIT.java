package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.FaultyS3;
import dev.goodhart.JavaProcess;
import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.SparkTest;
import io.delta.storage.LogStore;
import io.delta.storage.S3SingleDriverLogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes commit to one table on S3 at once, without a lease between them. Both look for the
 * first commit, find none and then write it: the server in between sees to that.
 */
class RacingCommitsIT extends SparkTest {
  private static final int WRITERS = 2;
  private static final int COMMITS = 4;
  private static final String FIRST = "/00000000000000000001.json";

  private static S3Server server;
  private static FaultyS3 between;
  private static S3Session s3;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    between = FaultyS3.inFrontOf(server);
    s3 = S3Session.open(between.hadoopSettings());
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    between.close();
    server.close();
  }

  @Test
  void shouldKeepEveryCommitOfTwoProcesses() throws IOException {
    assertThat(rowsAfterRace("kept", S3CommitStore.class)).isEqualTo(WRITERS * COMMITS);
  }

  @Test
  void shouldLoseCommitsWithoutItsOwnLogStore() throws IOException {
    // Delta's own store for S3; the day on which this fails, ours is needed no more.
    assertThat(rowsAfterRace("lost", S3SingleDriverLogStore.class)).isLessThan(WRITERS * COMMITS);
  }

  /** Lets two processes commit one row a commit; the rows that the table has then. */
  private long rowsAfterRace(String name, Class<? extends LogStore> store) throws IOException {
    String table = server.address(name);
    session().range(0).write().format("delta").save(table);
    between.raceFor(FIRST);
    List<JavaProcess> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Path own = Files.createDirectories(folder.resolve("writer-" + writer));
      writers.add(JavaProcess.start(own, Map.of(), CommitWriter.class, arguments(table, store)));
    }
    for (JavaProcess writer : writers) {
      assertThat(writer.end()).isZero();
    }
    return session().read().format("delta").load(table).count();
  }

  private static List<String> arguments(String table, Class<? extends LogStore> store)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(store.getName(), table, "1"));
    between.hadoopSettings().forEach((key, value) -> arguments.add(key + "=" + value));
    arguments.add("--");
    arguments.addAll(additions(table));
    return arguments;
  }

  /** Actions that each add a data file of one row, which lies in the table's folder already. */
  private static List<String> additions(String table) throws IOException {
    String part = UUID.randomUUID().toString();
    session().range(0, COMMITS, 1, COMMITS).write().parquet(table + "/" + part);
    return Arrays.stream(s3.bucket().listStatus(new org.apache.hadoop.fs.Path(table, part)))
        .filter(file -> file.getPath().getName().endsWith(".parquet"))
        .map(
            file ->
                String.format(
                    "{\"add\":{\"path\":\"%s/%s\",\"partitionValues\":{},\"size\":%d,"
                        + "\"modificationTime\":%d,\"dataChange\":true}}",
                    part, file.getPath().getName(), file.getLen(), file.getModificationTime()))
        .toList();
  }
}
