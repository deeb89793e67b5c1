package dev.goodhart.cli;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.job.IngestJob;
import dev.goodhart.job.Intervals;
import dev.goodhart.job.Job;
import dev.goodhart.job.JobContext;
import dev.goodhart.job.JobRunner;
import dev.goodhart.job.Pipeline;
import dev.goodhart.job.Verification;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.lake.Sparks;
import dev.goodhart.schema.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One job, or all of them in order, over an interval. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class JobCommand implements Callable<Integer> {
  static final String PIPELINE = "pipeline";
  private static final String INGEST = "ingest";

  private final List<Job> jobs;
  private final boolean whole;

  @Spec private CommandSpec spec;
  @Mixin private RunOptions options;

  private JobCommand(List<Job> jobs, boolean whole) {
    this.jobs = jobs;
    this.whole = whole;
  }

  /** What its help says that it does. */
  String description() {
    return whole ? "Runs all of these jobs over the interval, in order." : jobs.get(0).purpose();
  }

  static JobCommand of(Job job) {
    return new JobCommand(List.of(job), false);
  }

  static JobCommand pipeline() {
    return new JobCommand(Pipeline.JOBS, true);
  }

  @Override
  public Integer call() throws IOException {
    Clock clock = Clock.systemUTC();
    PrintWriter out = spec.commandLine().getOut();
    Mistakes mistakes = new Mistakes();
    Optional<Settings> readSettings = mistakes.check(options::settings);
    Optional<Days> asked = mistakes.check(options::days).flatMap(days -> days);
    boolean readsRaw = jobs.stream().anyMatch(job -> job.name().equals(INGEST));
    Optional<String> rawRoot = readsRaw ? mistakes.check(options::requiredRaw) : Optional.empty();
    Optional<String> givenLake = mistakes.check(options::requiredLake);
    Optional<Pseudonyms> key =
        readSettings.flatMap(read -> mistakes.check(() -> options.pseudonyms(read)));
    mistakes.refuse();
    Settings settings = readSettings.orElseThrow();
    String lakeRoot = givenLake.orElseThrow();
    Pseudonyms pseudonyms = key.orElseThrow();
    try (SparkSession spark = Sparks.embedded(settings, "goodhart " + spec.name())) {
      Optional<RawLogs> raw = rawRoot.map(root -> RawLogs.open(spark, root));
      try (Lake lake =
          Lake.open(
              spark, lakeRoot, Tables.ALL, settings.lake(), pseudonyms.fingerprint(), clock)) {
        JobContext context = new JobContext(spark, lake, raw, settings, pseudonyms);
        Optional<Days> days =
            asked.isPresent()
                ? asked
                : raw.isPresent()
                    ? Intervals.ofRaw(context, jobs, clock, out::println)
                    : Intervals.ofJob(lake, jobs.get(0).name());
        if (days.isEmpty()) {
          out.println(
              "nothing to do: no landing day is new, and no file of an old one changed"
                  + raw.map(IngestJob::notRead).orElse(""));
          return Main.DONE;
        }
        JobRunner runner = new JobRunner(context, clock, Version.current(), out::println);
        jobs.forEach(job -> runner.run(job, days.get()));
        if (whole) {
          Verification.cheap(lake).requireSound();
        }
      }
    }
    return Main.DONE;
  }
}
