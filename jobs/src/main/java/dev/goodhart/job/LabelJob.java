package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.Labels;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.schema.Reviews;
import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reviews and labelling rules to the labels known on the interval's last day. */
public final class LabelJob implements Job {
  @Override
  public String name() {
    return "label";
  }

  @Override
  public String purpose() {
    return "Turns reviews and labelling rules into training labels.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Lake lake = context.lake();
    LocalDate day = days.to().minusDays(1);
    Dataset<Row> features = NewestRows.asOf(lake, day, context.settings().train().windowDays());
    Dataset<Row> reviews =
        lake.read(Reviews.TABLE).where(col("landed_date").leq(Date.valueOf(day)));
    lake.replace(
        dev.goodhart.schema.Labels.TABLE,
        Labels.asOf(features, reviews, day, context.settings()),
        days);
    return JobResult.done();
  }
}
