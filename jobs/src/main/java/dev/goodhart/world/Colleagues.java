package dev.goodhart.world;

import dev.goodhart.label.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Whom a gamer imitates: a few honest sessions of others that the model does not flag, drawn by
 * lot, whole ones, so that what they do goes together. They are as old as the gamer's, so that as
 * much could come of them.
 */
final class Colleagues {
  private static final int FOLLOWED = 5;

  private final List<ScoredSession> honest;

  Colleagues(List<ScoredSession> sessions) {
    this.honest =
        sessions.stream()
            .filter(ScoredSession::legitimate)
            .filter(ScoredSession::judged)
            .filter(session -> !session.flagged())
            .toList();
  }

  /** Of the person's team where it has enough, else of all who log in the same way. */
  List<Figures> of(ScoredSession session) {
    List<ScoredSession> alike =
        among(
            honest,
            other ->
                other.source().equals(session.source())
                    && other.evidence().equals(session.evidence())
                    && !other.person().equals(session.person()));
    List<ScoredSession> team = among(alike, other -> other.team().equals(session.team()));
    List<ScoredSession> lot = new ArrayList<>(team.size() < FOLLOWED ? alike : team);
    Collections.shuffle(lot, new Random(session.session().hashCode()));
    return lot.stream().limit(FOLLOWED).map(ScoredSession::figures).toList();
  }

  private static List<ScoredSession> among(
      List<ScoredSession> sessions, Predicate<ScoredSession> wanted) {
    return sessions.stream().filter(wanted).toList();
  }
}
