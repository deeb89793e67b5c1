package dev.goodhart.model;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * What it costs that gaming is found late: days from a session's end to the run that first flagged
 * it, whether a model or a reviewer's verdict did. Sessions that ended before anything was scored
 * are left out, for nothing could have found them in time.
 *
 * @param since day of the first scores
 * @param gaming gaming sessions that ended since
 * @param never those that were never flagged
 * @param median days, of those that were; NaN where none was
 * @param late days within which nine in ten of those were found
 */
record Lateness(LocalDate since, long gaming, long never, double median, double late) {

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

  static Lateness of(List<Case> gaming, LocalDate since) {
    List<Case> counted = gaming.stream().filter(row -> !row.endedOn().isBefore(since)).toList();
    List<Double> days =
        counted.stream()
            .filter(row -> row.firstFlagged() != null)
            .map(Case::days)
            .sorted()
            .toList();
    return new Lateness(
        since,
        counted.size(),
        counted.size() - days.size(),
        days.isEmpty() ? Double.NaN : Metrics.quantile(days, 0.5),
        days.isEmpty() ? Double.NaN : Metrics.quantile(days, 0.9));
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
