package dev.goodhart.world;

import dev.goodhart.sample.SampleOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The organisations that the starter model learns from: drawn at random in size, share of gaming,
 * evasion, automations and archetypes, and in how far their kinds of session and their mix of roles
 * stray from the listed ones; with one tool or another. So no one way of drawing them is learnt.
 */
final class StarterWorlds {
  /** No evaluation uses a seed of this range. */
  private static final long FIRST_SEED = 500_000;

  /** One organisation's tool each: of six, three send Claude Code's telemetry. */
  private static final List<String> FORMATS =
      List.of(
          "claude_code_otlp",
          "usage_event",
          "claude_code_otlp",
          "codex_rollout",
          "claude_code_otlp",
          "claude_code_transcript");

  private static final List<String> ARCHETYPES = SampleOptions.gamingArchetypes();

  private StarterWorlds() {}

  static SampleOptions number(int number) {
    long seed = FIRST_SEED + number;
    Random random = new Random(seed);
    int people = 40 + 10 * random.nextInt(6);
    return SampleOptions.defaults()
        .withSeed(seed)
        .withSize(people, 35 + 7 * random.nextInt(2))
        .withGaming(between(random, 0.05, 0.22), between(random, 0.2, 0.85))
        .withArchetypes(random.nextDouble() < 0.6 ? Set.of() : some(random))
        .withAutomations((int) (people * pick(random, 0, 0.05, 0.1, 0.2, 0.4)))
        .withReviews(0)
        .withVariety(pick(random, 0, 0.3, 0.6, 1))
        .withFormats(Set.of(FORMATS.get(number % FORMATS.size())));
  }

  private static double between(Random random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static double pick(Random random, double... values) {
    return values[random.nextInt(values.length)];
  }

  private static Set<String> some(Random random) {
    List<String> shuffled = new ArrayList<>(ARCHETYPES);
    Collections.shuffle(shuffled, random);
    return Set.copyOf(shuffled.subList(0, 4 + random.nextInt(5)));
  }
}
