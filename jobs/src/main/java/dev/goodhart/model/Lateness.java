package dev.goodhart.model;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import dev.goodhart.label.Verdicts;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What it costs that gaming is found late: days from a session's end to the last day of the run in
 * which a model first flagged it, of which no reviewer had decided yet: a verdict flags by itself
 * what only reviewers found. Sessions that ended before anything was scored are left out, for
 * nothing could have found them in time.
 *
 * @param since day of the first scores
 * @param gaming gaming sessions that ended since
 * @param never those that were never flagged
 * @param median days, of those that were; NaN where none was
 * @param late days within which nine in ten of those were found
 */
public record Lateness(LocalDate since, long gaming, long never, double median, double late) {
  /** Slice of {@code ml.evaluations}. */
  static final String AS_SCORED = "as scored";

  /**
   * A gaming session.
   *
   * @param firstFlagged day of the run that first put it in band likely, null where none did
   */
  record Case(LocalDate endedOn, LocalDate firstFlagged) {
    private double days() {
      // An unfinished session may be flagged before it ends.
      return Math.max(0, ChronoUnit.DAYS.between(endedOn, firstFlagged));
    }
  }

  /**
   * Of sessions as they were really scored, by whichever model was live; empty where nothing was
   * scored.
   *
   * @param gaming {@code session_id, ended_at} of each
   * @param history {@code review.session_score_history}
   */
  public static Optional<Lateness> of(Dataset<Row> gaming, Dataset<Row> history) {
    List<Case> cases =
        gaming
            .join(firstFlagged(history), new String[] {"session_id"}, "left")
            .collectAsList()
            .stream()
            .map(Lateness::timing)
            .toList();
    return since(history).map(day -> of(cases, day));
  }

  /** Day of the first scores. */
  static Optional<LocalDate> since(Dataset<Row> history) {
    Date first = history.agg(min("scored_date")).head().getDate(0);
    return Optional.ofNullable(first).map(Date::toLocalDate);
  }

  /** {@code session_id, first_flagged}: the day on which a model first put it in band likely. */
  static Dataset<Row> firstFlagged(Dataset<Row> history) {
    return history
        .filter(col("band").equalTo(Band.LIKELY.written()))
        .filter(coalesce(col("review_verdict"), lit(Verdicts.UNSURE)).equalTo(Verdicts.UNSURE))
        .groupBy("session_id")
        .agg(min("scored_date").as("first_flagged"));
  }

  /** Of a row with {@code ended_at, first_flagged}. */
  static Case timing(Row row) {
    Date firstFlagged = row.getAs("first_flagged");
    return new Case(
        LocalDate.ofInstant(row.<Timestamp>getAs("ended_at").toInstant(), ZoneOffset.UTC),
        firstFlagged == null ? null : firstFlagged.toLocalDate());
  }

  static Lateness of(List<Case> gaming, LocalDate since) {
    List<Case> counted = gaming.stream().filter(row -> !row.endedOn().isBefore(since)).toList();
    List<Double> days =
        counted.stream()
            .filter(row -> row.firstFlagged() != null)
            .map(Case::days)
            .sorted()
            .toList();
    return new Lateness(
        since, counted.size(), counted.size() - days.size(), within(0.5, days), within(0.9, days));
  }

  /** The fewest days that a share of them, or more, do not go beyond. */
  private static double within(double share, List<Double> sorted) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  /** Rows of {@code ml.evaluations}; none where no gaming session ended since the first scores. */
  public List<Row> evaluations(String modelVersion) {
    if (gaming == 0) {
      return List.of();
    }
    return List.of(
        row(modelVersion, "days_until_flagged", median),
        row(modelVersion, "days_until_flagged_nine_in_ten", late),
        row(modelVersion, "never_flagged", (double) never / gaming));
  }

  private Row row(String modelVersion, String metric, double value) {
    Double known = Double.isNaN(value) ? null : (Double) value;
    return RowFactory.create(modelVersion, AS_SCORED, metric, known, null, null, gaming, gaming);
  }

  String inWords() {
    if (gaming == 0) {
      return "How late gaming is found can't be told: none ended since the first scores, of "
          + since
          + ".";
    }
    String found =
        never == gaming
            ? ""
            : String.format(
                Locale.ROOT,
                "; the others were within %.0f days of their end (half of them) and %.0f (nine in ten)",
                median,
                late);
    return String.format(
        Locale.ROOT,
        "Of %d gaming sessions that ended since the first scores, of %s, %d (%.0f %%) were never flagged%s.",
        gaming,
        since,
        never,
        100.0 * never / gaming,
        found);
  }
}
