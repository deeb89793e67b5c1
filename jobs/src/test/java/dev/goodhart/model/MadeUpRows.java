package dev.goodhart.model;

import java.time.LocalDate;

/** Out-of-fold rows for tests; each of a person of its own unless said otherwise. */
final class MadeUpRows {
  private static final LocalDate DAY = LocalDate.parse("2026-06-01");

  private MadeUpRows() {}

  /** Log-odds of a session that a score of 0 to 1 places; even at one half. */
  static double margin(double score) {
    return 10 * score - 5;
  }

  static Unseen reviewed(String session, String verdict, double score) {
    return row(session, verdict, score, false, 1, false);
  }

  static Unseen unreviewed(String session, double score, boolean quiet) {
    return row(session, null, score, quiet, 1, false);
  }

  static Unseen row(
      String session, String verdict, double score, boolean quiet, double cost, boolean noProduct) {
    return new Unseen(
        session,
        "person of " + session,
        margin(score),
        verdict,
        DAY,
        false,
        quiet,
        new Unseen.Figured(cost, Math.round(10 * cost), noProduct));
  }
}
