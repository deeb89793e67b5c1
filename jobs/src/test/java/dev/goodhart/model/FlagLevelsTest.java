package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.model.Examples.Splits;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FlagLevelsTest extends SparkTest {
  private static final Settings SETTINGS =
      Settings.load(Optional.empty(), List.of("train.trees=8", "train.folds=3"));

  private static Dataset<Row> labelled;
  private static CrossFit fitted;
  private static List<Unseen> levelled;

  @BeforeAll
  static void judge() {
    Starter starter =
        StarterTrainer.train(
            "test",
            MadeUpSessions.of(30, 20, 0, 12).withTruth(),
            new StarterTrainer.Size(8, 3, 0.3));
    labelled = MadeUpSessions.of(60, 15, 0.4, 11).labelled(SETTINGS).localCheckpoint();
    List<Figures> sample = FeatureSpace.sample(labelled, "session_id", labelled.count());
    FeatureSpace space = FeatureSpace.learn(sample);
    Instant lastDays =
        MadeUpSessions.LAST_DAY.minusDays(7).atStartOfDay(ZoneOffset.UTC).toInstant();
    int folds = SETTINGS.train().folds();
    Dataset<Row> examples =
        Examples.of(
                labelled,
                space,
                new Splits(lastDays, Instant.EPOCH, folds, 1),
                Optional.of(starter))
            .localCheckpoint();
    ReviewerErrors errors = ReviewerErrors.assumed(SETTINGS);
    Bins bins = Bins.learn(sample.stream().map(space::vector).toList(), space.size());
    fitted =
        CrossFit.best(
            examples,
            space,
            20,
            Optional.of(starter),
            Optional.of(Tuner.of(examples, bins, starter, errors, folds)),
            errors,
            SETTINGS.train());
    levelled = levels().of(fitted.unseen(), fitted.blend());
  }

  private static FlagLevels levels() {
    return new FlagLevels(labelled, fitted.byFold());
  }

  private static Map<String, Figures> figures() {
    Map<String, Figures> bySession = new HashMap<>();
    labelled
        .collectAsList()
        .forEach(row -> bySession.put(row.getAs("session_id"), Figures.of(row)));
    return bySession;
  }

  @Test
  void shouldExplainEachSessionByThePartsThatJudgedIt() {
    expectLevels(levelled, fitted.blend());
  }

  @Test
  void shouldFollowTheBlendThatItIsGiven() {
    assertThat(fitted.earlyBlend()).isNotEqualTo(fitted.blend());
    expectLevels(levels().of(fitted.early(), fitted.earlyBlend()), fitted.earlyBlend());
  }

  private static void expectLevels(List<Unseen> rows, Blend blend) {
    Map<String, Figures> figures = figures();
    List<ScoringCore> cores = fitted.byFold().stream().map(parts -> parts.core(blend)).toList();
    for (Unseen row : rows) {
      ScoringCore core = cores.get(Examples.fold(row.person(), cores.size()));
      ScoringCore.Explained explained = core.explainer().explain(figures.get(row.session()));
      assertThat(explained.margin()).isCloseTo(row.score(), within(1e-9));
      if (row.probability() >= Threshold.FLOOR) {
        double withoutFree = Suspicion.of(explained, FreeTells.of(core.names())).withoutFree();
        assertThat(row.flaggedUpTo()).isEqualTo(3 * withoutFree >= 1 ? row.probability() : 0);
      }
    }
  }

  @Test
  void shouldTakeSomeBackAndLeaveOthers() {
    List<Unseen> suspicious =
        levelled.stream().filter(row -> row.probability() >= Threshold.FLOOR).toList();
    assertThat(suspicious).anyMatch(row -> row.flaggedUpTo() == 0);
    assertThat(suspicious).anyMatch(row -> row.flaggedUpTo() == row.probability());
  }

  @Test
  void shouldKeepAllElseAsItWasAndInItsOrder() {
    assertThat(levelled.stream().map(row -> row.withFlaggedUpTo(row.probability())).toList())
        .isEqualTo(fitted.unseen());
    assertThat(levelled.stream().filter(row -> row.probability() < Threshold.FLOOR))
        .isNotEmpty()
        .allMatch(row -> row.flaggedUpTo() == row.probability());
  }

  @Test
  void shouldNotExplainSessionsThatAreTooShortToBeJudged() {
    List<Unseen> tooShort = fitted.unseen().stream().map(MadeUpRows::tooShort).toList();

    assertThat(levels().of(tooShort, fitted.blend())).isEqualTo(tooShort);
  }
}
