package dev.goodhart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No figure of a session, taken alone, may give the gamers away: that would be the generator
 * talking, not gaming. These figures come straight from raw logs, and hold what the pipeline does
 * not look at (the day, the millisecond, prompts met in other sessions); {@code FeatureTellsIT}
 * asks the same of the pipeline's features. Three organisations are pooled, so that each archetype
 * has enough sessions.
 */
class SampleTellsTest {
  private static final double TELLING_PRECISION = 0.9;
  private static final int ENOUGH = 15;
  private static final List<Long> SEEDS = List.of(101L, 102L, 103L);

  private record Session(String kind, String label, Map<String, Double> features) {}

  /** What the best rule on one figure came to. */
  private record Fit(String archetype, String feature, double precision) {}

  @TempDir static Path folder;

  private static final List<Session> SESSIONS = new ArrayList<>();

  @BeforeAll
  static void pool() throws IOException {
    for (long seed : SEEDS) {
      Path root = folder.resolve("seed-" + seed);
      SampleOptions options = SampleOptions.defaults().withSeed(seed);
      Organisation.write(options, root.resolve("raw"), root.resolve("truth.csv"), message -> {});
      RawWorld world = RawWorld.read(root.resolve("raw"), root.resolve("truth.csv"));
      SimpleFeatures.of(world)
          .forEach(
              (session, features) -> {
                RawWorld.Truth truth = world.truth.get(session);
                SESSIONS.add(new Session(truth.kind(), truth.label(), features));
              });
    }
  }

  @Test
  void shouldHoldEnoughSessionsOfEachArchetype() {
    for (String archetype : Kind.gamingNames()) {
      assertThat(SESSIONS.stream().filter(session -> session.kind().equals(archetype)))
          .as(archetype)
          .hasSizeGreaterThanOrEqualTo(ENOUGH);
    }
  }

  @Test
  void shouldLetNoSingleFeatureTellAnArchetypeFromHonestWork() {
    List<Fit> telling = new ArrayList<>();
    for (String archetype : Kind.gamingNames()) {
      for (String feature : features()) {
        double precision = bestPrecision(archetype, feature);
        if (precision >= TELLING_PRECISION) {
          telling.add(new Fit(archetype, feature, precision));
        }
      }
    }

    assertThat(telling).isEmpty();
  }

  @Test
  void shouldMakeCostAloneNearlyUseless() {
    List<Session> byCost =
        SESSIONS.stream()
            .sorted(
                Comparator.comparingDouble((Session session) -> session.features().get("cost"))
                    .reversed())
            .toList();
    double gaming = SESSIONS.stream().filter(SampleTellsTest::games).count();
    double found = 0;
    double averagePrecision = 0;
    for (int i = 0; i < byCost.size(); i++) {
      if (games(byCost.get(i))) {
        found++;
        averagePrecision += found / (i + 1) / gaming;
      }
    }

    assertThat(averagePrecision).isLessThan(2 * gaming / SESSIONS.size());
  }

  private static boolean games(Session session) {
    return session.label().equals("tokenmaxxing");
  }

  private static Set<String> features() {
    return new TreeSet<>(SESSIONS.get(0).features().keySet());
  }

  private static double bestPrecision(String archetype, String feature) {
    List<Double> gaming = new ArrayList<>();
    List<Double> honest = new ArrayList<>();
    for (Session session : SESSIONS) {
      double value = session.features().get(feature);
      if (session.kind().equals(archetype)) {
        gaming.add(value);
      } else if (session.label().equals("legitimate")) {
        honest.add(value);
      }
    }
    return SingleFigure.bestPrecision(gaming, honest);
  }
}
