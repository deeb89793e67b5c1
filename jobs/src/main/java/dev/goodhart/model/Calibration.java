package dev.goodhart.model;

import java.io.Serializable;

/**
 * Platt's calibration: log-odds = {@code slope} x forest score + {@code intercept}. It is linear,
 * so that additive shares of the score stay additive in the log-odds. Fitted by Newton's method on
 * rows that the trees did not see, with a weak prior on the slope, since positives are few.
 */
record Calibration(double slope, double intercept) implements Serializable {
  private static final double PRIOR_SLOPE = 8;
  private static final double PRIOR_WEIGHT = 0.05;
  private static final int STEPS = 100;

  /**
   * Fits on out-of-fold scores.
   *
   * @param labels probabilities, 0 to 1
   * @param weights above 0
   */
  static Calibration fit(double[] scores, double[] labels, double[] weights) {
    double slope = PRIOR_SLOPE;
    double intercept = -PRIOR_SLOPE / 2;
    for (int step = 0; step < STEPS; step++) {
      double slopeGradient = PRIOR_WEIGHT * (slope - PRIOR_SLOPE);
      double interceptGradient = 0;
      double slopeCurve = PRIOR_WEIGHT;
      double cross = 0;
      double interceptCurve = 1e-9;
      for (int i = 0; i < scores.length; i++) {
        double p = logistic(slope * scores[i] + intercept);
        double error = weights[i] * (p - labels[i]);
        double curve = weights[i] * p * (1 - p);
        slopeGradient += error * scores[i];
        interceptGradient += error;
        slopeCurve += curve * scores[i] * scores[i];
        cross += curve * scores[i];
        interceptCurve += curve;
      }
      double determinant = slopeCurve * interceptCurve - cross * cross;
      double slopeStep = (interceptCurve * slopeGradient - cross * interceptGradient) / determinant;
      double interceptStep = (slopeCurve * interceptGradient - cross * slopeGradient) / determinant;
      double size = Math.max(Math.abs(slopeStep), Math.abs(interceptStep));
      double bound = size > 2 ? 2 / size : 1;
      slope -= bound * slopeStep;
      intercept -= bound * interceptStep;
      if (size < 1e-12) {
        break;
      }
    }
    // A score that goes the wrong way must not be turned round by calibration.
    return new Calibration(Math.max(slope, 0), intercept);
  }

  double margin(double score) {
    return slope * score + intercept;
  }

  double probability(double score) {
    return logistic(margin(score));
  }

  static double logistic(double margin) {
    return 1 / (1 + Math.exp(-margin));
  }
}
