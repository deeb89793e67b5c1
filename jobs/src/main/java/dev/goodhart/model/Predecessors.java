package dev.goodhart.model;

import java.util.Optional;

/**
 * Published models that a candidate is held against.
 *
 * @param live what serves now: the newest, or the starter as long as there is none
 * @param older the newest from before the candidate's held-out days, if it is another
 */
public record Predecessors(Optional<TrainedModel> live, Optional<TrainedModel> older) {
  public static final Predecessors NONE = new Predecessors(Optional.empty(), Optional.empty());
}
