package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.MathArrays;

/**
 * How an organisation's own forest, the starter and the age of the evidence make up the log-odds:
 * {@code own} x forest's score + {@code starter} x starter's margin + {@code intercept} + {@code
 * young} for sessions whose outcomes have not had time to arrive. It is linear, so that additive
 * shares stay additive, and it is the calibration at the same time: fitted on what reviewers said
 * of sessions that the forest did not see.
 *
 * <p>A ridge logistic regression drawn towards what is assumed before reviews, so that a dozen
 * positives are enough. Reviewers err: the truth behind a verdict is a hidden variable, and the
 * weights are fitted by expectation maximisation (A. Dempster and others, 1977), which takes each
 * verdict as the probability that it is right given the session's own log-odds.
 */
record Blend(double own, double starter, double intercept, double young) {
  private static final int ROUNDS = 60;
  private static final int STEPS = 50;
  private static final double CLOSE = 1e-10;

  /** How many units of information each weight's assumption is worth, the own one's apart. */
  private static final double STARTER_STRENGTH = 12;

  private static final double INTERCEPT_STRENGTH = 0.1;
  private static final double YOUNG_STRENGTH = 2;

  /**
   * What is assumed before any review.
   *
   * @param weights own, starter, intercept, young
   * @param strength how many units of information each is worth
   */
  record Assumed(List<Double> weights, List<Double> strength) {}

  static Assumed besideStarter(Estimator estimator) {
    return new Assumed(
        List.of(estimator.assumedWeight(), 1.1, -0.3, 0.0), strength(estimator.strength()));
  }

  /** The own score alone, as it is. */
  static Assumed without(Estimator estimator) {
    return switch (estimator) {
      case FOREST -> new Assumed(List.of(8.0, 0.0, -4.0, 0.0), strength(0.05));
      case BOOSTED -> new Assumed(List.of(1.0, 0.0, 0.0, 0.0), strength(1));
    };
  }

  private static List<Double> strength(double own) {
    return List.of(own, STARTER_STRENGTH, INTERCEPT_STRENGTH, YOUNG_STRENGTH);
  }

  /**
   * A session that the forest did not see.
   *
   * @param label 1 found tokenmaxxing, 0 found honest
   * @param weight above 0
   */
  record Case(double own, double starter, boolean young, double label, double weight) {}

  static Blend fit(List<Case> cases, Assumed assumed, ReviewerErrors errors) {
    double[] weights = assumed.weights().stream().mapToDouble(Double::doubleValue).toArray();
    double moved = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS && moved >= CLOSE; round++) {
      double[] before = weights;
      double[] truth =
          cases.stream().mapToDouble(row -> truth(row, margin(before, row), errors)).toArray();
      weights = maximised(cases, truth, assumed, before);
      moved = MathArrays.distanceInf(before, weights);
    }
    // Scores that go the wrong way must not be turned round.
    return new Blend(Math.max(0, weights[0]), Math.max(0, weights[1]), weights[2], weights[3]);
  }

  /** Probability that a session is tokenmaxxing given the verdict and its log-odds. */
  private static double truth(Case row, double margin, ReviewerErrors errors) {
    double p = LogOdds.probability(margin);
    double ifGaming = row.label() > 0.5 ? 1 - errors.missed() : errors.missed();
    double ifHonest = row.label() > 0.5 ? errors.accused() : 1 - errors.accused();
    double gaming = p * ifGaming;
    return gaming / (gaming + (1 - p) * ifHonest);
  }

  /** Newton's method on the penalised likelihood. */
  private static double[] maximised(
      List<Case> cases, double[] truth, Assumed assumed, double[] from) {
    double[] weights = from.clone();
    for (int step = 0; step < STEPS; step++) {
      RealVector gradient = new ArrayRealVector(weights.length);
      RealMatrix curve = new Array2DRowRealMatrix(weights.length, weights.length);
      for (int i = 0; i < weights.length; i++) {
        gradient.setEntry(i, assumed.strength().get(i) * (weights[i] - assumed.weights().get(i)));
        curve.setEntry(i, i, assumed.strength().get(i));
      }
      for (int row = 0; row < truth.length; row++) {
        Case given = cases.get(row);
        double[] x = inputs(given);
        double p = LogOdds.probability(margin(weights, given));
        double error = given.weight() * (p - truth[row]);
        double bend = given.weight() * p * (1 - p);
        for (int i = 0; i < x.length; i++) {
          gradient.addToEntry(i, error * x[i]);
          for (int j = 0; j <= i; j++) {
            curve.addToEntry(i, j, bend * x[i] * x[j]);
          }
        }
      }
      mirror(curve);
      RealVector move = new CholeskyDecomposition(curve).getSolver().solve(gradient);
      double size = move.getLInfNorm();
      double bound = size > 2 ? 2 / size : 1;
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= bound * move.getEntry(i);
      }
      if (size < CLOSE) {
        break;
      }
    }
    return weights;
  }

  /** Copies what lies below the diagonal above it, so that both are equal to the last bit. */
  private static void mirror(RealMatrix matrix) {
    for (int i = 0; i < matrix.getRowDimension(); i++) {
      for (int j = 0; j < i; j++) {
        matrix.setEntry(j, i, matrix.getEntry(i, j));
      }
    }
  }

  private static double[] inputs(Case row) {
    return new double[] {row.own(), row.starter(), 1, row.young() ? 1 : 0};
  }

  private static double margin(double[] weights, Case row) {
    double[] x = inputs(row);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * x[i];
    }
    return sum;
  }

  /** Log-odds of tokenmaxxing. */
  double margin(double ownScore, double starterMargin, boolean isYoung) {
    return own * ownScore + starter * starterMargin + intercept + (isYoung ? young : 0);
  }
}
