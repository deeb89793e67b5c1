package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Scores and explains one session in plain Java: a sum of parts, each with features of its own, and
 * a constant, which is another for sessions whose outcomes have not had time to arrive. Being a
 * sum, it keeps the additive shares of its parts exact.
 */
final class ScoringCore implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Part> parts;
  private final List<String> names;
  private final int[][] places;
  private final double intercept;
  private final double youngShift;
  private final double expected;

  /** One summand of the log-odds. */
  interface Part extends Serializable {
    /** Features that it looks at. */
    List<String> names();

    /** What it comes to where nothing is known of a session. */
    double expected();

    /** Explains sessions; each thread needs its own. */
    Explaining explaining();
  }

  /** Explains what a part comes to. */
  interface Explaining {
    /** Shares of the part's features; with the part's expected value they sum up to its value. */
    double[] shares(Figures figures);
  }

  private ScoringCore(List<Part> parts, double intercept, double youngShift) {
    this.parts = List.copyOf(parts);
    this.intercept = intercept;
    this.youngShift = youngShift;
    Set<String> all = new LinkedHashSet<>();
    parts.forEach(part -> all.addAll(part.names()));
    this.names = List.copyOf(all);
    this.places = new int[parts.size()][];
    double sum = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      List<String> own = part.names();
      places[i] = own.stream().mapToInt(names::indexOf).toArray();
      sum += part.expected();
    }
    this.expected = sum;
  }

  static ScoringCore of(List<Part> parts, double intercept, double youngShift) {
    return new ScoringCore(parts, intercept, youngShift);
  }

  /** Names of all features that any part sees. */
  List<String> names() {
    return names;
  }

  private double constant(Figures figures) {
    return intercept + (figures.young() ? youngShift : 0);
  }

  /** Explains sessions; each thread needs its own. */
  Explainer explainer() {
    return new Explainer();
  }

  /**
   * What a session's log-odds come to: {@code base} + the sum of {@code shares} = {@code margin}.
   *
   * @param base log-odds that a session starts from whose figures are not known
   * @param margin log-odds of tokenmaxxing
   * @param values figures as a reader is shown them, in {@link #names()}' order
   * @param shares in {@link #names()}' order
   */
  record Explained(double base, double margin, List<Double> values, List<Double> shares) {}

  /** Explains sessions, with a work space of its own. */
  final class Explainer {
    private final List<Explaining> byPart = parts.stream().map(Part::explaining).toList();

    Explained explain(Figures figures) {
      double base = constant(figures) + expected;
      double[] shares = new double[names.size()];
      for (int i = 0; i < parts.size(); i++) {
        double[] own = byPart.get(i).shares(figures);
        for (int j = 0; j < own.length; j++) {
          shares[places[i][j]] += own[j];
        }
      }
      return new Explained(
          base,
          base + Arrays.stream(shares).sum(),
          names.stream().map(name -> FeatureSpace.shown(figures, name)).toList(),
          Arrays.stream(shares).boxed().toList());
    }
  }
}
