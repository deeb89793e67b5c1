package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The sessions of the held-out days as a model judges them that knows nothing of those days: parts,
 * blend and threshold all rest on what was before. The model that is published is blended anew with
 * them. (They had a say in how firmly a tuning keeps to the starter and in which trees are kept, a
 * choice of a few.)
 *
 * @param rows held-out sessions
 * @param threshold probability from which they would be flagged; empty where nobody would be
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
   */
  static HeldOut of(List<Unseen> rows, double budget, ReviewerErrors errors) {
    List<Unseen> before = rows.stream().filter(row -> !row.heldOut()).toList();
    return new HeldOut(
        rows.stream().filter(Unseen::heldOut).toList(),
        Threshold.choose(before, budget, errors).value());
  }

  boolean flags(Unseen row) {
    return row.isFlagged(threshold);
  }

  List<Unseen> reviewed() {
    return rows.stream().filter(Unseen::decided).toList();
  }
}
