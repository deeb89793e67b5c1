package dev.goodhart.job;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.label.Figures;
import dev.goodhart.label.Rule;
import dev.goodhart.label.Rules;
import dev.goodhart.lake.Days;
import dev.goodhart.model.Archetypes;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.sample.SingleFigure;
import dev.goodhart.schema.SessionFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No feature of the pipeline, taken alone, may give an archetype of the made-up organisation away:
 * that would be the generator talking, not gaming; but labelling rules, which look at several, have
 * to speak on some of each. Two organisations are pooled, at an evasion of 0.5 and with more gaming
 * than by default, so that each archetype has enough sessions; {@link SingleFigure} says at which
 * share of gaming precision is then taken. An archetype's sessions are held against every
 * legitimate session of all people, gamers too, each on its newest row, the one that is scored.
 * Runaways are neither.
 */
class FeatureTellsIT extends SparkTest {
  private static final double TELLING_PRECISION = 0.9;
  private static final int ENOUGH = 20;

  /**
   * Measured: on 2 of the 21 split changes here, the fewest. It is a low bar: the rule for these
   * abstains where gamers hide half of what gives them away, and others abstain where a session is
   * too young for its task to be known.
   */
  private static final double SPOKEN_ON = 0.09;

  /** What the truth calls some of the kinds. */
  private static final Map<String, String> CALLED_OTHERWISE =
      Map.of(
          "large_refactor_that_lands", "large_refactor",
          "parallel_agents_on_one_task", "parallel_agents",
          "research_and_design_reading", "research",
          "scheduled_automation_with_a_result", "scheduled_automation");

  // Columns of a truth file.
  private static final int KIND = 3;
  private static final int LABEL = 4;

  private static final int ARCHETYPES = 11;
  private static final int PEOPLE = 34;
  private static final int DAYS = 42;
  private static final double GAMING_SHARE = 0.16;

  private static final Map<String, List<Figures>> GAMING = new TreeMap<>();
  private static final List<Figures> HONEST = new ArrayList<>();
  private static final Map<String, List<Figures>> HEAVY = new TreeMap<>();
  private static final List<Figures> RUNAWAYS = new ArrayList<>();

  /** What the best rule on one feature came to. */
  private record Fit(String archetype, String feature, double precision) {}

  @BeforeAll
  static void pool(@TempDir Path folder) throws IOException {
    for (long seed : List.of(101L, 102L)) {
      Path root = folder.resolve("seed-" + seed);
      SampleOptions options = options(seed);
      Organisation.write(options, root.resolve("raw"), root.resolve("truth.csv"), line -> {});
      TestRun run = new TestRun(root.resolve("raw").toString(), root.resolve("lake").toString());
      LocalDate end = options.start().plusDays(options.days());
      run.run(
          List.of(new IngestJob(), new SessionJob(), new FeatureJob()),
          new Days(options.start(), end));
      Map<String, String[]> truth = truth(root.resolve("truth.csv"));
      for (Row row : run.withLake(lake -> newest(lake, end))) {
        String[] known = truth.get(row.<String>getAs("session_id"));
        take(known[KIND], known[LABEL], Figures.of(row));
      }
    }
  }

  private static SampleOptions options(long seed) {
    return SampleOptions.defaults()
        .withSize(PEOPLE, DAYS)
        .withSeed(seed)
        .withGaming(GAMING_SHARE, 0.5)
        .withReviews(0);
  }

  private static List<Row> newest(dev.goodhart.lake.Lake lake, LocalDate end) {
    return NewestRows.asOf(lake, end.minusDays(1), DAYS).collectAsList();
  }

  private static Map<String, String[]> truth(Path file) throws IOException {
    Map<String, String[]> rows = new HashMap<>();
    Files.readAllLines(file).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(row -> rows.put(row[0], row));
    return rows;
  }

  private static void take(String kind, String label, Figures figures) {
    if (label.equals("tokenmaxxing")) {
      GAMING.computeIfAbsent(kind, archetype -> new ArrayList<>()).add(figures);
    } else if (label.equals("legitimate")) {
      HONEST.add(figures);
      HEAVY.computeIfAbsent(kind, any -> new ArrayList<>()).add(figures);
    } else {
      RUNAWAYS.add(figures);
      HEAVY.computeIfAbsent(kind, any -> new ArrayList<>()).add(figures);
    }
  }

  @Test
  void shouldHoldEnoughSessionsOfEachArchetype() {
    assertThat(GAMING).hasSize(ARCHETYPES);
    GAMING.forEach(
        (archetype, sessions) ->
            assertThat(sessions.size()).as(archetype).isGreaterThanOrEqualTo(ENOUGH));
    assertThat(HONEST).hasSizeGreaterThan(1000);
  }

  @Test
  void shouldLetNoSingleFeatureTellAnArchetypeFromHonestWork() {
    List<Fit> fits = new ArrayList<>();
    GAMING.forEach(
        (archetype, sessions) ->
            SessionFeatures.FEATURES.forEach(
                feature ->
                    fits.add(
                        new Fit(
                            archetype,
                            feature,
                            SingleFigure.bestPrecision(
                                values(sessions, feature), values(HONEST, feature))))));

    assertThat(fits).hasSize(ARCHETYPES * SessionFeatures.FEATURES.size());
    assertThat(fits).filteredOn(fit -> fit.precision() >= TELLING_PRECISION).isEmpty();
  }

  @Test
  void shouldSpeakForGamingOnEveryArchetypeMoreThanOnHonestWork() {
    GAMING.forEach(
        (archetype, sessions) ->
            assertThat(spokenOn(sessions)).as(archetype).isGreaterThanOrEqualTo(SPOKEN_ON));
    assertThat(spokenOn(HONEST)).isLessThan(SPOKEN_ON);
  }

  /**
   * Measured on larger organisations: on 5 % of failed attempts, the fewest, to 28 % of prototypes.
   */
  @Test
  void shouldLetTheRuleOfEachHeavyHonestKindSpeakOnSomeOfIt() {
    Set<String> kinds =
        Rules.ALL.stream()
            .filter(rule -> !rule.gaming() && !rule.archetype().equals("other"))
            .map(Rule::archetype)
            .collect(toCollection(TreeSet::new));
    assertThat(kinds).hasSizeGreaterThan(10);
    List<String> silent = new ArrayList<>();
    for (String archetype : kinds) {
      List<Figures> sessions =
          HEAVY.getOrDefault(CALLED_OTHERWISE.getOrDefault(archetype, archetype), List.of());
      assertThat(sessions).as(archetype).isNotEmpty();
      if (sessions.stream().noneMatch(session -> speaksOn(archetype, session))) {
        silent.add(archetype);
      }
    }
    // There are few of these here; on larger organisations it is 5 and 7 % of them.
    assertThat(silent).isSubsetOf("failed_attempt", "hackathon_week");
  }

  private static boolean speaksOn(String archetype, Figures session) {
    return Rules.speakingOn(session).stream().anyMatch(rule -> rule.archetype().equals(archetype));
  }

  /**
   * Measured: 78 % of gaming is named what it is, 5 of 10 runaways, and no honest work a runaway.
   */
  @Test
  void shouldMostlyNameSessionsWhatTheyAre() {
    List<String> right = new ArrayList<>();
    GAMING.forEach(
        (archetype, sessions) ->
            sessions.stream()
                .filter(session -> named(session, true).equals(archetype))
                .forEach(session -> right.add(archetype)));
    long gaming = GAMING.values().stream().mapToLong(List::size).sum();
    assertThat((double) right.size() / gaming).isGreaterThan(0.6);
    assertThat(RUNAWAYS)
        .filteredOn(session -> named(session, true).equals(Archetypes.RUNAWAY))
        .hasSizeGreaterThan(RUNAWAYS.size() / 4);
    assertThat(HONEST)
        .filteredOn(session -> named(session, false).equals(Archetypes.RUNAWAY))
        .hasSizeLessThan(HONEST.size() / 100);
  }

  private static String named(Figures session, boolean suspected) {
    return Archetypes.shipped().name(session, suspected).name();
  }

  /** Share of sessions on which at least one rule speaks for gaming. */
  private static double spokenOn(List<Figures> sessions) {
    long spoken =
        sessions.stream()
            .filter(session -> Rules.speakingOn(session).stream().anyMatch(Rule::gaming))
            .count();
    return (double) spoken / sessions.size();
  }

  private static List<Double> values(List<Figures> sessions, String feature) {
    return sessions.stream().map(session -> session.value(feature)).toList();
  }
}
