package dev.goodhart.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goodhart.label.ReviewerErrors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an organisation's reviews change about the starter: how much the share of each feature
 * counts, what each bin of each feature adds, and a constant. Everything is a sum over features, so
 * that a tuned starter has exact additive shares like the starter itself.
 *
 * <p>Fitted by {@link RidgeLogistic}: before any review every share of the starter counts in full
 * and no bin adds anything. First the starter as a whole is brought to scale, then its shares.
 */
final class Tuning implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many units of information the assumptions are worth at a firmness of 1. */
  private static final double SHARE_STRENGTH = 5;

  private static final double BIN_STRENGTH = 30;
  private static final double CONSTANT_STRENGTH = 0.1;
  private static final double SCALE_STRENGTH = 3;

  private final double constant;
  private final double[] weights;
  private final Bins bins;
  private final double[][] steps;
  private final double[] means;

  private Tuning(double constant, double[] weights, Bins bins, double[][] steps) {
    this.constant = constant;
    this.weights = weights;
    this.bins = bins;
    this.steps = steps;
    this.means = new double[steps.length];
    Arrays.setAll(
        means,
        feature ->
            IntStream.range(0, bins.size(feature))
                .mapToDouble(bin -> bins.share(feature, bin) * steps[feature][bin])
                .sum());
  }

  /**
   * A session to learn from: the starter's shares in its own feature space, figures in the
   * organisation's, and what is said of it.
   */
  static final class Case {
    private final double[] shares;
    private final double[] vector;
    private final Word word;

    Case(double[] shares, double[] vector, Word word) {
      this.shares = shares;
      this.vector = vector;
      this.word = word;
    }

    /** How many sessions it counts for. */
    double weight() {
      return word.weight();
    }

    /** The same, counting so many times as much. */
    Case times(double times) {
      return new Case(shares, vector, word.times(times));
    }

    /** How badly a tuning of a starter of some base fits what is said of it. */
    double loss(double base, Tuning tuning, ReviewerErrors errors) {
      return word.loss(base + tuning.margin(shares, vector), errors);
    }
  }

  /**
   * Fits.
   *
   * @param base the starter's log-odds of a session of which nothing is known
   * @param starterFeatures number of features that the starter sees
   * @param firmness how firmly it is drawn towards the starter as it is
   */
  static Tuning fit(
      List<Case> cases,
      ReviewerErrors errors,
      Bins bins,
      double base,
      int starterFeatures,
      double firmness) {
    double[] ones = new double[cases.size()];
    Arrays.fill(ones, 1);
    RidgeLogistic.Cases lessons =
        new RidgeLogistic.Cases(base, cases.stream().map(row -> row.word).toList());
    RidgeLogistic.Column constant =
        RidgeLogistic.Column.dense(ones, 0, CONSTANT_STRENGTH, Double.NEGATIVE_INFINITY);
    double scale = scale(cases, lessons, constant, errors);
    List<RidgeLogistic.Column> columns = new ArrayList<>();
    columns.add(constant);
    for (int f = 0; f < starterFeatures; f++) {
      int feature = f;
      double[] shares = cases.stream().mapToDouble(row -> row.shares[feature]).toArray();
      // A share that goes the wrong way must not be turned round.
      columns.add(RidgeLogistic.Column.dense(shares, scale, firmness * SHARE_STRENGTH, 0));
    }
    for (int f = 0; f < bins.features(); f++) {
      int feature = f;
      int[] fallInto =
          cases.stream().mapToInt(row -> bins.bin(feature, row.vector[feature])).toArray();
      for (int bin = 0; bin < bins.size(f); bin++) {
        columns.add(column(fallInto, bin, firmness * BIN_STRENGTH));
      }
    }
    double[] fitted = RidgeLogistic.fit(lessons, columns, errors);
    return of(fitted, starterFeatures, bins);
  }

  /**
   * How much the starter as a whole counts here. Were it left to the weights of the shares, a
   * starter that is too sure of itself would have them shrink one by one, each as far as its own
   * cases go, and what it knows of their ratios would be lost.
   */
  private static double scale(
      List<Case> cases,
      RidgeLogistic.Cases lessons,
      RidgeLogistic.Column constant,
      ReviewerErrors errors) {
    double[] whole = cases.stream().mapToDouble(row -> Arrays.stream(row.shares).sum()).toArray();
    return RidgeLogistic.fit(
        lessons,
        List.of(constant, RidgeLogistic.Column.dense(whole, 1, SCALE_STRENGTH, 0)),
        errors)[1];
  }

  /** 1 in the cases that fall into a bin. */
  private static RidgeLogistic.Column column(int[] fallInto, int bin, double strength) {
    int[] within = IntStream.range(0, fallInto.length).filter(i -> fallInto[i] == bin).toArray();
    double[] ones = new double[within.length];
    Arrays.fill(ones, 1);
    return new RidgeLogistic.Column(within, ones, 0, strength, Double.NEGATIVE_INFINITY);
  }

  private static Tuning of(double[] fitted, int starterFeatures, Bins bins) {
    double[][] steps = new double[bins.features()][];
    int at = 1 + starterFeatures;
    for (int f = 0; f < steps.length; f++) {
      steps[f] = Arrays.copyOfRange(fitted, at, at + bins.size(f));
      at += bins.size(f);
    }
    return new Tuning(fitted[0], Arrays.copyOfRange(fitted, 1, 1 + starterFeatures), bins, steps);
  }

  /** What the constant and the bins come to for a session of which nothing is known. */
  double expected() {
    return constant + Arrays.stream(means).sum();
  }

  /** The tuned share of a feature of the starter's space. */
  double share(int feature, double starterShare) {
    return weights[feature] * starterShare;
  }

  /** The share of a feature of the organisation's space; 0 on average over its sessions. */
  double step(int feature, double value) {
    return steps[feature][bins.bin(feature, value)] - means[feature];
  }

  /** Log-odds beside the starter's base. */
  double margin(double[] starterShares, double[] vector) {
    double sum = expected();
    for (int f = 0; f < starterShares.length; f++) {
      sum += share(f, starterShares[f]);
    }
    for (int f = 0; f < vector.length; f++) {
      sum += step(f, vector[f]);
    }
    return sum;
  }

  ObjectNode json(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.put("constant", constant);
    json.set("weights", mapper.valueToTree(weights));
    json.set("bins", bins.json(mapper));
    json.set("steps", mapper.valueToTree(steps));
    return json;
  }

  static Tuning of(JsonNode json) {
    return new Tuning(
        json.required("constant").asDouble(),
        Tree.doubles(json.required("weights")),
        Bins.of(json.required("bins")),
        Bins.rows(json.required("steps")));
  }
}
