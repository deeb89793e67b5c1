package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The sessions of the held-out days as a model judges them that knows nothing of them: parts, blend
 * and threshold all rest on sessions that ended before those days, as they stand at the training,
 * with verdicts and outcomes that came since. The model that is published is blended anew with
 * them. (They had a say in how firmly a tuning keeps to the starter and in which trees are kept, a
 * choice of a few, and in what is taken as usual, how often reviewers err and how right rules are.)
 *
 * @param rows held-out sessions; none where too little was known before them
 * @param threshold probability from which they would be flagged; where too few honest sessions were
 *     known before them for one, the published model's, which knows them; empty where nobody is
 */
public record HeldOut(List<Unseen> rows, OptionalDouble threshold) {
  static final HeldOut NONE = new HeldOut(List.of(), OptionalDouble.empty());

  public HeldOut {
    rows = List.copyOf(rows);
  }

  /**
   * Divides sessions that were judged without the held-out days.
   *
   * @param rows all sessions
   * @param fewest sessions found tokenmaxxing from which something could be learnt before
   * @param published threshold of the model that knows all days
   */
  static HeldOut of(
      List<Unseen> rows,
      long fewest,
      double budget,
      ReviewerErrors errors,
      OptionalDouble published) {
    List<Unseen> before = rows.stream().filter(row -> !row.heldOut()).toList();
    if (Unseen.positives(before.stream().filter(row -> !row.quiet()).toList()) < fewest) {
      return NONE;
    }
    Threshold threshold = Threshold.choose(before, budget, errors);
    return new HeldOut(
        rows.stream().filter(Unseen::heldOut).toList(),
        threshold.needed() > 0 ? published : threshold.value());
  }

  boolean flags(Unseen row) {
    return row.isFlagged(threshold);
  }

  /**
   * Share of honest sessions that would be flagged, at least, by what reviewers said of the flagged
   * ones: whoever else was flagged is taken to game, and all others to be honest, since reviewers
   * look at what is flagged first. How sure the model was has no say, as it may be sure and wrong.
   *
   * @param confidence of the one-sided bound
   */
  double wronglyFlaggedAtLeast(ReviewerErrors errors, double confidence) {
    List<Unseen> flagged = rows.stream().filter(this::flags).toList();
    double honest =
        errors.honest(
            Unseen.positives(flagged), flagged.stream().filter(Unseen::foundHonest).count());
    int perhapsHonest =
        rows.stream().filter(row -> row.judged() && !row.foundGaming()).toList().size();
    return Intervals.lower(honest, perhapsHonest, confidence);
  }

  List<Unseen> reviewed() {
    return rows.stream().filter(Unseen::decided).toList();
  }
}
