package dev.goodhart.cli;

import dev.goodhart.config.Settings;
import dev.goodhart.job.Verification;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.Sparks;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Recounts a lake; exit 4 where it does not add up. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Recounts the lake; each finding names table, key and figures.")
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  @Override
  public Integer call() throws IOException {
    Settings settings = options.settings();
    String root = options.requiredLake();
    PrintWriter out = spec.commandLine().getOut();
    try (SparkSession spark = Sparks.embedded(settings, "goodhart verify");
        Lake lake = Lake.openForReading(spark, root, Tables.ALL)) {
      Verification verification = Verification.whole(lake, settings.ingest().maxEventAgeDays());
      verification.findings().forEach(out::println);
      verification.requireSound();
      out.println("the lake adds up");
    }
    return Main.DONE;
  }
}
