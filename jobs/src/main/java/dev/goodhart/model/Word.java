package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;

/**
 * What is said of a session that a model learns from: a reviewer's verdict, who errs at times, or
 * how likely it is supposed to be tokenmaxxing, which is taken for what it is.
 *
 * @param label of a verdict 1 where tokenmaxxing was found, else 0; of a supposition the
 *     probability
 * @param verdict whether a reviewer decided
 * @param weight how many sessions it counts for
 */
record Word(double label, boolean verdict, double weight) {
  /** Nothing that came to pass is held to be less likely. */
  private static final double LEAST = 1e-12;

  static Word found(boolean tokenmaxxing, double weight) {
    return new Word(tokenmaxxing ? 1 : 0, true, weight);
  }

  static Word supposed(double probability, double weight) {
    return new Word(probability, false, weight);
  }

  /** Probability that the session is tokenmaxxing given the word and the session's log-odds. */
  double truth(double margin, ReviewerErrors errors) {
    return verdict ? errors.truth(label > 0.5, LogOdds.probability(margin)) : label;
  }

  /** How badly log-odds fit it, a reviewer's errors and all: weighted log loss. */
  double loss(double margin, ReviewerErrors errors) {
    double gaming = LogOdds.probability(margin);
    double likely = verdict ? errors.found(gaming) : gaming;
    return -weight * (label * log(likely) + (1 - label) * log(1 - likely));
  }

  private static double log(double probability) {
    return Math.log(Math.max(LEAST, probability));
  }
}
