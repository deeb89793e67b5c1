package dev.goodhart.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What each reviewed session counts where it speaks for others. What the review queue was bound to
 * choose stands for what it was bound to choose, whether or not that has been reviewed yet; any
 * other reviewed session stands for the others that cost as much ({@link Selection}).
 */
final class SampleWeights {
  private final Predicate<Unseen> bound;
  private final Selection selection;
  private final double ofBound;

  private SampleWeights(Predicate<Unseen> bound, Selection selection, double ofBound) {
    this.bound = bound;
    this.selection = selection;
    this.ofBound = ofBound;
  }

  /**
   * Weights of the reviewed ones among sessions; none where nothing is known of what the queue was
   * not bound to choose.
   */
  static Optional<SampleWeights> of(List<Unseen> sessions, QueueDraws draws) {
    Predicate<Unseen> isBound = row -> draws.forCertain().contains(row.session());
    List<Unseen> chosen = sessions.stream().filter(isBound).toList();
    List<Unseen> others = sessions.stream().filter(isBound.negate()).toList();
    Selection selection =
        Selection.of(
            others.stream()
                .map(row -> new Selection.Looked(row.figured().cost(), row.decided()))
                .toList());
    double ofOthers =
        others.stream()
            .filter(Unseen::decided)
            .mapToDouble(row -> selection.weight(row.figured().cost()))
            .sum();
    long reviewed = chosen.stream().filter(Unseen::decided).count();
    double ofOne = ofOthers / Math.max(1, others.size());
    return ofOthers > 0
        ? Optional.of(
            new SampleWeights(isBound, selection, ofOne * chosen.size() / Math.max(1, reviewed)))
        : Optional.empty();
  }

  /** Of a reviewed session. */
  double of(Unseen row) {
    return bound.test(row) ? ofBound : selection.weight(row.figured().cost());
  }
}
