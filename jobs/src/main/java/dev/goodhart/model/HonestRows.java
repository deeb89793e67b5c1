package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sessions that are taken as honest: all that ended before anybody was told of a target or
 * leaderboard, when there was little to game for, unless a reviewer found otherwise; and those
 * since that reviewers found honest, as far as that verdict goes given what reviewers miss.
 * Sessions of too few calls to be judged are not among them.
 */
final class HonestRows {
  /** A session that counts as honest by {@code honesty}, 0 to 1. */
  private record Row(double flaggedUpTo, double honesty) {}

  /** Those first that the strictest thresholds would flag. */
  private final List<Row> rows = new ArrayList<>();

  HonestRows(List<Unseen> all, ReviewerErrors errors) {
    for (Unseen row : all) {
      if (row.judged() && row.quiet() && (row.foundHonest() || !row.decided())) {
        rows.add(new Row(row.flaggedUpTo(), 1));
      } else if (row.judged() && row.foundHonest()) {
        rows.add(new Row(row.flaggedUpTo(), 1 - errors.truth(false, row.probability())));
      }
    }
    rows.sort(Comparator.comparingDouble(Row::flaggedUpTo).reversed());
  }

  int size() {
    return rows.size();
  }

  /** How many of them would be flagged from a threshold on. */
  double flagged(double from) {
    return rows.stream()
        .takeWhile(row -> row.flaggedUpTo() >= from)
        .mapToDouble(Row::honesty)
        .sum();
  }

  /** Upper bound of the share of honest sessions that would be flagged from a threshold on. */
  double atMost(double from, double confidence) {
    return Intervals.upper(flagged(from), size(), confidence);
  }
}
