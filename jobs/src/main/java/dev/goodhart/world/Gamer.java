package dev.goodhart.world;

import dev.goodhart.label.Figures;
import dev.goodhart.model.FlagRule;
import dev.goodhart.model.Suspicion;
import dev.goodhart.world.Behaviour.Price;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A gamer who knows the model and would not be flagged. He changes one behaviour at a time to what
 * it is in a colleague's honest session, each time the one that leads out or else lowers the
 * probability most, and pays as little as he can: free changes alone where they are enough, then
 * tokens, then work.
 */
final class Gamer {
  private final Function<Figures, Suspicion> model;
  private final FlagRule rule;

  /**
   * A gamer.
   *
   * @param model what it makes of a session
   * @param rule whom that flags
   */
  Gamer(Function<Figures, Suspicion> model, FlagRule rule) {
    this.model = model;
    this.rule = rule;
  }

  /**
   * A way out.
   *
   * @param changes behaviours that were changed, the first one first
   * @param price of the dearest of them
   * @param after the session as it is then
   * @param probability what the model makes of that
   */
  record Escape(List<Behaviour> changes, Price price, Figures after, double probability) {}

  /**
   * The cheapest way out of those that follow one colleague's session each, and of equally dear
   * ones the one that changes least. Empty where none leads out.
   */
  Optional<Escape> cheapest(Figures session, List<Figures> colleagues) {
    for (Price most : Price.values()) {
      Optional<Escape> escape =
          colleagues.stream()
              .flatMap(colleague -> following(session, colleague, most).stream())
              .min(
                  Comparator.comparingInt((Escape found) -> found.changes().size())
                      .thenComparingDouble(Escape::probability));
      if (escape.isPresent()) {
        return escape;
      }
    }
    return Optional.empty();
  }

  /** Whether one change alone, to what a colleague does, leads out. */
  boolean escapesBy(Behaviour change, Figures session, Figures colleague) {
    return !rule.flags(model.apply(change.taken(session, colleague)));
  }

  private boolean isBetter(Suspicion one, Suspicion other) {
    return rule.flags(one) == rule.flags(other)
        ? one.probability() < other.probability()
        : rule.flags(other);
  }

  private Optional<Escape> following(Figures session, Figures colleague, Price most) {
    Figures now = session;
    Suspicion suspicion = model.apply(session);
    List<Behaviour> changes = new ArrayList<>();
    while (rule.flags(suspicion)) {
      Behaviour best = null;
      for (Behaviour behaviour : Behaviour.values()) {
        if (behaviour.price().compareTo(most) <= 0) {
          Suspicion then = model.apply(behaviour.taken(now, colleague));
          if (isBetter(then, suspicion)) {
            best = behaviour;
            suspicion = then;
          }
        }
      }
      if (best == null) {
        return Optional.empty();
      }
      now = best.taken(now, colleague);
      changes.add(best);
    }
    return Optional.of(
        new Escape(
            List.copyOf(changes),
            changes.stream()
                .map(Behaviour::price)
                .max(Comparator.naturalOrder())
                .orElse(Price.FREE),
            now,
            suspicion.probability()));
  }
}
