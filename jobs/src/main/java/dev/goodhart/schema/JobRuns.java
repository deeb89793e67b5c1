package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/** One run of one job. What ran over which interval, and where every record went. */
public final class JobRuns {
  public static final Table TABLE =
      Table.of("ops", "job_runs", "One run of one job.")
          .key("run_id")
          .column("run_id", STRING, "Random id.")
          .column("job", STRING, "Job.")
          .column("from_date", DATE, "First day.")
          .column("to_date", DATE, "Day after the last.")
          .column("started_at", TIMESTAMP, "Start, UTC.")
          .column("duration_s", DOUBLE, "Seconds.")
          .column("status", STRING, "succeeded or failed.")
          .column("version", STRING, "Version of the program.")
          .column("records_read", LONG, "Raw records read (ingest).")
          .column("records_kept", LONG, "Records kept.")
          .column("records_duplicate", LONG, "Records that repeat another of the day.")
          .column("records_ignored", LONG, "Well-formed records of a kind that is not used.")
          .column("records_rejected", LONG, "Records rejected.")
          .column(
              "accounts_doubled",
              LONG,
              "Accounts of sessions that are not counted because another source's account is"
                  + " (sessions).")
          .column("rows_written", LONG, "Rows written to the tables of the job.")
          .column("message", STRING, "What a person should know, null when nothing.")
          .build();

  private JobRuns() {}
}
