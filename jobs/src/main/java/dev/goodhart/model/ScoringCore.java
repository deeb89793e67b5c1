package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.io.Serializable;
import java.util.ArrayList;
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

  private final ArrayList<Part> parts;
  private final ArrayList<String> names;
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
    this.parts = new ArrayList<>(parts);
    this.intercept = intercept;
    this.youngShift = youngShift;
    Set<String> all = new LinkedHashSet<>();
    parts.forEach(part -> all.addAll(part.space().names()));
    this.names = new ArrayList<>(all);
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
    return List.copyOf(names);
  }

  /** What is usual of the feature at a place of {@link #names()}. */
  double usual(int place) {
    return usual[place];
  }

  /** Log-odds of tokenmaxxing. */
  double margin(Figures figures) {
    double sum = intercept + (figures.young() ? youngShift : 0);
    for (Part part : parts) {
      sum += part.score(figures);
    }
    return sum;
  }

  /** Log-odds that a session starts from whose figures are not known. */
  double baseMargin(Figures figures) {
    return intercept + (figures.young() ? youngShift : 0) + expected;
  }

  /** Additive shares in log-odds, in {@link #names()}' order. */
  double[] shares(Figures figures, List<TreeShap> explainers) {
    double[] shares = new double[names.size()];
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.weight() != 0) {
        double[] own = part.trees().shares(part.space().vector(figures), explainers.get(i));
        for (int j = 0; j < own.length; j++) {
          shares[places[i][j]] += part.weight() * own[j];
        }
      }
    }
    return shares;
  }

  /** Work space for {@link #shares}. */
  List<TreeShap> explainers() {
    return parts.stream().map(part -> part.trees().explainer()).toList();
  }
}
