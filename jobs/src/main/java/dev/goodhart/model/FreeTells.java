package dev.goodhart.model;

import dev.goodhart.schema.Feature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a session's score hangs on one thing that is changed for free. Whoever games changes such
 * a thing first, and whoever is honest may happen to show it; so it must not decide alone. A figure
 * and the same figure beside what is usual are one thing, since they move together.
 */
final class FreeTells {
  private final List<List<Integer>> places;

  private FreeTells(List<List<Integer>> places) {
    this.places = places;
  }

  /** Of a model that sees these features, in this order. */
  static FreeTells of(List<String> features) {
    Map<String, List<Integer>> byFigure = new LinkedHashMap<>();
    for (int place = 0; place < features.size(); place++) {
      Feature feature = Feature.named(features.get(place));
      if (feature.free()) {
        byFigure.computeIfAbsent(feature.figure(), figure -> new ArrayList<>()).add(place);
      }
    }
    return new FreeTells(List.copyOf(byFigure.values()));
  }

  /**
   * What is left of the log-odds without the one that speaks most for tokenmaxxing.
   *
   * @param shares of each feature
   */
  double without(double margin, List<Double> shares) {
    double most =
        places.stream()
            .mapToDouble(together -> together.stream().mapToDouble(shares::get).sum())
            .max()
            .orElse(0);
    return margin - Math.max(0, most);
  }
}
