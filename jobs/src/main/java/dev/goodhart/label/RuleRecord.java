package dev.goodhart.label;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far labelling rules can be trusted, and how much of what one says another says too. A rule's
 * precision is a mean of what is assumed of it, what reviewers found where it spoke, and, as a
 * lesser witness, what the other rules say there. Its overlap is the number of rules of its side
 * that speak where it does, itself included, on average over all sessions where it speaks.
 */
final class RuleRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Reviewed sessions that an assumed precision is worth. */
  private static final double ASSUMPTION_STRENGTH = 10;

  /** Reviewed sessions that a session is worth on which only other rules speak, and at most. */
  private static final double OTHERS_STRENGTH = 0.02;

  private static final double MOST_FROM_OTHERS = 10;

  private final HashMap<String, Double> precision = new HashMap<>();
  private final HashMap<String, Double> overlap = new HashMap<>();

  /**
   * Sessions on which the same rules speak and of which reviewers said the same.
   *
   * @param verdict null where no reviewer decided
   */
  record Said(List<Rule> rules, String verdict, long sessions) {}

  /**
   * @param said every session once
   * @param missedShare share of tokenmaxxing sessions that reviewers take for honest
   */
  RuleRecord(List<Said> said, double missedShare) {
    for (Rule rule : Rules.ALL) {
      List<Said> where = said.stream().filter(group -> group.rules().contains(rule)).toList();
      precision.put(rule.name(), tested(rule, where, missedShare, List.of()));
      overlap.put(rule.name(), overlap(rule, where));
    }
    Map<String, Double> withOthers = new HashMap<>();
    for (Rule rule : Rules.ALL) {
      List<Said> where = said.stream().filter(group -> group.rules().contains(rule)).toList();
      withOthers.put(rule.name(), tested(rule, where, missedShare, others(rule, where)));
    }
    precision.putAll(withOthers);
  }

  /** What other rules say where one speaks too, without reviewers. */
  private record Word(double probability, long sessions) {}

  private List<Word> others(Rule rule, List<Said> where) {
    return where.stream()
        .filter(group -> group.rules().size() > 1 && !Verdicts.decides(group.verdict()))
        .map(
            group ->
                new Word(
                    LabelModel.probability(
                        group.rules().stream().filter(Predicate.not(rule::equals)).toList(), this),
                    group.sessions()))
        .toList();
  }

  private static double tested(Rule rule, List<Said> where, double missedShare, List<Word> others) {
    double reviewed = 0;
    double found = 0;
    for (Said group : where) {
      if (Verdicts.decides(group.verdict())) {
        reviewed += group.sessions();
        found += Verdicts.TOKENMAXXING.equals(group.verdict()) ? group.sessions() : 0;
      }
    }
    found = Math.min(reviewed, found / Math.max(0.1, 1 - missedShare));
    double heard = 0;
    double agreed = 0;
    for (Word word : others) {
      heard += word.sessions();
      agreed += word.sessions() * word.probability();
    }
    double weight = Math.min(MOST_FROM_OTHERS, OTHERS_STRENGTH * heard);
    double byOthers = heard > 0 ? weight * agreed / heard : 0;
    return (rule.assumedPrecision() * ASSUMPTION_STRENGTH + found + byOthers)
        / (ASSUMPTION_STRENGTH + reviewed + weight);
  }

  private static double overlap(Rule rule, List<Said> where) {
    double sessions = 0;
    double speaking = 0;
    for (Said group : where) {
      sessions += group.sessions();
      speaking +=
          (double) group.sessions()
              * group.rules().stream().filter(other -> other.gaming() == rule.gaming()).count();
    }
    return sessions > 0 ? speaking / sessions : 1;
  }

  /** Share of tokenmaxxing where the rule speaks. */
  double precision(Rule rule) {
    return precision.get(rule.name());
  }

  /** How many rules of its side speak where it does, at least 1. */
  double overlap(Rule rule) {
    return overlap.get(rule.name());
  }
}
