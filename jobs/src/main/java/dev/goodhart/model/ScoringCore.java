package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Scores and explains one session in plain Java: a weighted sum of tree ensembles, each with a
 * feature space of its own, and a constant, which is another for sessions whose outcomes have not
 * had time to arrive. Being a sum, it keeps the additive shares of its parts exact.
 */
final class ScoringCore implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Part> parts;
  private final List<String> names;
  private final double[] usual;
  private final int[][] places;
  private final double intercept;
  private final double youngShift;
  private final double expected;

  /** Trees, what they see, and their weight in the log-odds. */
  record Part(Ensemble trees, FeatureSpace space, double weight) implements Serializable {
    double score(Figures figures) {
      return weight == 0 ? 0 : weight * trees.score(space.vector(figures));
    }
  }

  private ScoringCore(List<Part> parts, double intercept, double youngShift) {
    this.parts = List.copyOf(parts);
    this.intercept = intercept;
    this.youngShift = youngShift;
    Set<String> all = new LinkedHashSet<>();
    parts.forEach(part -> all.addAll(part.space().names()));
    this.names = List.copyOf(all);
    this.usual = new double[names.size()];
    this.places = new int[parts.size()][];
    double sum = 0;
    for (int i = parts.size() - 1; i >= 0; i--) {
      Part part = parts.get(i);
      List<String> own = part.space().names();
      places[i] = own.stream().mapToInt(names::indexOf).toArray();
      for (int j = 0; j < own.size(); j++) {
        // What the first part has seen as usual is what readers are told.
        usual[places[i][j]] = part.space().usual(j);
      }
      sum += part.weight() == 0 ? 0 : part.weight() * part.trees().expected();
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

  /** What is usual of the feature at a place of {@link #names()}. */
  double usual(int place) {
    return usual[place];
  }

  /** Log-odds of tokenmaxxing. */
  double margin(Figures figures) {
    double sum = constant(figures);
    for (Part part : parts) {
      sum += part.score(figures);
    }
    return sum;
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
    private final List<List<TreeShap>> byPart =
        parts.stream().map(part -> part.trees().explainers()).toList();

    Explained explain(Figures figures) {
      double constant = constant(figures);
      double margin = constant;
      double[] shares = new double[names.size()];
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (part.weight() != 0) {
          double[] vector = part.space().vector(figures);
          margin += part.weight() * part.trees().score(vector);
          double[] own = part.trees().shares(vector, byPart.get(i));
          for (int j = 0; j < own.length; j++) {
            shares[places[i][j]] += part.weight() * own[j];
          }
        }
      }
      return new Explained(
          constant + expected,
          margin,
          names.stream().map(name -> FeatureSpace.shown(figures, name)).toList(),
          Arrays.stream(shares).boxed().toList());
    }
  }
}
