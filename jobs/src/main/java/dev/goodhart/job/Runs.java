package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.schema.JobRuns;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** What {@code ops.job_runs} tells of earlier runs. */
final class Runs {
  static final String SUCCEEDED = "succeeded";
  static final String FAILED = "failed";

  private Runs() {}

  /** The day after the last one that a job has taken. */
  static Optional<LocalDate> lastTo(Lake lake, String job) {
    Row row =
        lake.read(JobRuns.TABLE)
            .where(col("job").equalTo(job).and(col("status").equalTo(SUCCEEDED)))
            .agg(max("to_date"))
            .head();
    return row.isNullAt(0) ? Optional.empty() : Optional.of(row.getDate(0).toLocalDate());
  }

  /** The day after the last one that this run or an earlier one of the job has taken. */
  static LocalDate horizon(Lake lake, String job, Days days) {
    return lastTo(lake, job).filter(last -> last.isAfter(days.to())).orElse(days.to());
  }
}
