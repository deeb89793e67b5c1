package dev.goodhart.label;

import java.util.function.Predicate;

/**
 * One labelling rule: when it speaks, it says that a session looks like tokenmaxxing or like honest
 * work, and of which archetype. It abstains wherever its figures are unknown.
 *
 * @param name name in {@code ml.labels.rules}
 * @param archetype archetype of the model card's list that it is for
 * @param gaming true: speaks for tokenmaxxing; false: for honest work
 * @param assumedPrecision how likely tokenmaxxing is where it speaks, before a review has tested it
 * @param speaks condition on the session's figures
 */
public record Rule(
    String name,
    String archetype,
    boolean gaming,
    double assumedPrecision,
    Predicate<Figures> speaks) {
  private static final double STRONG = 0.75;
  private static final double WEAK = 0.45;
  private static final double HONEST = 0.01;

  /** Behaviours that honest work seldom shows together. */
  static Rule strong(String name, String archetype, Predicate<Figures> speaks) {
    return new Rule(name, archetype, true, STRONG, speaks);
  }

  /** Behaviours that some honest work shows together too. */
  static Rule weak(String name, String archetype, Predicate<Figures> speaks) {
    return new Rule(name, archetype, true, WEAK, speaks);
  }

  static Rule honest(String name, String archetype, Predicate<Figures> speaks) {
    return new Rule(name, archetype, false, HONEST, speaks);
  }
}
