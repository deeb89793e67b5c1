package dev.goodhart.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a model, before they are blended.
 *
 * @param own trees that learnt from the organisation's sessions alone
 * @param space what these see
 * @param tuning what its reviews change about the starter; none in lakes of format 5, where it was
 *     blended in as it is
 */
record Parts(
    Optional<Ensemble> own,
    FeatureSpace space,
    Optional<Tuning> tuning,
    Optional<Starter> starter) {

  /** Blended, free of Spark. */
  ScoringCore core(Blend blend) {
    List<ScoringCore.Part> parts = new ArrayList<>();
    own.ifPresent(trees -> parts.add(new TreesPart(trees, space, blend.own())));
    double constant = blend.intercept();
    if (tuning.isPresent()) {
      parts.add(new TunedPart(starter.orElseThrow(), tuning.orElseThrow(), space, blend.starter()));
    } else if (starter.isPresent()) {
      Starter untuned = starter.orElseThrow();
      parts.add(new TreesPart(untuned.trees(), untuned.space(), blend.starter()));
      constant += blend.starter() * untuned.shift();
    }
    return ScoringCore.of(parts, constant, blend.young());
  }
}
