package dev.goodhart.cli;

import dev.goodhart.config.Settings;
import dev.goodhart.job.Evaluation;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.Sparks;
import dev.goodhart.schema.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds a lake's scores against a made-up organisation's truth. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Holds the scores against the truth of a made-up organisation.")
final class EvaluateCommand implements Callable<Integer> {
  /** The columns of a truth file without which nothing can be held against it. */
  private static final List<String> NEEDED = List.of("session_id", "kind", "label");

  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "The truth, as `goodhart sample` wrote it.")
  private Path truth;

  @Override
  public Integer call() throws IOException {
    Mistakes mistakes = new Mistakes();
    Optional<Settings> readSettings = mistakes.check(options::settings);
    Optional<String> lakeRoot = mistakes.check(options::requiredLake);
    Optional<Path> readable = mistakes.check(this::readableTruth);
    mistakes.refuse();
    Settings settings = readSettings.orElseThrow();
    String root = lakeRoot.orElseThrow();
    String file = readable.orElseThrow().toAbsolutePath().toUri().toString();
    try (SparkSession spark = Sparks.embedded(settings, "goodhart evaluate");
        Lake lake = Lake.openForReading(spark, root, Tables.ALL)) {
      Dataset<Row> rows = spark.read().option("header", true).csv(file);
      spec.commandLine().getOut().println(Evaluation.of(lake, rows, settings));
    }
    return Main.DONE;
  }

  private Path readableTruth() {
    if (!Files.isRegularFile(truth)) {
      throw unreadable();
    }
    try (BufferedReader lines = Files.newBufferedReader(truth)) {
      String header = Objects.requireNonNullElse(lines.readLine(), "");
      if (!Arrays.asList(header.split(",")).containsAll(NEEDED)) {
        throw new UsageException(
            "--truth " + truth + " lacks one of the columns " + String.join(", ", NEEDED));
      }
    } catch (IOException e) {
      throw unreadable();
    }
    return truth;
  }

  private UsageException unreadable() {
    return new UsageException(
        "--truth " + truth + " can't be read; name the file that goodhart sample wrote");
  }
}
