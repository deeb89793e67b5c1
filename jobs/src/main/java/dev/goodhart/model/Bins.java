package dev.goodhart.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Each feature's figures in a few bins of about equally many sessions, and a first one for what
 * can't be told.
 */
final class Bins implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PARTS = 8;

  private final double[][] bounds;
  private final double[][] shares;

  private Bins(double[][] bounds, double[][] shares) {
    this.bounds = bounds;
    this.shares = shares;
  }

  /** Learns bounds from sessions' vectors of one feature space. */
  static Bins learn(Collection<double[]> vectors, int features) {
    double[][] bounds = new double[features][];
    double[][] shares = new double[features][];
    for (int f = 0; f < features; f++) {
      int feature = f;
      double[] known =
          vectors.stream()
              .mapToDouble(vector -> vector[feature])
              .filter(value -> value > FeatureSpace.UNKNOWN)
              .sorted()
              .toArray();
      bounds[f] =
          IntStream.range(1, known.length == 0 ? 1 : PARTS)
              .mapToDouble(part -> known[known.length * part / PARTS])
              .distinct()
              .toArray();
      double[] counts = new double[bounds[f].length + 2];
      double[] bound = bounds[f];
      vectors.forEach(vector -> counts[bin(bound, vector[feature])]++);
      shares[f] = Arrays.stream(counts).map(count -> count / vectors.size()).toArray();
    }
    return new Bins(bounds, shares);
  }

  private static int bin(double[] bounds, double value) {
    if (value <= FeatureSpace.UNKNOWN) {
      return 0;
    }
    int bin = 1;
    while (bin <= bounds.length && value >= bounds[bin - 1]) {
      bin++;
    }
    return bin;
  }

  /** The bin, from 0, that a feature's figure falls into. */
  int bin(int feature, double value) {
    return bin(bounds[feature], value);
  }

  int features() {
    return bounds.length;
  }

  /** How many bins a feature has. */
  int size(int feature) {
    return shares[feature].length;
  }

  /** Share of the sessions learnt from that fall into a bin. */
  double share(int feature, int bin) {
    return shares[feature][bin];
  }

  ObjectNode json(ObjectMapper mapper) {
    ObjectNode json = mapper.createObjectNode();
    json.set("bounds", mapper.valueToTree(bounds));
    json.set("shares", mapper.valueToTree(shares));
    return json;
  }

  static Bins of(JsonNode json) {
    return new Bins(rows(json.required("bounds")), rows(json.required("shares")));
  }

  /** Rows of numbers that were written as arrays. */
  static double[][] rows(JsonNode json) {
    double[][] rows = new double[json.size()][];
    Arrays.setAll(rows, i -> Tree.doubles(json.get(i)));
    return rows;
  }
}
