package dev.goodhart.model;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

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

  /** So many sessions that nobody reviewed. */
  static List<Unseen> unreviewed(int number, double score, boolean quiet) {
    return IntStream.range(0, number)
        .mapToObj(i -> unreviewed(score + " " + quiet + " " + i, score, quiet))
        .toList();
  }

  static Unseen row(
      String session, String verdict, double score, boolean quiet, double cost, boolean noProduct) {
    return new Unseen(
        session,
        "person of " + session,
        margin(score),
        LogOdds.probability(margin(score)),
        verdict,
        DAY,
        false,
        quiet,
        true,
        new Unseen.Figured(cost, Math.round(10 * cost), noProduct),
        traits("payments", DAY + "T12:00:00Z"));
  }

  /** A reviewed session of a person and a team. */
  static Unseen row(String person, String team, String verdict, double score) {
    Unseen row = reviewed(person + " " + verdict + " " + score, verdict, score);
    return of(person, row, row.figured(), traits(team, DAY + "T12:00:00Z"));
  }

  /** A session that nobody reviewed. */
  static Unseen row(String person, Unseen.Figured figured, Unseen.Traits traits) {
    return of(person, unreviewed(person + traits, 0.1, false), figured, traits);
  }

  static Unseen.Traits traits(String team, String startedAt) {
    return new Unseen.Traits(team, Instant.parse(startedAt), "mature", null);
  }

  private static Unseen of(
      String person, Unseen row, Unseen.Figured figured, Unseen.Traits traits) {
    return new Unseen(
        row.session(),
        person,
        row.score(),
        row.flaggedUpTo(),
        row.verdict(),
        row.endedOn(),
        row.heldOut(),
        row.quiet(),
        row.judged(),
        figured,
        traits);
  }

  /** The same session, of too few calls to be judged. */
  static Unseen tooShort(Unseen row) {
    return new Unseen(
        row.session(),
        row.person(),
        row.score(),
        row.flaggedUpTo(),
        row.verdict(),
        row.endedOn(),
        row.heldOut(),
        row.quiet(),
        false,
        row.figured(),
        row.traits());
  }
}
