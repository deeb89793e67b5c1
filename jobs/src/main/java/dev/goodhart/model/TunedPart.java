package dev.goodhart.model;

import dev.goodhart.model.ScoringCore.Explaining;
import java.util.ArrayList;
import java.util.List;

/**
 * A starter as an organisation's reviews tuned it, and its weight in the log-odds. Features of the
 * organisation's own space come first.
 */
record TunedPart(Starter starter, Tuning tuning, FeatureSpace space, double weight)
    implements ScoringCore.Part {
  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(space.names());
    starter.space().names().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return List.copyOf(names);
  }

  @Override
  public double expected() {
    return weight * (starter.base() + tuning.expected());
  }

  @Override
  public Explaining explaining() {
    List<TreeShap> explainers = starter.trees().explainers();
    List<String> names = names();
    int[] places = starter.space().names().stream().mapToInt(names::indexOf).toArray();
    return figures -> {
      double[] shares = new double[names.size()];
      double[] vector = space.vector(figures);
      for (int f = 0; f < vector.length; f++) {
        shares[f] = weight * tuning.step(f, vector[f]);
      }
      double[] known = starter.shares(figures, explainers);
      for (int f = 0; f < known.length; f++) {
        shares[places[f]] += weight * tuning.share(f, known[f]);
      }
      return shares;
    };
  }
}
