package dev.goodhart.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many of the sessions that nobody reviewed are supposed to game, without a word on which. What
 * is learnt from reviewed ones is held to it by expectation regularisation (G. Mann and A.
 * McCallum, "Simple, robust, scalable semi-supervised learning via expectation regularization",
 * 2007): such a session is taken as what is learnt so far says of it, moved by as much as brings
 * the mean of all to the level.
 */
final class Level {
  private static final int HALVINGS = 40;

  /** No shift is looked for beyond this, on either side. */
  private static final double FARTHEST = 20;

  private final List<Word> words;
  private final int[] places;
  private final double weight;
  private final double gaming;

  Level(List<Word> words) {
    this.words = words;
    this.places =
        IntStream.range(0, words.size())
            .filter(i -> words.get(i).kind() == Word.Kind.LEVEL)
            .toArray();
    double weights = 0;
    double sum = 0;
    for (int i : places) {
      weights += words.get(i).weight();
      sum += words.get(i).weight() * words.get(i).label();
    }
    this.weight = weights;
    this.gaming = sum;
  }

  /** What has to be added to the log-odds of those sessions to bring their mean to the level. */
  double shift(double... margins) {
    if (weight == 0) {
      return 0;
    }
    double low = -FARTHEST;
    double high = FARTHEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (gaming(margins, middle) < gaming) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double gaming(double[] margins, double shift) {
    double sum = 0;
    for (int i : places) {
      sum += words.get(i).weight() * LogOdds.probability(margins[i] + shift);
    }
    return sum;
  }
}
