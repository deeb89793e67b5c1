package dev.goodhart.job;

import dev.goodhart.label.Labels;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.schema.Sessions;
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
    Dataset<Row> reviews = CountedSessions.reviews(lake, day);
    lake.replace(
        dev.goodhart.schema.Labels.TABLE,
        Labels.asOf(features, reviews, day, context.settings()),
        days);
    long unknown = unknown(lake, reviews);
    return unknown == 0
        ? JobResult.done()
        : JobResult.saying(
            "%,d reviewed sessions are in no usage log that has landed, so their verdicts count for nothing. Look in ml.reviews for ids that are mistyped."
                .formatted(unknown));
  }

  private static long unknown(Lake lake, Dataset<Row> reviews) {
    return reviews
        .select("session_id")
        .distinct()
        .join(lake.read(Sessions.TABLE), new String[] {"session_id"}, "left_anti")
        .count();
  }
}
