package dev.goodhart.job;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.LakeException;
import dev.goodhart.lake.StoreTrouble;
import dev.goodhart.schema.JobRuns;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.spark.sql.RowFactory;

/** Runs jobs one after another, says how each went and writes it down in {@code ops.job_runs}. */
public final class JobRunner {
  private final JobContext context;
  private final Clock clock;
  private final String version;
  private final Consumer<String> progress;

  public JobRunner(JobContext context, Clock clock, String version, Consumer<String> progress) {
    this.context = context;
    this.clock = clock;
    this.version = version;
    this.progress = progress;
  }

  /** Runs one job; a failure is written down and thrown on. */
  public void run(Job job, Days days) {
    Instant start = clock.instant();
    long rowsBefore = context.lake().rowsWritten();
    progress.accept(String.format("%-9s %s to %s ...", job.name(), days.from(), days.to()));
    try {
      JobResult result = job.run(context, days);
      long rows = context.lake().rowsWritten() - rowsBefore;
      double seconds = record(job, days, start, Runs.SUCCEEDED, result, rows);
      progress.accept(
          String.format(
              "%-9s %,d rows written, %.1f s%s",
              job.name(), rows, seconds, result.message().map(text -> "; " + text).orElse("")));
    } catch (Exception e) {
      // Where a stage fails, Spark throws a checked exception that it declares nowhere.
      recordFailure(job, days, start, e);
      throw explained(job, e);
    }
  }

  /** In one line what Spark tells in pages, a log's values among them; what is clear stays. */
  private static RuntimeException explained(Job job, Exception failure) {
    if (failure instanceof LakeException clear) {
      return clear;
    }
    String stopped = job.name() + " stopped, and every table is whole: ";
    if (StoreTrouble.in(failure).isPresent()) {
      return new LakeException(stopped + StoreTrouble.explain(failure, ""), failure);
    }
    return failure instanceof RuntimeException clear
        ? clear
        : new IllegalStateException(stopped + StoreTrouble.rootCause(failure), failure);
  }

  private void recordFailure(Job job, Days days, Instant start, Exception failure) {
    try {
      JobResult failed = JobResult.saying(failure.getClass().getSimpleName());
      record(job, days, start, Runs.FAILED, failed, 0);
    } catch (Exception alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private double record(
      Job job, Days days, Instant start, String status, JobResult result, long rows) {
    double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
    Optional<JobResult.Records> records = result.records();
    context
        .lake()
        .append(
            JobRuns.TABLE,
            context
                .spark()
                .createDataFrame(
                    List.of(
                        RowFactory.create(
                            UUID.randomUUID().toString(),
                            job.name(),
                            Date.valueOf(days.from()),
                            Date.valueOf(days.to()),
                            Timestamp.from(start),
                            seconds,
                            status,
                            version,
                            records.map(JobResult.Records::read).orElse(null),
                            records.map(JobResult.Records::kept).orElse(null),
                            records.map(JobResult.Records::duplicate).orElse(null),
                            records.map(JobResult.Records::ignored).orElse(null),
                            records.map(JobResult.Records::rejected).orElse(null),
                            result.accountsDoubled().orElse(null),
                            rows,
                            result.message().orElse(null))),
                    JobRuns.TABLE.schema()));
    return seconds;
  }
}
