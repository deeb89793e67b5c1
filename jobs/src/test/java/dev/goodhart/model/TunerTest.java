package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TunerTest extends SparkTest {
  private static final ReviewerErrors ERRORS = new ReviewerErrors(0.25, 0.02, 0);
  private static final int FOLDS = 2;
  private static final double[] FIGURES = {50};
  private static final Bins BINS =
      Bins.learn(IntStream.rangeClosed(0, 100).mapToObj(value -> new double[] {value}).toList(), 1);

  private static final StructType EXAMPLE =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("fold", DataTypes.IntegerType)
          .add("held_out", DataTypes.BooleanType)
          .add("quiet", DataTypes.BooleanType)
          .add("verdict", DataTypes.StringType)
          .add("supposed", DataTypes.DoubleType)
          .add("anchor", DataTypes.BooleanType)
          .add("features", SQLDataTypes.VectorType())
          .add("shares", SQLDataTypes.VectorType());

  private static Starter starter;

  private final List<Row> rows = new ArrayList<>();

  @BeforeAll
  static void starter() {
    starter =
        StarterTrainer.train(
            "test",
            MadeUpSessions.of(10, 10, 0, 12).withTruth(),
            new StarterTrainer.Size(2, 2, 0.3));
  }

  /** A session whose first share is what the starter's log-odds are beside its base. */
  private static double[] shares(double first) {
    double[] shares = new double[starter.space().size()];
    shares[0] = first;
    return shares;
  }

  private void session(int fold, boolean heldOut, String verdict, double share, double supposed) {
    session(fold, heldOut, false, verdict, share, supposed);
  }

  private void session(
      int fold, boolean heldOut, boolean quiet, String verdict, double share, double supposed) {
    boolean anchor = verdict == null;
    rows.add(
        RowFactory.create(
            "s%06d".formatted(rows.size()),
            fold,
            heldOut,
            quiet,
            verdict,
            supposed,
            anchor,
            Vectors.dense(FIGURES),
            Vectors.dense(shares(share))));
  }

  private Tuner tuner() {
    Dataset<Row> examples = session().createDataFrame(rows, EXAMPLE);
    return Tuner.of(examples, BINS, starter, ERRORS, FOLDS);
  }

  private static double probability(Tuning tuning, double share) {
    return LogOdds.probability(starter.base() + tuning.margin(shares(share), FIGURES));
  }

  @Test
  void shouldKeepToTheStarterWhereThereIsNothingToLearnFrom() {
    // When
    Tuning tuning = tuner().byAll();

    // Then
    assertThat(probability(tuning, 1.5))
        .isCloseTo(LogOdds.probability(starter.base() + 1.5), within(1e-9));
  }

  @Test
  void shouldKeepTheLevelOfThoseWhomNobodyLookedAt() {
    // Given reviews of what the starter finds odd, half of it gaming, and anchors that it does not
    double usual = LogOdds.probability(starter.base());
    double odd = -starter.base();
    for (int i = 0; i < 80; i++) {
      String verdict = i % 4 < 2 ? Verdicts.TOKENMAXXING : Verdicts.LEGITIMATE;
      session(i % 2, false, verdict, odd - 1, 0);
    }
    double alone = probability(tuner().byAll(), 0);
    for (int i = 0; i < 600; i++) {
      session(i % 2, false, null, 0, usual);
    }

    // When
    double anchored = probability(tuner().byAll(), 0);

    // Then
    assertThat(alone).isGreaterThan(1.4 * usual);
    assertThat(anchored).isCloseTo(usual, within(0.2 * usual));
  }

  @Test
  void shouldLearnFromHonestWorkFromBeforeAnybodyWasToldAndNotFromWhichOneAnAnchorIs() {
    // Given anchors since, whom the starter has at even odds by one share, and a few reviews
    double even = -starter.base();
    for (int i = 0; i < 40; i++) {
      session(i % 2, false, i % 4 < 2 ? Verdicts.TOKENMAXXING : Verdicts.LEGITIMATE, even, 0);
    }
    for (int i = 0; i < 400; i++) {
      session(i % 2, false, null, i % 10 == 0 ? even : 0, i % 10 == 0 ? 0.5 : 0.04);
    }
    double before = probability(tuner().byAll(), even) / probability(tuner().byAll(), 0);

    // When much the same was done before anybody was told
    for (int i = 0; i < 400; i++) {
      session(i % 2, false, true, null, i % 2 == 0 ? even : 0, 0);
    }
    double after = probability(tuner().byAll(), even) / probability(tuner().byAll(), 0);

    // Then it speaks less for tokenmaxxing
    assertThat(after).isLessThan(0.8 * before);
  }

  @Test
  void shouldHaveTheSameLevelForThoseWhomAFoldJudgesHoweverFewSessionsAreNotHeldOut() {
    // Given honest work from before anybody was told, and since then mostly held-out days
    double usual = LogOdds.probability(starter.base());
    for (int i = 0; i < 400; i++) {
      session(i % 2, false, true, null, 0, 0);
      session(i % 2, i >= 40, null, 0, usual);
    }

    // When
    Tuner tuner = tuner();

    // Then
    double ofAll = probability(tuner.byAll(), 0);
    assertThat(probability(tuner.without(0), 0)).isCloseTo(ofAll, within(0.15 * ofAll));
  }

  @Test
  void shouldNotHoldToWhatTheStarterSaysOfEachAnchor() {
    // Given a starter that is wrong: reviewers find the opposite, and anchors are as it has them
    double odd = -starter.base();
    for (int i = 0; i < 60; i++) {
      session(i % 2, false, Verdicts.LEGITIMATE, odd, 0);
      session(i % 2, false, i % 4 < 2 ? Verdicts.TOKENMAXXING : Verdicts.LEGITIMATE, 0, 0);
    }
    for (int i = 0; i < 400; i++) {
      boolean suspected = i % 10 == 0;
      session(i % 2, false, null, suspected ? odd : 0, suspected ? 0.5 : 0.04);
    }

    // Then the anchors' level alone is kept
    Tuning tuning = tuner().byAll();
    assertThat(probability(tuning, odd)).isLessThan(0.15);
  }

  @Test
  void shouldNotLearnFromAFoldsOwnSessionsOrHeldOutDaysForThatFold() {
    // Given two organisations that differ in fold 0 and in the held-out days alone
    List<double[]> learnt = new ArrayList<>();
    for (double other : new double[] {0.01, 0.9}) {
      rows.clear();
      String verdict = other > 0.5 ? Verdicts.TOKENMAXXING : Verdicts.LEGITIMATE;
      for (int i = 0; i < 40; i++) {
        session(0, false, null, 2, other);
        session(0, false, verdict, 2, 0);
        session(1, true, null, 2, other);
        session(1, true, verdict, 2, 0);
        session(1, false, null, 2, 0.3);
        session(1, false, i % 3 == 0 ? Verdicts.TOKENMAXXING : Verdicts.LEGITIMATE, 2, 0);
      }
      Tuner tuner = tuner();
      learnt.add(
          new double[] {
            probability(tuner.without(0), 2),
            probability(tuner.without(1), 2),
            probability(tuner.byAll(), 2)
          });
    }

    // Then
    assertThat(learnt.get(0)[0]).isCloseTo(learnt.get(1)[0], within(0.02));
    assertThat(learnt.get(1)[1]).isGreaterThan(learnt.get(0)[1] + 0.2);
    assertThat(learnt.get(1)[2]).isGreaterThan(learnt.get(0)[2] + 0.2);
  }

  @Test
  void shouldCountAnchorsForAFifthOfASessionEachWhereThereAreAThousandAndForOneAtMost() {
    assertThat(Examples.anchorWeight(1000)).isEqualTo(0.2);
    assertThat(Examples.anchorWeight(20)).isOne();
    assertThat(Examples.anchorWeight(0)).isOne();
    assertThat(Arrays.stream(shares(1)).sum()).isOne();
  }
}
