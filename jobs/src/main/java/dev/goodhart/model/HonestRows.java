package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sessions that are taken as honest: all that ended before anybody was told of a target or
 * leaderboard, when there was little to game for, unless a reviewer found otherwise; and those
 * since that reviewers found honest, less the gaming that reviewers missed. How much of that is
 * among the flagged is told in two ways, by what reviewers found among them and by the model's
 * probabilities, and what clears fewer counts: a model may be sure and wrong, and reviewers who
 * find one kind may have missed none of another. Sessions of too few calls to be judged are not
 * among them.
 */
final class HonestRows {
  private final List<Unseen> early;
  private final List<Unseen> foundHonest;
  private final List<Unseen> foundGaming;
  private final ReviewerErrors errors;

  HonestRows(List<Unseen> all, ReviewerErrors errors) {
    this.early = strictestFirst(all, row -> row.quiet() && !row.foundGaming());
    this.foundHonest = strictestFirst(all, row -> !row.quiet() && row.foundHonest());
    this.foundGaming = strictestFirst(all, row -> !row.quiet() && row.foundGaming());
    this.errors = errors;
  }

  private static List<Unseen> strictestFirst(List<Unseen> all, Predicate<Unseen> which) {
    return all.stream()
        .filter(row -> row.judged() && which.test(row))
        .sorted(Comparator.comparingDouble(Unseen::flaggedUpTo).reversed())
        .toList();
  }

  private static List<Unseen> flagged(List<Unseen> rows, double from) {
    return rows.stream().takeWhile(row -> row.flaggedUpTo() >= from).toList();
  }

  /** How many they are. */
  int size() {
    return early.size() + (int) Math.round(errors.honest(foundGaming.size(), foundHonest.size()));
  }

  /** How many of them would be flagged from a threshold on. */
  double flagged(double from) {
    List<Unseen> passed = flagged(foundHonest, from);
    double byVerdicts = errors.honest(flagged(foundGaming, from).size(), passed.size());
    double byProbabilities =
        passed.stream().mapToDouble(row -> 1 - errors.truth(false, row.probability())).sum();
    return flagged(early, from).size() + Math.max(byVerdicts, byProbabilities);
  }

  /** Upper bound of the share of honest sessions that would be flagged from a threshold on. */
  double atMost(double from, double confidence) {
    return Intervals.upper(flagged(from), size(), confidence);
  }
}
