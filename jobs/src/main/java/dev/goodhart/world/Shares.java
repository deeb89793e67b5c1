package dev.goodhart.world;

import dev.goodhart.model.Intervals;
import java.util.List;
import java.util.Locale;

/** Shares of sessions that are flagged, with their intervals, as they stand in a table. */
final class Shares {
  private Shares() {}

  /** A share in per cent with its interval, or a dash where there is nothing to measure. */
  static String flagged(List<ScoredSession> sessions) {
    if (sessions.isEmpty()) {
      return "–";
    }
    Intervals.Share share = of(sessions);
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f to %.1f)",
        100 * share.value(),
        100 * share.low(),
        100 * share.high());
  }

  /** The share of sessions that are flagged. */
  static Intervals.Share of(List<ScoredSession> sessions) {
    return Intervals.share(
        sessions.stream()
            .map(session -> new Intervals.Trial(session.person(), session.flagged()))
            .toList());
  }
}
