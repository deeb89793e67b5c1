package dev.goodhart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
 * talking, not gaming. Three organisations are pooled, so that each archetype has enough sessions.
 */
class SampleTellsTest {
  private static final double TELLING_PRECISION = 0.9;
  private static final double RECALL = 0.5;
  private static final int ENOUGH = 15;
  private static final List<Long> SEEDS = List.of(101L, 102L, 103L);

  private record Session(String kind, String label, Map<String, Double> features) {}

  /** What fitting one threshold came to: precision at the recall, and what precision it got. */
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

  @Test
  void shouldFindATellingFeatureWhereThereIsOne() {
    // The fit must be able to fail: the day tells gamers apart where only gamers work on it.
    List<Double> gaming = List.of(5.0, 5.0, 5.0, 1.0);
    List<Double> honest = List.of(1.0, 2.0, 3.0, 4.0, 1.0, 2.0);

    assertThat(precision(gaming, honest, 1)).isEqualTo(1.0);
    assertThat(precision(gaming, honest, -1)).isLessThan(0.5);
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
      } else if (session.label().equals("legitimate") && !Double.isNaN(value)) {
        honest.add(value);
      }
    }
    return Math.max(precision(gaming, honest, 1), precision(gaming, honest, -1));
  }

  /**
   * The best precision of any threshold that finds at least half of the gaming sessions.
   *
   * @param sign 1 where large values are suspicious, -1 where small ones are
   */
  private static double precision(List<Double> gaming, List<Double> honest, int sign) {
    int needed = (int) Math.ceil(RECALL * gaming.size());
    List<Double> scores =
        new ArrayList<>(gaming.stream().filter(v -> !Double.isNaN(v)).map(v -> sign * v).toList());
    if (scores.size() < needed) {
      return 0;
    }
    scores.sort(Collections.reverseOrder());
    List<Double> others = honest.stream().map(v -> sign * v).sorted().toList();
    double best = 0;
    for (int found = needed; found <= scores.size(); found++) {
      double threshold = scores.get(found - 1);
      long atLeast = scores.stream().filter(score -> score >= threshold).count();
      int at = Collections.binarySearch(others, Math.nextDown(threshold));
      int flagged = others.size() - (at >= 0 ? at + 1 : -at - 1);
      best = Math.max(best, (double) atLeast / (atLeast + flagged));
    }
    return best;
  }
}
