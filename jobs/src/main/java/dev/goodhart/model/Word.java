package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;

/**
 * What is said of a session that a model learns from.
 *
 * @param label of a verdict 1 where tokenmaxxing was found, else 0; else the probability that is
 *     supposed
 * @param weight how many sessions it counts for
 */
record Word(Kind kind, double label, double weight) {
  /** Nothing that came to pass is held to be less likely. */
  private static final double LEAST = 1e-12;

  /** Whose word it is, and how it is taken. */
  enum Kind {
    /** A reviewer's, who errs at times. */
    VERDICT,
    /** How likely it is supposed to be tokenmaxxing, which is taken for what it is. */
    SUPPOSED,
    /**
     * The same, but only their mean over all such sessions is taken: how many of them game, and not
     * which.
     */
    LEVEL
  }

  static Word found(boolean tokenmaxxing, double weight) {
    return new Word(Kind.VERDICT, tokenmaxxing ? 1 : 0, weight);
  }

  static Word supposed(double probability, double weight) {
    return new Word(Kind.SUPPOSED, probability, weight);
  }

  static Word level(double probability, double weight) {
    return new Word(Kind.LEVEL, probability, weight);
  }

  /** The same of so many times as many sessions. */
  Word times(double times) {
    return new Word(kind, label, weight * times);
  }

  /**
   * Probability that the session is tokenmaxxing given the word and the session's log-odds.
   *
   * @param shift what brings the log-odds of those of which only the level is known to that level
   */
  double truth(double margin, double shift, ReviewerErrors errors) {
    return switch (kind) {
      case VERDICT -> errors.truth(label > 0.5, LogOdds.probability(margin));
      case SUPPOSED -> label;
      case LEVEL -> LogOdds.probability(margin + shift);
    };
  }

  /**
   * How badly log-odds fit it, a reviewer's errors and all: weighted log loss. Where only a level
   * is known, a session alone fits it whatever it is.
   */
  double loss(double margin, ReviewerErrors errors) {
    if (kind == Kind.LEVEL) {
      return 0;
    }
    double gaming = LogOdds.probability(margin);
    double likely = kind == Kind.VERDICT ? errors.found(gaming) : gaming;
    return -weight * (label * log(likely) + (1 - label) * log(1 - likely));
  }

  private static double log(double probability) {
    return Math.log(Math.max(LEAST, probability));
  }
}
