package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.JavaProcess;
import dev.goodhart.S3Server;
import dev.goodhart.SparkTest;
import dev.goodhart.cli.GoodhartProcess;
import dev.goodhart.cli.GoodhartProcess.Ended;
import dev.goodhart.cli.GoodhartProcess.Running;
import dev.goodhart.lake.Days;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A whole pipeline over some days in a process of its own. */
final class PipelineProcess {
  /** Whoever comes second waits for as long as the first may take. */
  static final String PATIENT = "lake.lease_wait_seconds=600";

  /** 128 and the number of the signal. */
  private static final int KILLED = 137;

  private final Running running;

  private PipelineProcess(Running running) {
    this.running = running;
  }

  /** Starts one that reads {@code raw} and writes {@code lake} below a root on an S3 server. */
  static PipelineProcess start(Path folder, S3Server server, String root, Days days, String lease)
      throws IOException {
    List<String> settings = new ArrayList<>(List.of(lease));
    server.sparkSettings().forEach((key, value) -> settings.add(key + "=" + value));
    return start(folder, root + "/raw", root + "/lake", days, settings);
  }

  /** Starts one. */
  static PipelineProcess start(
      Path folder, String raw, String lake, Days days, List<String> furtherSettings)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("pipeline"));
    command.addAll(List.of("--raw", raw, "--lake", lake));
    command.addAll(List.of("--from", days.from().toString(), "--to", days.to().toString()));
    List<String> settings = new ArrayList<>(SparkTest.FOR_FEW_ROWS);
    settings.addAll(furtherSettings);
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    return new PipelineProcess(
        new GoodhartProcess(Files.createDirectories(folder)).start(TestRun.KEY, command));
  }

  /** Waits until it has the lake. */
  void awaitFirstJob() throws IOException {
    awaitJob(Pipeline.JOBS.get(0));
  }

  /** Waits until it has begun with a job. */
  void awaitJob(Job job) throws IOException {
    running.process().await(() -> hasBegun(job));
  }

  private boolean hasBegun(Job job) throws IOException {
    return running.out().stream().anyMatch(line -> line.startsWith(job.name() + " "));
  }

  /**
   * Kills it after a while.
   *
   * @return whether it was still running
   */
  boolean killIn(long millis) throws IOException {
    JavaProcess.pause(millis);
    running.process().kill();
    return running.process().end() == KILLED;
  }

  /** Waits for its end, which must be a good one. */
  void succeed() throws IOException {
    Ended ended = running.end();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
  }
}
