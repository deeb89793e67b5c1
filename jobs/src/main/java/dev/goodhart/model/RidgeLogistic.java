package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logistic regression whose weights are drawn towards what is assumed of each, so that a dozen
 * positives are enough for many weights. One Newton step for each weight in turn, over and over
 * (coordinate descent, as J. Friedman and others, "Regularization paths for generalized linear
 * models via coordinate descent", 2010), which also keeps a weight above its least.
 *
 * <p>Reviewers err: the truth behind a verdict is a hidden variable. Before each round every
 * verdict is taken as the probability that the session is tokenmaxxing given the verdict and its
 * own log-odds (expectation maximisation, A. Dempster and others, 1977), and sessions that nobody
 * reviewed as what keeps their {@link Level}.
 *
 * <p>Sums run in the order of the cases, so that the same cases in the same order give the same
 * weights to the last bit.
 */
final class RidgeLogistic {
  private static final int ROUNDS = 1000;

  /**
   * So little any case's log-odds move in the last round; what all further rounds together would
   * move is several times that, and no probability shows it.
   */
  private static final double CLOSE = 1e-5;

  private static final double LEAST_BEND = 1e-4;

  /**
   * Sessions to learn from.
   *
   * @param offset log-odds of each that no weight changes
   * @param words what is said of each
   */
  record Cases(double offset, List<Word> words) {}

  /**
   * One weight, and what it is multiplied by in which cases, in all others by 0; what it is assumed
   * to be before any case, how many units of information (above 0) that is worth, and the least
   * that it may be.
   */
  static final class Column {
    private final int[] cases;
    private final double[] values;
    private final double assumed;
    private final double strength;
    private final double least;

    Column(int[] cases, double[] values, double assumed, double strength, double least) {
      this.cases = cases;
      this.values = values;
      this.assumed = assumed;
      this.strength = strength;
      this.least = least;
    }

    /** A column that has a value in every case. */
    static Column dense(double[] values, double assumed, double strength, double least) {
      return new Column(
          IntStream.range(0, values.length).toArray(), values, assumed, strength, least);
    }

    /** The largest step that moves no case by more than 1. */
    double mostStep() {
      return 1 / Math.max(1e-9, Arrays.stream(values).map(Math::abs).max().orElse(1));
    }
  }

  private RidgeLogistic() {}

  /** The weight of each column. */
  static double[] fit(Cases cases, List<Column> columns, ReviewerErrors errors) {
    List<Word> words = cases.words();
    double[] weights = columns.stream().mapToDouble(column -> column.assumed).toArray();
    double[] mostSteps = columns.stream().mapToDouble(Column::mostStep).toArray();
    double[] counts = words.stream().mapToDouble(Word::weight).toArray();
    double[] margins = new double[words.size()];
    Arrays.fill(margins, cases.offset());
    for (int j = 0; j < weights.length; j++) {
      move(columns.get(j), weights[j], margins);
    }
    double[] truth = new double[words.size()];
    Level level = new Level(words);
    double moved = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS && moved > CLOSE; round++) {
      double shift = level.shift(margins);
      Arrays.setAll(truth, i -> words.get(i).truth(margins[i], shift, errors));
      moved = 0;
      for (int j = 0; j < weights.length; j++) {
        double step = step(columns.get(j), weights[j], mostSteps[j], counts, margins, truth);
        weights[j] += step;
        move(columns.get(j), step, margins);
        moved = Math.max(moved, Math.abs(step) / mostSteps[j]);
      }
    }
    return weights;
  }

  private static double step(
      Column column,
      double weight,
      double most,
      double[] counts,
      double[] margins,
      double[] truth) {
    double slope = column.strength * (weight - column.assumed);
    double bend = column.strength;
    for (int k = 0; k < column.cases.length; k++) {
      int i = column.cases[k];
      double x = column.values[k];
      double p = LogOdds.probability(margins[i]);
      slope += counts[i] * (p - truth[i]) * x;
      bend += counts[i] * Math.max(LEAST_BEND, p * (1 - p)) * x * x;
    }
    double step = Math.max(-most, Math.min(most, -slope / bend));
    return Math.max(column.least, weight + step) - weight;
  }

  private static void move(Column column, double by, double[] margins) {
    for (int k = 0; k < column.cases.length; k++) {
      margins[column.cases[k]] += by * column.values[k];
    }
  }
}
