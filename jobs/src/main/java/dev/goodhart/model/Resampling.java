package dev.goodhart.model;

import dev.goodhart.model.Metrics.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Intervals of any measure by drawing persons with replacement, each with all rows (the bootstrap
 * of B. Efron, 1979, over clusters), since one person's sessions are alike.
 */
final class Resampling {
  private static final int DRAWS = 300;

  private Resampling() {}

  /**
   * The measure with the ends of its 95 % percentile interval. Draws for which there is no measure
   * are left out; the interval is NaN where that leaves none.
   */
  static <T> Estimate estimate(
      List<T> rows, Function<T, String> person, ToDoubleFunction<List<T>> measure, long seed) {
    TreeMap<String, List<T>> byPerson = new TreeMap<>();
    rows.forEach(
        row -> byPerson.computeIfAbsent(person.apply(row), p -> new ArrayList<>()).add(row));
    List<List<T>> persons = new ArrayList<>(byPerson.values());
    Random random = new Random(seed);
    List<Double> drawn = new ArrayList<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      List<T> resample = new ArrayList<>();
      for (int i = 0; i < persons.size(); i++) {
        resample.addAll(persons.get(random.nextInt(persons.size())));
      }
      double value = measure.applyAsDouble(resample);
      if (!Double.isNaN(value)) {
        drawn.add(value);
      }
    }
    drawn.sort(Comparator.naturalOrder());
    double value = measure.applyAsDouble(rows);
    return drawn.isEmpty()
        ? new Estimate(value, Double.NaN, Double.NaN)
        : new Estimate(value, Metrics.quantile(drawn, 0.025), Metrics.quantile(drawn, 0.975));
  }
}
