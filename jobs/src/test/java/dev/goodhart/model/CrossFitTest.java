package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.model.Examples.Splits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * That no session is judged by trees that saw its person or its days. Without a starter the margins
 * of sessions that are not young are a straight line of what the trees say, so that scores that are
 * brought to a mean of 0 and a spread of 1 are the trees' own, whatever the blend.
 */
class CrossFitTest extends SparkTest {
  private static final Settings SETTINGS =
      Settings.load(
          Optional.empty(), List.of("train.trees=6", "train.folds=3", "train.estimator=forest"));

  private static FeatureSpace space;
  private static Dataset<Row> examples;
  private static Map<String, Integer> foldOf;
  private static long heldOut;
  private static Map<String, Double> before;

  @BeforeAll
  static void judge() {
    MadeUpSessions world = MadeUpSessions.of(40, 12, 0.5, 3);
    Dataset<Row> labelled = world.labelled(SETTINGS);
    space = FeatureSpace.learn(FeatureSpace.sample(labelled, "session_id", labelled.count()));
    Instant lastDays =
        MadeUpSessions.LAST_DAY.minusDays(7).atStartOfDay(ZoneOffset.UTC).toInstant();
    Splits splits = new Splits(lastDays, Instant.EPOCH, SETTINGS.train().folds(), 1);
    examples = Examples.of(labelled, space, splits, Optional.empty()).localCheckpoint();
    foldOf = new HashMap<>();
    examples
        .filter(not(col("young")))
        .select("session_id", "fold")
        .collectAsList()
        .forEach(row -> foldOf.put(row.getString(0), row.getInt(1)));
    heldOut = examples.filter(col("held_out").and(col("verdict").isNotNull())).count();
    before = scores(examples);
  }

  private static Map<String, Double> scores(Dataset<Row> lessons) {
    return CrossFit.best(
            lessons,
            space,
            1,
            Optional.empty(),
            Optional.empty(),
            ReviewerErrors.assumed(SETTINGS),
            SETTINGS.train())
        .unseen()
        .stream()
        .collect(Collectors.toMap(Unseen::session, Unseen::score));
  }

  /** The same lessons, the reverse said of a quarter of some; of all, trees would count nothing. */
  private static Dataset<Row> reversed(Column which) {
    Column reviewed =
        which
            .and(col("verdict").isNotNull())
            .and(pmod(xxhash64(col("session_id")), lit(4)).equalTo(0));
    return examples
        .withColumn("label", when(reviewed, lit(1.0).minus(col("label"))).otherwise(col("label")))
        .withColumn(
            "verdict",
            when(reviewed.and(col("verdict").equalTo("legitimate")), "tokenmaxxing")
                .when(reviewed, "legitimate")
                .otherwise(col("verdict")))
        .localCheckpoint();
  }

  private static double[] standardised(Map<String, Double> scores, Set<String> sessions) {
    double[] values = sessions.stream().sorted().mapToDouble(scores::get).toArray();
    double mean = java.util.Arrays.stream(values).average().orElseThrow();
    double spread =
        Math.sqrt(
            java.util.Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    // A blend may turn the line about.
    return java.util.Arrays.stream(values).map(v -> Math.abs(v - mean) / spread).toArray();
  }

  private static Set<String> sessionsOf(int fold) {
    return foldOf.keySet().stream()
        .filter(session -> foldOf.get(session) == fold)
        .collect(Collectors.toSet());
  }

  @Test
  void shouldDealSomethingToEveryFoldAndHoldSomethingOut() {
    for (int fold = 0; fold < SETTINGS.train().folds(); fold++) {
      assertThat(sessionsOf(fold)).hasSizeGreaterThan(30);
    }
    assertThat(heldOut).isGreaterThan(20);
    assertThat(before).hasSize((int) examples.count());
  }

  @Test
  void shouldJudgeAPersonsSessionsByTreesThatNeverSawThem() {
    for (int fold = 0; fold < SETTINGS.train().folds(); fold++) {
      // When
      Map<String, Double> after = scores(reversed(col("fold").equalTo(fold)));

      // Then
      assertThat(standardised(after, sessionsOf(fold)))
          .as("fold " + fold)
          .containsExactly(standardised(before, sessionsOf(fold)), within(1e-6));
      int other = (fold + 1) % SETTINGS.train().folds();
      assertThat(largestDifference(after, sessionsOf(other)))
          .as("others' trees")
          .isGreaterThan(0.1);
    }
  }

  @Test
  void shouldLearnNothingFromTheHeldOutDays() {
    // When
    Map<String, Double> after = scores(reversed(col("held_out")));

    // Then
    for (int fold = 0; fold < SETTINGS.train().folds(); fold++) {
      assertThat(standardised(after, sessionsOf(fold)))
          .as("fold " + fold)
          .containsExactly(standardised(before, sessionsOf(fold)), within(1e-6));
    }
  }

  @Test
  void shouldCountAReviewByHowSeldomSessionsOfItsCostAreLookedAt() {
    // Given: of the dear, few are reviewed, and all that were found gaming; all else is the same
    Dataset<Row> allAlike = examples.withColumn("cost", lit(1.0));
    Dataset<Row> dear =
        examples.withColumn(
            "cost", when(col("verdict").equalTo("legitimate"), lit(1.0)).otherwise(lit(10.0)));

    // Then
    assertThat(mean(scores(dear))).isGreaterThan(mean(scores(allAlike)) + 0.2);
  }

  private static double mean(Map<String, Double> scores) {
    return scores.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double largestDifference(Map<String, Double> after, Set<String> sessions) {
    double[] then = standardised(before, sessions);
    double[] now = standardised(after, sessions);
    double largest = 0;
    for (int i = 0; i < now.length; i++) {
      largest = Math.max(largest, Math.abs(now[i] - then[i]));
    }
    return largest;
  }
}
