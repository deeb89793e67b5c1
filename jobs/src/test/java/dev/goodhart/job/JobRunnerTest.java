package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.LakeException;
import dev.goodhart.schema.JobRuns;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunnerTest extends SparkTest {
  private static final Days DAY = Days.of(LocalDate.of(2026, 1, 5));

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    lake =
        Lake.open(
            session(),
            folder.resolve("lake").toString(),
            List.of(JobRuns.TABLE),
            Settings.defaults().lake(),
            "print",
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void shouldWriteDownAFailedStageAndSayNothingOfItsRows() {
    // Given a failure that Spark tells by an exception that is checked, though nothing declares it
    Job job = job(() -> failStage(new ArithmeticException("secret")));

    // When, Then
    assertThatThrownBy(() -> run(job))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("spoil stopped, and every table is whole: ArithmeticException")
        .hasCauseInstanceOf(SparkException.class);
    assertFailed("SparkException");
  }

  @Test
  void shouldTellOfAStoresTroubleInAStageInOneLine() {
    Job job = job(() -> failStage(new SocketTimeoutException("secret")));

    assertThatThrownBy(() -> run(job))
        .isInstanceOf(LakeException.class)
        .hasMessageStartingWith("spoil stopped, and every table is whole: the object store failed")
        .hasMessageNotContaining("secret");
    assertFailed("SparkException");
  }

  @Test
  void shouldThrowOnWhatIsClear() {
    InputRefusedException clear = new InputRefusedException("too many rejects");
    Job job =
        job(
            () -> {
              throw clear;
            });

    assertThatThrownBy(() -> run(job)).isSameAs(clear);
    assertFailed("InputRefusedException");
  }

  private void run(Job job) {
    JobContext context =
        new JobContext(session(), lake, Optional.empty(), Settings.defaults(), TestRun.PSEUDONYMS);
    new JobRunner(context, Clock.systemUTC(), "test", line -> {}).run(job, DAY);
  }

  private static Job job(Runnable work) {
    return new Job() {
      @Override
      public String name() {
        return "spoil";
      }

      @Override
      public String purpose() {
        return "Fails.";
      }

      @Override
      public JobResult run(JobContext context, Days days) {
        work.run();
        return JobResult.done();
      }
    };
  }

  private static void failStage(Exception failure) {
    MapFunction<Long, Long> failing =
        row -> {
          throw failure;
        };
    session().range(1).map(failing, Encoders.LONG()).collectAsList();
  }

  private void assertFailed(String message) {
    List<Row> rows = lake.read(JobRuns.TABLE).collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).<String>getAs("status")).isEqualTo("failed");
    assertThat(rows.get(0).<String>getAs("message")).isEqualTo(message);
  }
}
