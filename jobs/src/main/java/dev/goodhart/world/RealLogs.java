package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.goodhart.job.NewestRows;
import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.SessionFeatures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Real people's sessions ({@code data-samples/real}), which nobody labelled: taken as honest. */
final class RealLogs {
  private static final Days DAYS = new Days(LocalDate.of(2026, 1, 5), LocalDate.of(2026, 2, 17));

  private RealLogs() {}

  /** Each session's newest feature row, with {@code kind} and {@code label}. */
  static Dataset<Row> sessions(SparkSession spark, Path raw, Path folder) throws IOException {
    if (!Refinery.isDone(folder)) {
      Refinery.refine(spark, raw, DAYS, Worlds.SETTINGS, folder);
    }
    return NewestRows.of(Refinery.rows(spark, folder, SessionFeatures.TABLE))
        .withColumn("kind", lit("real"))
        .withColumn("label", lit(Verdicts.LEGITIMATE))
        .orderBy(col("session_id"));
  }

  /** A row of a Markdown table. */
  static String line(String model, List<ScoredSession> sessions) {
    long judged = sessions.stream().filter(ScoredSession::judged).count();
    long flagged = sessions.stream().filter(ScoredSession::flagged).count();
    double highest =
        sessions.stream()
            .filter(ScoredSession::judged)
            .mapToDouble(ScoredSession::probability)
            .max()
            .orElse(Double.NaN);
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %.2f |",
        model,
        sessions.size(),
        judged,
        flagged,
        highest);
  }
}
