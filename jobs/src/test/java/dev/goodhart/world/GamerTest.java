package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Figures;
import dev.goodhart.model.FlagRule;
import dev.goodhart.model.Suspicion;
import dev.goodhart.world.Behaviour.Price;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class GamerTest {
  private static final FlagRule RULE = FlagRule.of(OptionalDouble.of(0.5));

  /** Repeats itself, decides nothing, spends much, and nothing comes of it. */
  private static final Figures CAUGHT = figures(1, 1, 1, 0);

  private static final Figures HONEST = figures(0, 0, 0, 5);

  @Test
  void shouldChangeFirstWhatLowersTheProbabilityMost() {
    // Given a model to which repeated prompts count more than unattended work
    Gamer gamer = gamer(0.4, 0.35, 0.2, 0);

    // When
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(HONEST)).orElseThrow();

    // Then, of 0.95, the first change leaves 0.55 and the second 0.2
    assertThat(escape.changes()).containsExactly(Behaviour.PROMPTS, Behaviour.DECISIONS);
    assertThat(escape.price()).isEqualTo(Price.FREE);
  }

  @Test
  void shouldPreferTwoFreeChangesToOneThatCostsWork() {
    // Given a model that work that lands would get past
    Gamer gamer = gamer(0.3, 0.15, 0, 0.45);

    // When
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(HONEST)).orElseThrow();

    // Then
    assertThat(escape.changes()).containsExactly(Behaviour.PROMPTS, Behaviour.DECISIONS);
  }

  @Test
  void shouldGiveUpTokensBeforeItWorks() {
    // Given a model that free changes don't get past, but either of the costly ones does
    Gamer gamer = gamer(0.02, 0.02, 0.45, 0.45);

    // When
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(HONEST)).orElseThrow();

    // Then
    assertThat(escape.changes()).containsExactly(Behaviour.SPENDING);
    assertThat(escape.price()).isEqualTo(Price.TOKENS);
  }

  @Test
  void shouldWorkWhereNothingElseHelps() {
    // Given
    Gamer gamer = gamer(0.1, 0.1, 0.1, 0.8);

    // When
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(HONEST)).orElseThrow();

    // Then it lands as much as the colleague did
    assertThat(escape.price()).isEqualTo(Price.WORK);
    assertThat(escape.after().value("log_lines")).isEqualTo(5);
  }

  @Test
  void shouldFollowTheColleagueWhoseWayIsCheapest() {
    // Given one colleague who works unattended too, and one who does not
    Gamer gamer = gamer(0.25, 0.3, 0.1, 0.3);
    Figures unattended = figures(0, 1, 0, 5);
    Figures attended = figures(0, 0, 0, 5);

    // When
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(unattended, attended)).orElseThrow();

    // Then
    assertThat(escape.price()).isEqualTo(Price.FREE);
    assertThat(escape.after().value("unattended_share")).isZero();
  }

  @Test
  void shouldNotEscapeWhereNoChangeLowersTheProbability() {
    // Given
    Gamer gamer = gamer(0.3, 0.3, 0.2, 0.1);

    // When the only colleague does the very same
    // Then
    assertThat(gamer.cheapest(CAUGHT, List.of(CAUGHT))).isEmpty();
  }

  @Test
  void shouldTellWhatOneChangeDoesAlone() {
    // Given
    Gamer gamer = gamer(0.5, 0.3, 0.1, 0);

    // Then
    assertThat(gamer.escapesBy(Behaviour.PROMPTS, CAUGHT, HONEST)).isTrue();
    assertThat(gamer.escapesBy(Behaviour.DECISIONS, CAUGHT, HONEST)).isFalse();
  }

  @Test
  void shouldStopWhereOneFreeThingIsAllThatStillSpeaksAgainstIt() {
    // Given a model of which unattended work carries most, and a rule that asks what is left
    Gamer gamer = mindingUnattendedWork(0.25, 0.4, 0.3);

    // When the only colleague works unattended too
    Figures unattended = figures(0, 1, 0, 5);
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(unattended)).orElseThrow();

    // Then new prompts are enough: 0.65 is left, but without unattended work only 0.25
    assertThat(escape.changes()).containsExactly(Behaviour.PROMPTS);
    assertThat(escape.probability()).isGreaterThan(0.5);
  }

  @Test
  void shouldTakeTheChangeThatLeadsOutBeforeOneThatLowersTheProbabilityMore() {
    // Given a model to which unattended work is the one free thing, and counts most
    Gamer gamer = mindingUnattendedWork(0.2, 0.4, 0.35);

    // When attending leaves 0.55, and prompts written anew leave 0.6, of which 0.2 is not free
    Gamer.Escape escape = gamer.cheapest(CAUGHT, List.of(HONEST)).orElseThrow();

    // Then
    assertThat(escape.changes()).containsExactly(Behaviour.PROMPTS);
  }

  private static Figures figures(double repeated, double unattended, double tokens, double lines) {
    return Figures.of(
        Map.of(
            "repeated_prompt_share", repeated,
            "unattended_share", unattended,
            "log_tokens", tokens,
            "log_lines", lines),
        "mature");
  }

  /** To a model to which unattended work is the one free thing, beside prompts that come again. */
  private static Gamer mindingUnattendedWork(double usual, double unattended, double repeated) {
    return new Gamer(
        figures -> {
          double rest = usual + repeated * figures.value("repeated_prompt_share");
          double free = unattended * figures.value("unattended_share");
          return new Suspicion(rest + free, rest);
        },
        RULE);
  }

  /** A model that adds up what speaks for gaming; the weights are shares of the probability. */
  private static Gamer gamer(
      double repeated, double unattended, double tokens, double nothingLands) {
    ToDoubleFunction<Figures> model =
        figures ->
            repeated * figures.value("repeated_prompt_share")
                + unattended * figures.value("unattended_share")
                + tokens * figures.value("log_tokens")
                + (figures.value("log_lines") == 0 ? nothingLands : 0);
    return new Gamer(
        figures -> new Suspicion(model.applyAsDouble(figures), model.applyAsDouble(figures)), RULE);
  }
}
