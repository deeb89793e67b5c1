package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Context;
import dev.goodhart.ingest.Identities;
import dev.goodhart.ingest.LogIngest;
import dev.goodhart.ingest.ParsedLogs;
import dev.goodhart.ingest.Prices;
import dev.goodhart.ingest.Target;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.RawFile;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.schema.InputFiles;
import dev.goodhart.schema.RejectedRecords;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Raw logs to bronze: reads what landed on the days, writes usage, outcomes and reviews, keeps what
 * can't be used by reason and place, and notes every file with where its records went.
 */
public final class IngestJob implements Job {
  static final String NAME = "ingest";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "Reads what landed on the days into bronze.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Settings.Ingest settings = context.settings().ingest();
    Map<String, List<RawFile>> files = new LinkedHashMap<>();
    LogIngest.formats()
        .forEach(
            format ->
                files.put(format, context.rawLogs().list(settings.prefixes().get(format), days)));
    Context parsing = new Context(context.pseudonyms(), identities(context), prices(settings));
    ParsedLogs logs = LogIngest.parse(context.spark(), files, parsing, settings);
    Dataset<Row> counts = logs.counts().localCheckpoint();
    refuseTooManyRejects(counts, settings);
    for (Target target : Target.values()) {
      context.lake().replace(target.table(), logs.events(target), days);
    }
    context.lake().replace(RejectedRecords.TABLE, logs.rejected(), days);
    writeFiles(context, counts, days);
    context.spark().catalog().clearCache();
    return result(counts, files, days, notRead(context.rawLogs()));
  }

  /** What a run says of files that it met and can't tell the landing day of; else nothing. */
  public static String notRead(RawLogs raw) {
    int files = raw.outsideDays();
    return files == 0
        ? ""
        : String.format(
            "; %,d raw files lie in no folder that names a day, and are not read", files);
  }

  private static Identities identities(JobContext context) {
    return context
        .rawLogs()
        .readSmall(context.settings().ingest().identities())
        .map(Identities::parse)
        .orElseGet(Identities::none);
  }

  private static Prices prices(Settings.Ingest settings) {
    return settings.prices().map(Prices::fromFolder).orElseGet(Prices::shipped);
  }

  private static void refuseTooManyRejects(Dataset<Row> counts, Settings.Ingest settings) {
    List<Row> bySource =
        counts
            .groupBy("source")
            .agg(sum("records_rejected").as("rejected"), sum("records_read").as("read"))
            .collectAsList();
    for (Row row : bySource) {
      long rejected = row.getAs("rejected");
      long read = row.getAs("read");
      if (rejected >= settings.minRejects() && rejected > settings.maxRejectShare() * read) {
        throw new InputRefusedException(
            String.format(
                "%s: %,d of %,d records can't be used, more than ingest.max_reject_share (%s)"
                    + " allows; nothing was written. Mend the logs, or raise the setting to keep"
                    + " the rest and see bronze.rejected_records for the reasons",
                row.getAs("source"), rejected, read, settings.maxRejectShare()));
      }
    }
  }

  private static void writeFiles(JobContext context, Dataset<Row> counts, Days days) {
    Dataset<Row> found =
        counts.drop("file", "public_file").withColumnRenamed("stored_file", "file");
    Dataset<Row> before =
        context.lake().read(InputFiles.TABLE).where(DayRows.within(col("landed_date"), days));
    Dataset<Row> keys = DayRows.of(context.spark(), days, "landed_date");
    context
        .lake()
        .replaceKeys(InputFiles.TABLE, InputHistory.of(found, before, Instant.now()), keys);
  }

  private static JobResult result(
      Dataset<Row> counts, Map<String, List<RawFile>> files, Days days, String notRead) {
    if (files.values().stream().allMatch(List::isEmpty)) {
      return JobResult.saying("nothing landed from " + days.from() + " to " + days.to() + notRead);
    }
    Row total =
        counts
            .agg(
                sum(col("records_read")),
                sum(col("records_kept")),
                sum(col("records_duplicate")),
                sum(col("records_ignored")),
                sum(col("records_rejected")))
            .head();
    JobResult.Records records =
        new JobResult.Records(
            total.getLong(0),
            total.getLong(1),
            total.getLong(2),
            total.getLong(3),
            total.getLong(4));
    String message =
        String.format(
            "read %,d records: kept %,d, duplicate %,d, ignored %,d, rejected %,d%s",
            records.read(),
            records.kept(),
            records.duplicate(),
            records.ignored(),
            records.rejected(),
            notRead);
    return new JobResult(Optional.of(records), Optional.empty(), Optional.of(message));
  }
}
