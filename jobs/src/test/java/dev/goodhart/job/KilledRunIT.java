package dev.goodhart.job;

import dev.goodhart.SparkTest;
import dev.goodhart.Torture;
import dev.goodhart.lake.Days;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pipeline killed ({@code kill -9}) at some moment of its way and run again leaves the lake of an
 * undisturbed one, whether it was the lake's first run or took days that the lake has already. The
 * short form is a part of {@link PipelineOnS3IT}.
 */
@EnabledIf("dev.goodhart.Torture#isLong")
class KilledRunIT extends SparkTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final Days DAYS = new Days(FIRST, FIRST.plusDays(2));
  private static final int ROUNDS = 100;

  /** A job takes some seconds, so that a kill may also strike the job after the one named. */
  private static final int MOST_MILLIS_INTO_A_JOB = 4_000;

  /** From the start of the process until its first job: within it the lake is made. */
  private static final int MOST_MILLIS_TO_THE_FIRST_JOB = 15_000;

  private static final int LAST_JOB_MILLIS = 1_000;

  /** A dead holder of the lake is waited for no longer. */
  private static final String SHORT_LEASE = "lake.lease_stale_seconds=2";

  /** When a run is killed: so long into a job, or after the start of its process. */
  private record Moment(int seed, int job, long millis) {
    static Moment of(int seed) {
      Random random = new Random(seed);
      int jobs = Pipeline.JOBS.size();
      int job = seed % (jobs + 1) - 1;
      int most =
          job < 0
              ? MOST_MILLIS_TO_THE_FIRST_JOB
              : job == jobs - 1 ? LAST_JOB_MILLIS : MOST_MILLIS_INTO_A_JOB;
      return new Moment(seed, job, random.nextInt(most));
    }

    /** Whether the lake had run before. */
    boolean again() {
      return seed % 2 == 0;
    }
  }

  @TempDir private static Path folder;
  private static String raw;
  private static Path undisturbedLake;
  private static Map<String, List<Row>> wanted;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    Path root = folder.resolve("raw");
    Organisation.write(
        SampleOptions.defaults().withSize(2, 2).withSeed(5),
        root,
        folder.resolve("truth.csv"),
        line -> {});
    raw = root.toString();
    undisturbedLake = folder.resolve("undisturbed");
    TestRun undisturbed = new TestRun(raw, undisturbedLake.toString());
    undisturbed.run(Pipeline.JOBS, DAYS);
    wanted = undisturbed.rows();
  }

  @AfterEach
  void forgetTheLakeOfTheRound() {
    forgetLakes();
  }

  private static Stream<Moment> moments() {
    return Torture.seeds(ROUNDS).mapToObj(Moment::of);
  }

  @ParameterizedTest
  @MethodSource("moments")
  void shouldLeaveTheLakeOfAnUndisturbedRunOnceItIsRunAgain(Moment moment) throws IOException {
    // Given
    Path place = folder.resolve("lake-" + moment.seed());
    if (moment.again()) {
      FileUtils.copyDirectory(undisturbedLake.toFile(), place.toFile());
    }
    String lake = place.toString();
    TestRun run = new TestRun(raw, lake, SHORT_LEASE);

    // When
    PipelineProcess process =
        PipelineProcess.start(
            folder.resolve("process-" + moment.seed()), raw, lake, DAYS, List.of(SHORT_LEASE));
    if (moment.job() >= 0) {
      process.awaitJob(Pipeline.JOBS.get(moment.job()));
    }
    boolean killed = process.killIn(moment.millis());
    run.run(Pipeline.JOBS, DAYS);

    // Then
    Torture.progress(moment + (killed ? " killed" : " ended before"));
    run.assertHas(wanted);
    FileUtils.deleteDirectory(place.toFile());
  }
}
