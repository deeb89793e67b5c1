package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How an organisation's own trees, the tuned starter and the age of the evidence make up the
 * log-odds: {@code own} x trees' score + {@code starter} x tuned starter's log-odds + {@code
 * intercept} + {@code young} for sessions whose outcomes have not had time to arrive. It is linear,
 * so that additive shares stay additive, and it is the calibration at the same time: fitted by
 * {@link RidgeLogistic} on what reviewers said of sessions that neither part saw, and on anchors.
 */
record Blend(double own, double starter, double intercept, double young) {
  /** How many units of information it is worth that the tuned starter counts as assumed. */
  private static final double STARTER_STRENGTH = 3;

  private static final double INTERCEPT_STRENGTH = 1;
  private static final double YOUNG_STRENGTH = 12;

  /**
   * A session that no part saw.
   *
   * @param own score of the organisation's own trees
   * @param starter log-odds of the tuned starter, 0 where there is none
   * @param word what is said of it
   */
  record Case(double own, double starter, boolean young, Word word) {}

  /**
   * What is assumed before any review.
   *
   * @param own what a unit of the own trees' score adds to the log-odds
   * @param starter what a unit of the tuned starter's adds
   * @param intercept log-odds where both are 0
   * @param ownStrength how many units of information the assumption on {@code own} is worth
   */
  record Assumed(double own, double starter, double intercept, double ownStrength) {}

  /** Fits. */
  static Blend fit(List<Case> cases, Assumed assumed, ReviewerErrors errors) {
    double any = Double.NEGATIVE_INFINITY;
    // Scores that go the wrong way must not be turned round.
    List<RidgeLogistic.Column> columns =
        List.of(
            column(cases, Case::own, assumed.own(), assumed.ownStrength(), 0),
            column(cases, Case::starter, assumed.starter(), STARTER_STRENGTH, 0),
            column(cases, row -> 1, assumed.intercept(), INTERCEPT_STRENGTH, any),
            column(cases, row -> row.young() ? 1 : 0, 0, YOUNG_STRENGTH, any));
    double[] fitted =
        RidgeLogistic.fit(
            new RidgeLogistic.Cases(0, cases.stream().map(Case::word).toList()), columns, errors);
    return new Blend(fitted[0], fitted[1], fitted[2], fitted[3]);
  }

  /**
   * How badly it fits what is said, errors and all: weighted mean log loss. The fewer bits it takes
   * to say the verdicts given the log-odds, the better these rank, and the truer they are.
   */
  double loss(List<Case> cases, ReviewerErrors errors) {
    double sum = 0;
    double weights = 0;
    for (Case row : cases) {
      sum += row.word().loss(margin(row.own(), row.starter(), row.young()), errors);
      weights += row.word().weight();
    }
    return weights > 0 ? sum / weights : 0;
  }

  private static RidgeLogistic.Column column(
      List<Case> cases,
      ToDoubleFunction<Case> value,
      double assumed,
      double strength,
      double least) {
    return RidgeLogistic.Column.dense(
        cases.stream().mapToDouble(value).toArray(), assumed, strength, least);
  }

  /** Log-odds of tokenmaxxing. */
  double margin(double ownScore, double starterMargin, boolean isYoung) {
    return own * ownScore + starter * starterMargin + intercept + (isYoung ? young : 0);
  }
}
