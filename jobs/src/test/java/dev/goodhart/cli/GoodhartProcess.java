package dev.goodhart.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.goodhart.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One command in a process of its own, as a user gives it, with what it printed and logged. */
public final class GoodhartProcess {
  private final Path folder;

  /** How a command ended, and the lines that it left on the terminal. */
  public record Ended(int code, List<String> out, List<String> err) {}

  /** A command under way. */
  public record Running(JavaProcess process, Path folder) {
    /** What it has printed so far. */
    public List<String> out() throws IOException {
      return Files.readAllLines(folder.resolve("out"), UTF_8);
    }

    /** Waits for its end. */
    public Ended end() throws IOException {
      int code = process.end();
      return new Ended(code, out(), Files.readAllLines(folder.resolve("err"), UTF_8));
    }
  }

  /** Processes that leave their output in a folder: {@code out}, {@code err}, {@code spark.log}. */
  public GoodhartProcess(Path folder) {
    this.folder = folder;
  }

  /** Runs a command to its end. */
  public Ended run(String key, List<String> arguments) throws IOException {
    return start(key, arguments).end();
  }

  /** Starts a command, beside others that have folders of their own. */
  public Running start(String key, List<String> arguments) throws IOException {
    return new Running(
        JavaProcess.start(folder, environment(folder, key), Main.class, arguments), folder);
  }

  /** What a process finds there, beside what this one has. */
  static Map<String, String> environment(Path folder, String key) {
    return Map.of(
        "GOODHART_PSEUDONYM_KEY", key, "GOODHART_LOG", folder.resolve("spark.log").toString());
  }
}
