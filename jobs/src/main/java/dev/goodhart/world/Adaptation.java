package dev.goodhart.world;

import dev.goodhart.label.Figures;
import dev.goodhart.world.Gamer.Escape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What gamers who were flagged do about it, in an organisation that hides so much: the cheapest way
 * of each session, and what each behaviour would do alone.
 */
final class Adaptation {
  static final String HEADER =
      "evasion,kind,session,person,evidence,probability,price,changes,first,behaviours,"
          + "probability_after,tokens_before,tokens_after,lines_before,lines_after,"
          + "commits_before,commits_after";

  static final String ALONE_HEADER =
      "evasion,kind,session,person,behaviour,price,colleagues,escapes";

  private final double evasion;
  private final Gamer gamer;
  private final Colleagues colleagues;
  private final List<ScoredSession> caught;
  private final List<Behaviour> told;

  Adaptation(double evasion, Gamer gamer, List<ScoredSession> sessions) {
    this.evasion = evasion;
    this.gamer = gamer;
    this.colleagues = new Colleagues(sessions);
    this.caught =
        sessions.stream().filter(ScoredSession::gaming).filter(ScoredSession::flagged).toList();
    this.told = Arrays.stream(Behaviour.values()).filter(each -> isTold(each, sessions)).toList();
  }

  private static boolean isTold(Behaviour behaviour, List<ScoredSession> sessions) {
    return sessions.stream()
        .map(ScoredSession::figures)
        .anyMatch(
            figures ->
                behaviour.features().stream()
                    .anyMatch(feature -> Double.isFinite(figures.value(feature))));
  }

  /** One line a session that was flagged. */
  List<String> lines() {
    return caught.stream()
        .map(session -> line(session, gamer.cheapest(session.figures(), colleagues.of(session))))
        .toList();
  }

  private String line(ScoredSession session, Optional<Escape> escape) {
    List<Behaviour> changes = escape.map(Escape::changes).orElse(List.of());
    Figures before = session.figures();
    Figures after = escape.map(Escape::after).orElse(before);
    return Csv.line(
        evasion,
        session.kind(),
        session.session(),
        session.person(),
        session.evidence(),
        session.probability(),
        escape.map(found -> found.price().text()).orElse("none"),
        changes.size(),
        changes.isEmpty() ? "" : changes.get(0).text(),
        changes.stream().map(Behaviour::text).collect(Collectors.joining("; ")),
        escape.map(Escape::probability).orElse(Double.NaN),
        counted(before, "log_tokens"),
        counted(after, "log_tokens"),
        counted(before, "log_lines"),
        counted(after, "log_lines"),
        before.value("commits"),
        after.value("commits"));
  }

  /** A number of which ln(1 + n) is kept. */
  private static double counted(Figures figures, String feature) {
    return Math.rint(Math.expm1(figures.value(feature)));
  }

  /**
   * One line a session that was flagged and behaviour: with how many colleagues' it escapes. A
   * behaviour that nobody's session tells of is left out (how close a target is, where none is
   * declared): that it changes nothing would say nothing.
   */
  List<String> linesAlone() {
    return caught.stream().flatMap(session -> alone(session).stream()).toList();
  }

  private List<String> alone(ScoredSession session) {
    List<Figures> followed = colleagues.of(session);
    return told.stream()
        .map(
            behaviour ->
                Csv.line(
                    evasion,
                    session.kind(),
                    session.session(),
                    session.person(),
                    behaviour.text(),
                    behaviour.price().text(),
                    followed.size(),
                    followed.stream()
                        .filter(
                            colleague -> gamer.escapesBy(behaviour, session.figures(), colleague))
                        .count()))
        .toList();
  }
}
