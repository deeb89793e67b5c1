package dev.goodhart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One command in a process of its own, as a user gives it, with what it printed and logged. */
public final class GoodhartProcess {
  private final Path folder;

  /** How a command ended, and the lines that it left on the terminal. */
  public record Ended(int code, List<String> out, List<String> err) {}

  /** Processes that leave their output in a folder: {@code out}, {@code err}, {@code spark.log}. */
  public GoodhartProcess(Path folder) {
    this.folder = folder;
  }

  /** Runs a command on this JVM's class path and options. */
  public Ended run(String key, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X") || argument.startsWith("--add-opens"))
        .forEach(command::add);
    // A command on a few rows ends before the costlier compiler's work would pay.
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("GOODHART_PSEUDONYM_KEY", key);
    builder.environment().put("GOODHART_LOG", folder.resolve("spark.log").toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        throw new IOException("still running: " + arguments);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    return new Ended(
        process.exitValue(), Files.readAllLines(out, UTF_8), Files.readAllLines(err, UTF_8));
  }
}
