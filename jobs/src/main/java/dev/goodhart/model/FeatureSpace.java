package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.goodhart.label.Figures;
import dev.goodhart.schema.SessionFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Turns a session's figures into the numbers that the trees see, in training and in scoring alike.
 * What can't be told is filled in: by a mark of its own ({@value #UNKNOWN}) where not being known
 * says something (no tool decision was asked for, an outcome can't have come yet), else by the
 * training rows' median, so that it speaks for neither side. What a young session's task has not
 * yet come to counts as not known: a missing outcome is no evidence until it had time to arrive.
 */
final class FeatureSpace implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows of a sample, twice as many at most. */
  private static final long SAMPLED = 20_000;

  /** Stands for "can't be told"; no figure lies so low. */
  static final double UNKNOWN = -1e9;

  private static final BitSet OUTCOMES =
      features(
          "linked",
          "done_share",
          "abandoned_share",
          "reverted_share",
          "log_lines",
          "log_tokens_per_line",
          "removed_share",
          "log_lines_per_edit",
          "log_task_sessions");

  private static final BitSet MARKED_TOO =
      features("rejection_share", "prompt_gap_cv", "log_branch_sessions");
  private static final int LINKED = Figures.place("linked");

  private final List<String> names;

  /** Of each name, its place in {@link SessionFeatures#FEATURES}. */
  private final int[] places;

  private final double[] usual;

  private FeatureSpace(List<String> names, double[] usual) {
    this.names = List.copyOf(names);
    this.places = names.stream().mapToInt(Figures::place).toArray();
    this.usual = usual.clone();
  }

  private static BitSet features(String... names) {
    BitSet features = new BitSet();
    Arrays.stream(names).mapToInt(Figures::place).forEach(features::set);
    return features;
  }

  /**
   * Some of the rows' figures: all of few, and of many the share that a hash of the key falls on.
   *
   * @param key name of a column that tells rows apart
   * @param number of rows
   */
  static List<Figures> sample(Dataset<Row> rows, String key, long number) {
    return some(rows, key, number).collectAsList().stream().map(Figures::of).toList();
  }

  /** The rows that {@link #sample} takes, without what no feature is. */
  static Dataset<Row> some(Dataset<Row> rows, String key, long number) {
    long every = Math.max(1, number / SAMPLED);
    // A session's lists of what it has in common with others are long, and no figures.
    return rows.filter(functions.pmod(functions.xxhash64(col(key)), lit(every)).equalTo(lit(0)))
        .drop("tool_inputs", "files_touched");
  }

  /** Learns what is usual, the medians, from training rows. A feature known in none is left out. */
  static FeatureSpace learn(Collection<Figures> rows) {
    List<String> names = new ArrayList<>();
    List<Double> medians = new ArrayList<>();
    for (String name : SessionFeatures.FEATURES) {
      double[] known =
          rows.stream()
              .mapToDouble(row -> row.value(name))
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      if (known.length > 0) {
        names.add(name);
        medians.add(median(known));
      }
    }
    return of(names, medians.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * The same without the features that are known in none of some rows, if there are any. What no
   * session has from before anybody was told of a target (how close a target is) would tell when a
   * session was, and so pass for what honest work looks like.
   */
  FeatureSpace knownIn(Collection<Figures> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    int[] kept =
        IntStream.range(0, places.length)
            .filter(
                place -> rows.stream().anyMatch(row -> Double.isFinite(row.value(places[place]))))
            .toArray();
    return of(
        Arrays.stream(kept).mapToObj(names::get).toList(),
        Arrays.stream(kept).mapToDouble(place -> usual[place]).toArray());
  }

  static FeatureSpace of(List<String> names, double[] usual) {
    return new FeatureSpace(names, usual);
  }

  /** What {@link #usualByName} wrote. */
  static FeatureSpace of(JsonNode usual) {
    List<String> names = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    usual
        .properties()
        .forEach(
            entry -> {
              names.add(entry.getKey());
              values.add(entry.getValue().asDouble());
            });
    return of(names, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  List<String> names() {
    return names;
  }

  int size() {
    return names.size();
  }

  /** Median of the training rows, by place in {@link #names()}. */
  double usual(int place) {
    return usual[place];
  }

  /** The session's figure as a reader is shown it; NaN where it can't be told (yet). */
  static double shown(Figures figures, String name) {
    return shown(figures, Figures.place(name));
  }

  /** The same by place in {@link SessionFeatures#FEATURES}. */
  static double shown(Figures figures, int feature) {
    return notYetTold(figures, feature) ? Double.NaN : figures.value(feature);
  }

  /** The same with what is usual wherever a figure can't be told, for what weighs and adds up. */
  double[] plain(Figures figures) {
    double[] vector = new double[places.length];
    Arrays.setAll(
        vector,
        place -> {
          double shown = shown(figures, places[place]);
          return Double.isFinite(shown) ? shown : usual[place];
        });
    return vector;
  }

  /** The numbers that the trees see, in {@link #names()}' order. */
  double[] vector(Figures figures) {
    double[] vector = new double[places.length];
    Arrays.setAll(vector, place -> filled(figures, place));
    return vector;
  }

  private double filled(Figures figures, int place) {
    int feature = places[place];
    double shown = shown(figures, feature);
    if (Double.isFinite(shown)) {
      return shown;
    }
    return OUTCOMES.get(feature) || MARKED_TOO.get(feature) ? UNKNOWN : usual[place];
  }

  private static boolean notYetTold(Figures figures, int feature) {
    if (!figures.young() || !OUTCOMES.get(feature)) {
      return false;
    }
    return feature == LINKED ? figures.value(LINKED) <= 0 : nothingCameYet(figures);
  }

  private static boolean nothingCameYet(Figures figures) {
    return !figures.atLeast("done_share", Double.MIN_VALUE)
        && !figures.atLeast("abandoned_share", Double.MIN_VALUE)
        && !figures.atLeast("reverted_share", Double.MIN_VALUE);
  }

  /** For the model's parameters. */
  Map<String, Double> usualByName() {
    Map<String, Double> byName = new java.util.LinkedHashMap<>();
    for (int i = 0; i < usual.length; i++) {
      byName.put(names.get(i), usual[i]);
    }
    return byName;
  }
}
