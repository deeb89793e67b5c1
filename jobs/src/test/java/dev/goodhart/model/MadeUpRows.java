package dev.goodhart.model;

import java.time.LocalDate;

/** Out-of-fold rows for tests; each of a person of its own unless said otherwise. */
final class MadeUpRows {
  private static final LocalDate DAY = LocalDate.parse("2026-06-01");

  private MadeUpRows() {}

  static Unseen reviewed(String session, String verdict, double score) {
    return row(session, verdict, score, false, 1, false);
  }

  static Unseen unreviewed(String session, double score, boolean quiet) {
    return row(session, null, score, quiet, 1, false);
  }

  static Unseen row(
      String session, String verdict, double score, boolean quiet, double cost, boolean noProduct) {
    double label = "tokenmaxxing".equals(verdict) ? 1 : 0;
    return new Unseen(
        session,
        "person of " + session,
        score,
        label,
        1,
        verdict,
        DAY,
        false,
        quiet,
        new Unseen.Figured(cost, Math.round(10 * cost), noProduct));
  }
}
