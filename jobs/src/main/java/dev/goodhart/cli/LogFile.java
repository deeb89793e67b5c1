package dev.goodhart.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Sends Spark's own log to a file, so that the terminal shows only our steps. Under spark-submit
 * Spark's logging is already set up and stays as the cluster has it.
 */
final class LogFile {
  private static final String FILE = "goodhart.log.file";

  private LogFile() {}

  static void use() {
    if (System.getProperty("log4j2.configurationFile") != null
        || System.getenv("SPARK_ENV_LOADED") != null) {
      return;
    }
    Path file =
        Optional.ofNullable(System.getenv("GOODHART_LOG"))
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "goodhart-" + ProcessHandle.current().pid() + ".log"));
    System.setProperty(FILE, file.toString());
    System.setProperty("log4j2.configurationFile", "dev/goodhart/log4j2.properties");
  }

  static String hint() {
    String file = System.getProperty(FILE);
    return file == null ? "" : " (details in " + file + ")";
  }
}
