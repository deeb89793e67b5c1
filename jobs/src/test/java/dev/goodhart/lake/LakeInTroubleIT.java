package dev.goodhart.lake;

import static dev.goodhart.lake.EventsLake.DAY;
import static dev.goodhart.lake.EventsLake.EVENTS;
import static dev.goodhart.lake.EventsLake.open;
import static dev.goodhart.lake.EventsLake.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.goodhart.Fault;
import dev.goodhart.FaultyS3;
import dev.goodhart.S3Server;
import dev.goodhart.S3Session;
import dev.goodhart.SparkTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An object store that fails for longer than a run waits: a clear failure, and a whole table. */
class LakeInTroubleIT extends SparkTest {
  /** As a run does it, only with less patience. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "fs.s3a.attempts.maximum", "1",
          "fs.s3a.retry.limit", "2",
          "fs.s3a.retry.interval", "10ms",
          "fs.s3a.retry.throttle.limit", "2",
          "fs.s3a.retry.throttle.interval", "10ms");

  private static S3Server server;
  private static FaultyS3 faulty;
  private static S3Session s3;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start();
    faulty = FaultyS3.inFrontOf(server);
    Map<String, String> settings = new TreeMap<>(faulty.hadoopSettings());
    settings.putAll(IMPATIENT);
    s3 = S3Session.open(settings, Duration.ofMillis(500));
  }

  @AfterAll
  static void stop() throws IOException {
    s3.close();
    faulty.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void shouldFailClearlyAndLeaveTheTableAsItWas(Fault fault) {
    // Given
    String root = server.address("fails/" + fault);
    try (Lake lake = open(root)) {
      lake.replace(EVENTS, rows(3), DAY);
      faulty.injected();

      // When
      faulty.failEvery(fault, request -> request.uri().contains("bronze"));
      Throwable failure = catchThrowable(() -> lake.replace(EVENTS, rows(5), DAY));
      faulty.heal();

      // Then
      assertThat(faulty.injected().get(fault)).isPositive();
      assertThat(failure).isInstanceOf(LakeException.class).hasMessageContaining("bronze.events");
      assertThat(failure.getMessage()).hasLineCount(1).contains("object store", "run again");
      assertThat(lake.read(EVENTS).count()).isEqualTo(3);

      // When: the store is well again
      lake.replace(EVENTS, rows(5), DAY);

      // Then
      assertThat(lake.read(EVENTS).count()).isEqualTo(5);
    }
  }

  @Test
  void shouldCommitOnceThoughEveryAnswerToACommitIsLost() {
    // Given
    try (Lake lake = open(server.address("lost"))) {
      lake.replace(EVENTS, rows(3), DAY);
      faulty.injected();

      // When
      faulty.failEvery(
          Fault.LOST_ANSWER, request -> request.uri().endsWith("00000000000000000002.json"));
      lake.append(EVENTS, rows(3));
      faulty.heal();

      // Then
      assertThat(faulty.injected().get(Fault.LOST_ANSWER)).isPositive();
      assertThat(lake.read(EVENTS).count()).isEqualTo(6);
    }
  }

  @Test
  void shouldReadAgainADataFileThatBrokeOff() {
    // Given
    try (Lake lake = open(server.address("half"))) {
      lake.replace(EVENTS, rows(3), DAY);
      faulty.injected();
      AtomicInteger reads = new AtomicInteger();

      // When
      faulty.failEvery(
          Fault.HALF_BODY,
          request -> request.uri().endsWith(".parquet") && reads.getAndIncrement() % 2 == 0);
      List<Row> read = lake.read(EVENTS).collectAsList();
      faulty.heal();

      // Then
      assertThat(faulty.injected().get(Fault.HALF_BODY)).isPositive();
      assertThat(read).hasSize(3);
    }
  }
}
