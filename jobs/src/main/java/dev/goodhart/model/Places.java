package dev.goodhart.model;

import dev.goodhart.label.Figures;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sessions as points whose distance says how unlike they are: each feature less its median, over
 * the distance from its first to its ninth decile, at most {@value #FAR} either way.
 */
final class Places {
  private static final double FAR = 3;

  private final TreeMap<String, double[]> bySession = new TreeMap<>();

  private Places() {}

  static Places of(Map<String, Figures> sessions) {
    Places places = new Places();
    FeatureSpace space = FeatureSpace.learn(sessions.values());
    sessions.forEach((session, figures) -> places.bySession.put(session, space.vector(figures)));
    for (int feature = 0; feature < space.size(); feature++) {
      places.scale(feature, space.usual(feature));
    }
    return places;
  }

  private void scale(int feature, double median) {
    double[] sorted = bySession.values().stream().mapToDouble(p -> p[feature]).sorted().toArray();
    double spread = sorted[(sorted.length - 1) * 9 / 10] - sorted[(sorted.length - 1) / 10];
    for (double[] place : bySession.values()) {
      double away = spread > 0 ? (place[feature] - median) / spread : 0;
      place[feature] = Math.max(-FAR, Math.min(FAR, away));
    }
  }

  double apart(String one, String other) {
    double[] a = bySession.get(one);
    double[] b = bySession.get(other);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  /** Distance to the nearest of others; to the middle of all where there is none. */
  double nearest(String session, Collection<String> others) {
    return others.stream()
        .mapToDouble(other -> apart(session, other))
        .min()
        .orElseGet(() -> Math.sqrt(Arrays.stream(bySession.get(session)).map(x -> x * x).sum()));
  }
}
