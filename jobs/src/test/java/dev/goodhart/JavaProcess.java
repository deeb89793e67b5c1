package dev.goodhart;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A class's main method in a process of its own, on this JVM's class path and options, in less
 * memory.
 */
public final class JavaProcess {
  private static final long POLL_MILLIS = 50;

  private final Process process;
  private final List<String> arguments;

  private JavaProcess(Process process, List<String> arguments) {
    this.process = process;
    this.arguments = arguments;
  }

  /** Starts one that leaves what it prints in a folder: {@code out}, {@code err}. */
  public static JavaProcess start(
      Path folder, Map<String, String> environment, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-X") || argument.startsWith("--add-opens"))
        .filter(argument -> !argument.startsWith("-Xm"))
        .forEach(command::add);
    // A command on a few rows ends before the costlier compiler's work would pay.
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    return new JavaProcess(builder.start(), arguments);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What a process may have come to, as seen by what it leaves. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits until the condition holds or the process has ended. */
  public void await(Condition condition) throws IOException {
    while (process.isAlive() && !condition.holds()) {
      pause(POLL_MILLIS);
    }
  }

  /** Does nothing for a while. */
  public static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Gives it a line to read. */
  public void send(String line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits for its end; the exit code. */
  public int end() throws IOException {
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
    return process.exitValue();
  }
}
