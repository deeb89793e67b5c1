package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A whole pipeline over some days in a process of its own, on an S3 server. */
final class PipelineProcess {
  /** Whoever comes second waits for as long as the first may take. */
  static final String PATIENT = "lake.lease_wait_seconds=600";

  private final Running running;

  private PipelineProcess(Running running) {
    this.running = running;
  }

  /** Starts one that reads {@code raw} and writes {@code lake} below a root of the bucket. */
  static PipelineProcess start(Path folder, S3Server server, String root, Days days)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("pipeline"));
    command.addAll(List.of("--raw", root + "/raw", "--lake", root + "/lake"));
    command.addAll(List.of("--from", days.from().toString(), "--to", days.to().toString()));
    List<String> settings = new ArrayList<>(SparkTest.FOR_FEW_ROWS);
    settings.add(PATIENT);
    server.sparkSettings().forEach((key, value) -> settings.add(key + "=" + value));
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    return new PipelineProcess(
        new GoodhartProcess(Files.createDirectories(folder)).start(TestRun.KEY, command));
  }

  /** Waits until it has the lake. */
  void awaitFirstJob() throws IOException {
    while (running.out().isEmpty() && running.process().isAlive()) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Waits for its end, which must be a good one. */
  void succeed() throws IOException {
    Ended ended = running.end();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
  }
}
