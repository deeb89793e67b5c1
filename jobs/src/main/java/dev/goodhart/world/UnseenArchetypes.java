package dev.goodhart.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is found of an archetype that neither the starter's organisations nor the one that reviewed
 * had any of, beside what is found by the model that met it.
 */
final class UnseenArchetypes {
  private final List<ScoredSession> known;
  private final List<String> rows = new ArrayList<>();
  private final List<ScoredSession> allUnseen = new ArrayList<>();

  /**
   * Begins.
   *
   * @param known every session as judged by the model that met all archetypes
   */
  UnseenArchetypes(List<ScoredSession> known) {
    this.known = known;
  }

  /**
   * Adds an archetype.
   *
   * @param sessions every session as judged by a model that never met it
   */
  void add(String archetype, List<ScoredSession> sessions) {
    Predicate<ScoredSession> of = session -> session.gaming() && session.kind().equals(archetype);
    List<ScoredSession> unseen = sessions.stream().filter(of).toList();
    allUnseen.addAll(unseen);
    rows.add(
        row(
            archetype.replace('_', ' '),
            known.stream().filter(of).toList(),
            unseen,
            sessions.stream().filter(session -> !session.gaming()).toList()));
  }

  /** A Markdown table, a row for each archetype that was added, and one for all of them. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| archetype | sessions | flagged where it was known | never seen | honest flagged then |");
    lines.add("|---|---:|---:|---:|---:|");
    lines.addAll(rows);
    lines.add(
        row(
            "**all**",
            known.stream().filter(ScoredSession::gaming).toList(),
            allUnseen,
            List.of()));
    lines.add("");
    return lines;
  }

  private static String row(
      String name,
      List<ScoredSession> known,
      List<ScoredSession> unseen,
      List<ScoredSession> honest) {
    return "| %s | %d | %s | %s | %s |"
        .formatted(
            name,
            unseen.size(),
            Shares.flagged(known),
            Shares.flagged(unseen),
            Shares.flagged(honest));
  }
}
