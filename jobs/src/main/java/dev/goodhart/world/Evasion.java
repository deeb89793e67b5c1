package dev.goodhart.world;

import dev.goodhart.model.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What share of each kind of session is flagged, in an organisation that hides so much. */
final class Evasion {
  static final String HEADER = "evasion,gaming,kind,sessions,judged,flagged,share,low,high";

  private Evasion() {}

  /** One line a kind, and one each for all gaming and all other sessions. */
  static List<String> lines(double evasion, List<ScoredSession> sessions) {
    List<String> lines = new ArrayList<>();
    for (boolean gaming : new boolean[] {true, false}) {
      Map<String, List<ScoredSession>> kinds = new TreeMap<>();
      for (ScoredSession session : sessions) {
        if (session.gaming() == gaming) {
          kinds.computeIfAbsent("all", all -> new ArrayList<>()).add(session);
          kinds.computeIfAbsent(session.kind(), kind -> new ArrayList<>()).add(session);
        }
      }
      kinds.forEach((kind, of) -> lines.add(line(evasion, gaming, kind, of)));
    }
    return lines;
  }

  private static String line(
      double evasion, boolean gaming, String kind, List<ScoredSession> sessions) {
    Intervals.Share flagged = Shares.of(sessions);
    return Csv.line(
        evasion,
        gaming ? 1 : 0,
        kind,
        sessions.size(),
        sessions.stream().filter(ScoredSession::judged).count(),
        sessions.stream().filter(ScoredSession::flagged).count(),
        flagged.value(),
        flagged.low(),
        flagged.high());
  }
}
