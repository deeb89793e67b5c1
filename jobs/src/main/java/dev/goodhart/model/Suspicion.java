package dev.goodhart.model;

/**
 * What a model makes of one session.
 *
 * @param probability of tokenmaxxing
 * @param withoutFree probability that would be left without the one thing that speaks most for
 *     tokenmaxxing among those that are changed for free
 */
public record Suspicion(double probability, double withoutFree) {
  /** What must be left without the free thing: tokenmaxxing half as likely as honest work. */
  private static final double LEAST_WITHOUT_FREE = 1.0 / 3;

  /** Whether too much of it hangs on the free thing to flag anybody. */
  boolean hangsOnOneThing() {
    return withoutFree < LEAST_WITHOUT_FREE;
  }

  static Suspicion of(ScoringCore.Explained explained, FreeTells freeTells) {
    return new Suspicion(
        LogOdds.probability(explained.margin()),
        LogOdds.probability(freeTells.without(explained.margin(), explained.shares())));
  }
}
