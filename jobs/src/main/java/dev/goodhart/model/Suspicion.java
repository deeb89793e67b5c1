package dev.goodhart.model;

/**
 * What a model makes of one session.
 *
 * @param probability of tokenmaxxing
 * @param withoutFree probability that would be left without the one thing that speaks most for
 *     tokenmaxxing among those that are changed for free
 */
public record Suspicion(double probability, double withoutFree) {
  /**
   * Highest threshold from which it would be flagged: it must reach the threshold, and without the
   * free thing the share of it from which a session is unclear.
   */
  double flaggedUpTo(double unclearShare) {
    return Math.min(probability, withoutFree / unclearShare);
  }

  static Suspicion of(ScoringCore.Explained explained, FreeTells freeTells) {
    return new Suspicion(
        LogOdds.probability(explained.margin()),
        LogOdds.probability(freeTells.without(explained.margin(), explained.shares())));
  }
}
