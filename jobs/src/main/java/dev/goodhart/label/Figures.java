package dev.goodhart.label;

import dev.goodhart.schema.SessionFeatures;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * One session's features by name. A figure that can't be told is unknown, and every comparison with
 * an unknown figure is false, so that rules abstain rather than guess.
 */
public final class Figures implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final List<String> NAMES = SessionFeatures.FEATURES;
  private static final Map<String, Integer> PLACES = places();

  private final double[] values;
  private final String evidence;

  private Figures(double[] values, String evidence) {
    this.values = values;
    this.evidence = evidence;
  }

  /** Reads a row of {@code silver.session_features}; columns in any order. */
  public static Figures of(Row row) {
    double[] values = new double[NAMES.size()];
    for (int i = 0; i < values.length; i++) {
      int at = row.fieldIndex(NAMES.get(i));
      values[i] = row.isNullAt(at) ? Double.NaN : row.getDouble(at);
    }
    return new Figures(values, row.getAs("evidence"));
  }

  /**
   * Figures by name; those not named are unknown.
   *
   * @throws IllegalArgumentException when a name is no feature
   */
  public static Figures of(Map<String, Double> known, String evidence) {
    double[] values = new double[NAMES.size()];
    java.util.Arrays.fill(values, Double.NaN);
    known.forEach((name, value) -> values[place(name)] = value);
    return new Figures(values, evidence);
  }

  /** The same but for the figures of these names, which are taken from another session. */
  public Figures with(Collection<String> names, Figures other) {
    double[] mixed = values.clone();
    names.forEach(name -> mixed[place(name)] = other.value(name));
    return new Figures(mixed, evidence);
  }

  /** The same but for one figure, NaN where it can't be told. */
  public Figures with(String name, double value) {
    double[] changed = values.clone();
    changed[place(name)] = value;
    return new Figures(changed, evidence);
  }

  /** The figure, NaN where it can't be told. */
  public double value(String name) {
    return values[place(name)];
  }

  /** The figure at a place of {@link SessionFeatures#FEATURES}, NaN where it can't be told. */
  public double value(int place) {
    return values[place];
  }

  public boolean atLeast(String name, double least) {
    return value(name) >= least;
  }

  public boolean atMost(String name, double most) {
    return value(name) <= most;
  }

  /** Whether outcomes had time to arrive. */
  public boolean mature() {
    return "mature".equals(evidence);
  }

  public boolean young() {
    return "young".equals(evidence);
  }

  /**
   * A feature's place in {@link SessionFeatures#FEATURES}.
   *
   * @throws IllegalArgumentException when a name is no feature
   */
  public static int place(String name) {
    Integer place = PLACES.get(name);
    if (place == null) {
      throw new IllegalArgumentException("no feature is called " + name);
    }
    return place;
  }

  private static Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      places.put(NAMES.get(i), i);
    }
    return places;
  }
}
