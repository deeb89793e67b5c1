package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.label.Labels;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.Examples.Splits;
import dev.goodhart.schema.SessionReasons;
import dev.goodhart.schema.SessionScores;
import java.nio.file.Path;
import java.sql.Date;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest extends SparkTest {
  private static final Settings SETTINGS = settings();

  /** Model calls that about half of the sessions have. */
  private static final long LONG = 30;

  private static final StarterTrainer.Size SMALL = new StarterTrainer.Size(8, 3, 0.3);

  private static Starter starter;
  private static MadeUpSessions world;
  private static TrainingResult result;

  @BeforeAll
  static void train() {
    starter = StarterTrainer.train("test", MadeUpSessions.of(40, 20, 0, 12).withTruth(), SMALL);
    world = MadeUpSessions.of(60, 25, 0.3, 11);
    result = trained(world, SETTINGS);
  }

  private static Settings settings(String... others) {
    return Settings.load(
        Optional.empty(),
        Stream.concat(Stream.of("train.trees=16", "train.folds=3"), Stream.of(others)).toList());
  }

  private static Settings announcedOn(String day) {
    return settings("announcements=[{name=board,date=\"%s\"}]".formatted(day));
  }

  private static TrainingResult trained(MadeUpSessions world, Settings settings) {
    Dataset<Row> labels =
        Labels.asOf(world.features(), world.reviews(), MadeUpSessions.LAST_DAY, settings);
    return trained(world.features(), labels, settings);
  }

  private static TrainingResult trained(
      Dataset<Row> features, Dataset<Row> labels, Settings settings) {
    return trained(features, labels, settings, Optional.of(starter));
  }

  private static TrainingResult trained(
      Dataset<Row> features, Dataset<Row> labels, Settings settings, Optional<Starter> beside) {
    return Trainer.train(
        features,
        labels,
        MadeUpSessions.LAST_DAY,
        settings,
        beside,
        ReviewerErrors.assumed(settings));
  }

  private static TrainedModel model() {
    return result.model().orElseThrow();
  }

  private static Scores scores(Optional<TrainedModel> live) {
    return Scorer.score(
        world.features(),
        live,
        Verdicts.latest(world.reviews(), MadeUpSessions.LAST_DAY),
        UsualFigures.UNKNOWN,
        SETTINGS);
  }

  @Test
  void shouldFlagManyGamingAndFewHonestSessions() {
    // Given
    Map<String, Boolean> gaming = new HashMap<>();
    world.made().forEach(made -> gaming.put(made.session(), made.gaming()));

    // When
    try (Scores scores = scores(Optional.of(model()))) {
      List<Row> flagged = scores.scores().filter(col("band").equalTo("likely")).collectAsList();

      // Then
      long right =
          flagged.stream().filter(row -> gaming.get(row.<String>getAs("session_id"))).count();
      long allGaming = gaming.values().stream().filter(game -> game).count();
      assertThat(right).isGreaterThan(allGaming / 3);
      assertThat(flagged.size() - right).isLessThan((gaming.size() - allGaming) / 50);
    }
  }

  @Test
  void shouldGiveSharesThatAddUpToTheMarginOfEverySession() {
    try (Scores scores = scores(Optional.of(model()))) {
      // When
      List<Row> sums =
          scores
              .reasons()
              .groupBy("session_id")
              .agg(sum("share").as("shares"))
              .join(scores.scores(), "session_id")
              .collectAsList();

      // Then
      assertThat(sums).hasSize(world.made().size());
      for (Row row : sums) {
        double margin = row.getAs("margin");
        double base = row.getAs("base_margin");
        double shares = row.getAs("shares");
        double probability = row.getAs("probability");
        assertThat(base + shares).isCloseTo(margin, within(1e-9));
        assertThat(probability).isCloseTo(1 / (1 + Math.exp(-margin)), within(1e-12));
      }
      assertThat(scores.scores().schema().names()).isEqualTo(SessionScores.TABLE.schema().names());
      assertThat(scores.reasons().schema().names())
          .isEqualTo(SessionReasons.TABLE.schema().names());
    }
  }

  @Test
  void shouldScoreASessionAsItWasJudgedInTraining() {
    // Given
    TrainedModel.Parameters learnt = model().parameters();
    Tuning tuning = learnt.tuning().orElseThrow();
    Ensemble trees = Estimator.trees(model().pipeline().orElseThrow());
    List<TreeShap> explainers = starter.trees().explainers();
    Map<String, Double> margins = scored(model());

    for (Row row : world.features().collectAsList()) {
      // When
      Figures figures = Figures.of(row);
      double[] shares = starter.shares(figures, explainers);
      double[] vector = learnt.space().vector(figures);
      double tuned = starter.base() + tuning.margin(shares, vector);
      double margin = learnt.blend().margin(trees.score(vector), tuned, figures.young());

      // Then, and the shares come to what the trees themselves say
      assertThat(margins.get(row.<String>getAs("session_id"))).isCloseTo(margin, within(1e-9));
      assertThat(starter.base() + Arrays.stream(shares).sum())
          .isCloseTo(
              starter.trees().score(starter.space().vector(figures)) + starter.shift(),
              within(1e-9));
    }
  }

  @Test
  void shouldLetTheLatestVerdictSetTheBand() {
    try (Scores scores = scores(Optional.of(model()))) {
      Map<String, String> bandByVerdict =
          Map.of("legitimate", "unlikely", "tokenmaxxing", "likely");
      bandByVerdict.forEach(
          (verdict, band) -> {
            List<String> bands =
                scores
                    .scores()
                    .filter(col("review_verdict").equalTo(verdict))
                    .select("band")
                    .distinct()
                    .as(org.apache.spark.sql.Encoders.STRING())
                    .collectAsList();
            assertThat(bands).containsExactly(band);
          });
    }
  }

  @Test
  void shouldJudgeAShortSessionOnlyWhereItsPatternMakesUpForIt() {
    // Given sessions of two calls, of which those of some people's patterns come to five
    Column made = when(col("user_id").lt("p3"), lit(5L)).otherwise(lit(4L));
    Dataset<Row> features =
        world.features().withColumn("calls", lit(2L)).withColumn("pattern_calls", made);
    Dataset<Row> noVerdicts = Verdicts.latest(world.reviews(), LocalDate.EPOCH);

    // When
    try (Scores scores =
        Scorer.score(features, Optional.of(model()), noVerdicts, UsualFigures.UNKNOWN, SETTINGS)) {
      Dataset<Row> judged =
          scores
              .scores()
              .select(
                  col("user_id").lt("p3").as("made_up_for"),
                  col("band").notEqual("insufficient_evidence").as("judged"))
              .distinct();

      // Then
      assertThat(judged.collectAsList())
          .containsExactlyInAnyOrder(
              RowFactory.create(true, true), RowFactory.create(false, false));
    }
  }

  @Test
  void shouldGiveTheSameModelFromTheSameRowsInAnotherOrder() {
    // Given the same sessions in another order and other partitions
    Dataset<Row> shuffled = world.features().repartition(5).orderBy(col("user_id").desc());
    Dataset<Row> labels = Labels.asOf(shuffled, world.reviews(), MadeUpSessions.LAST_DAY, SETTINGS);

    // When
    TrainedModel again = trained(shuffled, labels, SETTINGS).model().orElseThrow();

    // Then
    assertThat(again.parametersJson()).isEqualTo(model().parametersJson());
    assertThat(scored(again)).isEqualTo(scored(model()));
  }

  @Test
  void shouldScoreTheSameWhenSavedAndLoaded(@TempDir Path folder) throws java.io.IOException {
    // When
    TrainedModel loaded =
        TrainedModel.of(
            Optional.of(savedAndLoaded(model(), folder)),
            model().starter().map(Starter::json).map(Starter::of),
            model().parametersJson());

    // Then
    assertThat(model().estimator()).isEqualTo("tuned starter and boosted trees of depth 3");
    assertThat(loaded.parametersJson()).isEqualTo(model().parametersJson());
    assertThat(scored(loaded)).isEqualTo(scored(model()));
  }

  @Test
  void shouldLearnTreesOfItsOwnWhereThereIsNoStarter(@TempDir Path folder)
      throws java.io.IOException {
    // Given
    Settings few =
        Settings.load(
            Optional.empty(), List.of("train.trees=12", "train.max_depth=3", "train.folds=2"));
    Dataset<Row> labels =
        Labels.asOf(world.features(), world.reviews(), MadeUpSessions.LAST_DAY, few);

    // When
    TrainingResult alone = trained(world.features(), labels, few, Optional.empty());
    TrainedModel learnt = alone.model().orElseThrow();
    TrainedModel loaded =
        TrainedModel.of(
            Optional.of(savedAndLoaded(learnt, folder)), Optional.empty(), learnt.parametersJson());

    // Then they are those that fit best, of all that were tried
    Matcher losses =
        Pattern.compile("not seen: random forest ([0-9.]+), boosted trees ([0-9.]+)\\. ")
            .matcher(alone.why());
    assertThat(losses.find()).as(alone.why()).isTrue();
    double forest = Double.parseDouble(losses.group(1));
    double boosted = Double.parseDouble(losses.group(2));
    assertThat(learnt.estimator())
        .isEqualTo(boosted < forest ? "boosted trees of depth 2" : "random forest");
    assertThat(scored(loaded)).isEqualTo(scored(learnt));
  }

  private static PipelineModel savedAndLoaded(TrainedModel model, Path folder)
      throws java.io.IOException {
    String place = folder.resolve("model").toString();
    model.pipeline().orElseThrow().write().save(place);
    return PipelineModel.load(place);
  }

  private static Map<String, Double> scored(TrainedModel model) {
    Map<String, Double> margins = new HashMap<>();
    try (Scores scores = scores(Optional.of(model))) {
      scores
          .scores()
          .collectAsList()
          .forEach(row -> margins.put(row.getAs("session_id"), row.getAs("margin")));
    }
    return margins;
  }

  @Test
  void shouldSayWhatIsMissingWhereThereIsTooLittleToLearnFrom() {
    // Given
    MadeUpSessions unreviewed = MadeUpSessions.of(6, 5, 0, 3);

    // When
    TrainingResult nothing = trained(unreviewed, SETTINGS);

    // Then
    assertThat(nothing.model()).isEmpty();
    assertThat(nothing.why())
        .startsWith("Too little to learn from: 0 reviewed sessions, 0 of them found tokenmaxxing")
        .contains("at least 30 and 3 are needed");
    assertThat(
            Gate.decide(
                    nothing, Predecessors.NONE, unreviewed.features(), QueueDraws.NONE, SETTINGS)
                .published())
        .isFalse();
  }

  @Test
  void shouldAnchorSomeOfWhatNobodyReviewedByWhatIsSupposedOfIt() {
    // Given
    Dataset<Row> labelled = world.labelled(SETTINGS);
    FeatureSpace space =
        FeatureSpace.learn(FeatureSpace.sample(labelled, "session_id", labelled.count()));
    Instant told = MadeUpSessions.LAST_DAY.minusDays(14).atStartOfDay(ZoneOffset.UTC).toInstant();
    Splits splits = new Splits(told, told, 3, SETTINGS.score().minCalls());

    // When
    Dataset<Row> examples = Examples.of(labelled, space, splits, Optional.of(starter));
    Dataset<Row> alone = Examples.of(labelled, space, splits, Optional.empty());

    // Then all that might be, as they are few, and none beside no starter
    Column mightBe = col("verdict").isNull();
    Column quiet = col("quiet");
    assertThat(examples.filter(mightBe.and(quiet)).count()).isBetween(1L, Examples.ANCHORS);
    assertThat(examples.filter(mightBe.and(not(quiet))).count()).isBetween(1L, Examples.ANCHORS);
    assertThat(examples.filter(col("anchor").notEqual(mightBe)).count()).isZero();
    assertThat(alone.filter("anchor").count()).isZero();

    // And none that is too short to be judged
    Dataset<Row> longer =
        Examples.of(labelled, space, new Splits(told, told, 3, LONG), Optional.of(starter));
    Column longEnough = mightBe.and(col("calls").geq(LONG));
    assertThat(longer.filter(mightBe).count()).isGreaterThan(longer.filter("anchor").count());
    assertThat(longer.filter("anchor").count()).isPositive();
    assertThat(longer.filter(col("anchor").notEqual(longEnough)).count()).isZero();

    // And none by a version that knew no patterns, whose length nobody can tell
    Dataset<Row> ofBefore =
        labelled.withColumn("pattern_calls", functions.lit(null).cast(DataTypes.LongType));
    assertThat(
            Examples.of(ofBefore, space, splits, Optional.of(starter))
                .filter(col("anchor").or(col("judged")))
                .count())
        .isZero();

    // And what was there before anybody was told is honest, whatever starter and rules say
    assertThat(examples.filter(quiet.and(col("supposed").notEqual(0))).count()).isZero();
    assertThat(alone.filter(quiet.and(col("supposed").notEqual(0))).count()).isZero();

    // And since then rules that speak move what the starter says
    Dataset<Row> since = examples.filter(not(quiet));
    UDF1<Vector, Double> starterAlone =
        shares -> LogOdds.probability(starter.base() + Arrays.stream(shares.toArray()).sum());
    Column moved =
        col("supposed")
            .minus(functions.udf(starterAlone, DataTypes.DoubleType).apply(col("shares")));
    Column reviewed = col("verdict").isNotNull();
    assertThat(since.filter(reviewed.and(functions.abs(moved).gt(1e-12))).count()).isZero();
    Column byRules = col("label").isNotNull().and(col("verdict").isNull());
    assertThat(since.filter(col("label").isNull().and(functions.abs(moved).gt(1e-12))).count())
        .isZero();
    assertThat(since.filter(byRules.and(col("label").gt(0.06)).and(moved.leq(0))).count()).isZero();
    assertThat(since.filter(byRules.and(col("label").lt(0.04)).and(moved.geq(0))).count()).isZero();
    assertThat(since.filter(byRules).count()).isPositive();
  }

  @Test
  void shouldJudgeNobodyByTheStarterAlone() {
    try (Scores scores = scores(Optional.of(TrainedModel.of(starter)))) {
      List<Row> rows = scores.scores().collectAsList();

      assertThat(rows)
          .filteredOn(row -> row.getAs("review_verdict") == null)
          .isNotEmpty()
          .allMatch(row -> row.getAs("band").equals("insufficient_evidence"));
      assertThat(rows)
          .allMatch(row -> row.<Double>getAs("probability") < 1)
          .allMatch(row -> row.getAs("model_version").equals("starter-test"));
      assertThat(scores.reasons().count()).isPositive();
    }
  }

  @Test
  void shouldRankTheSameByAStarterThatWasKept() {
    Starter kept = Starter.of(starter.json());

    assertThat(kept.json()).isEqualTo(starter.json());
    assertThat(scored(TrainedModel.of(kept))).isEqualTo(scored(TrainedModel.of(starter)));
  }

  @Test
  void shouldCallEverySessionInsufficientEvidenceWhileNoModelIsLive() {
    try (Scores scores = scores(Optional.empty())) {
      assertThat(
              scores
                  .scores()
                  .filter(
                      col("band")
                          .equalTo("insufficient_evidence")
                          .and(col("probability").isNull())
                          .and(col("model_version").isNull()))
                  .count())
          .isEqualTo(world.made().size());
      assertThat(scores.reasons().count()).isZero();
    }
  }

  @Test
  void shouldPublishAModelThatBeatsTheHeuristics() {
    Gate.Decision decision =
        Gate.decide(result, Predecessors.NONE, world.features(), QueueDraws.NONE, SETTINGS);

    assertThat(decision.published()).as(decision.text()).isTrue();
    assertThat(decision.modelRow("ml/model_files/x")).isPresent();
    assertThat(decision.evaluations()).isNotEmpty();
  }

  @Test
  void shouldFindNothingInVerdictsThatTellNothing() {
    // Given the same sessions reviewed, each with the verdict of any of them; one order in twenty
    // passes for more than chance, and is not this one
    List<Row> reviews = world.reviews().collectAsList();
    List<String> verdicts =
        new ArrayList<>(reviews.stream().map(row -> row.<String>getAs("verdict")).toList());
    Collections.shuffle(verdicts, new Random(18));
    List<Row> shuffled = new ArrayList<>();
    for (int i = 0; i < verdicts.size(); i++) {
      Row review = reviews.get(i);
      LocalDate day = review.<Date>getAs("landed_date").toLocalDate();
      shuffled.add(MadeUpSessions.review(review.getAs("session_id"), verdicts.get(i), day));
    }
    Dataset<Row> labels =
        Labels.asOf(
            world.features(),
            MadeUpSessions.reviewRows(shuffled),
            MadeUpSessions.LAST_DAY,
            SETTINGS);

    // When
    TrainingResult nothing = trained(world.features(), labels, SETTINGS);
    Gate.Decision decision =
        Gate.decide(nothing, Predecessors.NONE, world.features(), QueueDraws.NONE, SETTINGS);

    // Then what it learnt ranks people whom it did not see as any order would
    List<Metrics.Ranked> reviewed =
        Unseen.ranked(nothing.unseen().stream().filter(Unseen::decided).toList(), Unseen::score);
    assertThat(reviewed).hasSameSizeAs(reviews);
    assertThat(Metrics.averagePrecision(reviewed))
        .isBetween(byChance(reviewed, 0.005), byChance(reviewed, 0.995));
    assertThat(decision.published()).as(decision.text()).isFalse();
    assertThat(decision.text()).contains("It ranks no better than chance");
  }

  private static double byChance(List<Metrics.Ranked> rows, double quantile) {
    return Metrics.averagePrecisionByChance(rows, 400, quantile, SETTINGS.train().seed());
  }

  @Test
  void shouldChooseAQueueOfUnreviewedSessionsSpreadOverPeople() {
    try (Scores scores = scores(Optional.of(model()))) {
      // When
      List<Row> queue =
          ReviewQueue.choose(
                  scores.scores(),
                  world.features(),
                  world.reviews(),
                  queueHistory(),
                  MadeUpSessions.LAST_DAY,
                  SETTINGS)
              .collectAsList();

      // Then
      assertThat(queue).hasSize(30);
      assertThat(queue.stream().map(row -> row.<String>getAs("session_id")).distinct()).hasSize(30);
      assertThat(queue.stream().map(row -> row.<String>getAs("chosen_because")).distinct())
          .contains("uncertain", "novel", "audit");
      assertThat(queue.stream().filter(row -> row.<String>getAs("chosen_because").equals("audit")))
          .hasSize(3)
          .allMatch(row -> row.<Double>getAs("selection_probability") < 0.01);
    }
  }

  @Test
  void shouldChooseByTheModelEvenWhereOlderSessionsWereScoredBeforeThereWasOne() {
    try (Scores scores = scores(Optional.of(model()))) {
      // Given
      Column before = col("session_id").lt("s-010");
      Dataset<Row> mixed =
          scores.scores().withColumn("probability", when(not(before), col("probability")));
      assertThat(mixed.where(col("probability").isNull()).count()).isPositive();

      // When
      List<Row> queue =
          ReviewQueue.choose(
                  mixed,
                  world.features(),
                  world.reviews(),
                  queueHistory(),
                  MadeUpSessions.LAST_DAY,
                  SETTINGS)
              .collectAsList();

      // Then
      assertThat(queue).hasSize(30);
      assertThat(queue.stream().map(row -> row.<String>getAs("chosen_because")).distinct())
          .contains("uncertain", "novel", "audit");
    }
  }

  @Test
  void shouldKeepWhatWasChosenInTheWeekAndCountWhatWasReviewedOfIt() {
    // Given a queue of Monday, of which two were reviewed
    LocalDate monday = MadeUpSessions.LAST_DAY.with(DayOfWeek.MONDAY);
    try (Scores scores = scores(Optional.of(model()))) {
      List<Row> first = queue(scores, world.reviews(), queueHistory(), monday);
      List<String> done =
          List.of(first.get(0).getAs("session_id"), first.get(29).getAs("session_id"));
      Dataset<Row> reviewed =
          world
              .reviews()
              .select("session_id")
              .union(
                  world
                      .features()
                      .select("session_id")
                      .where(col("session_id").isin(done.toArray())));
      Dataset<Row> history = queueHistory(monday, first);

      // When
      List<Row> next = queue(scores, reviewed, history, monday.plusDays(3));
      List<Row> nextWeek = queue(scores, reviewed, history, monday.plusDays(7));
      List<Row> again = queue(scores, reviewed, history, monday);

      // Then
      assertThat(next.stream().map(TrainingTest::howChosen))
          .containsExactlyElementsOf(
              first.stream()
                  .filter(row -> !done.contains(row.<String>getAs("session_id")))
                  .map(TrainingTest::howChosen)
                  .toList());
      assertThat(next.stream().map(row -> row.<Integer>getAs("rank")))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, 28).boxed().toList());
      assertThat(nextWeek).hasSize(30);
      assertThat(again.stream().map(TrainingTest::howChosen))
          .as("the day run again")
          .containsExactlyElementsOf(next.stream().map(TrainingTest::howChosen).toList());
    }
  }

  private static List<Row> queue(
      Scores scores, Dataset<Row> reviewed, Dataset<Row> history, LocalDate on) {
    return ReviewQueue.choose(scores.scores(), world.features(), reviewed, history, on, SETTINGS)
        .orderBy("rank")
        .collectAsList();
  }

  private static String howChosen(Row row) {
    return row.getAs("session_id")
        + " "
        + row.getAs("chosen_because")
        + " "
        + row.getAs("selection_probability");
  }

  private static Dataset<Row> queueHistory() {
    return queueHistory(MadeUpSessions.LAST_DAY, List.of());
  }

  private static Dataset<Row> queueHistory(LocalDate day, List<Row> queue) {
    StructType columns = dev.goodhart.schema.ReviewQueue.TABLE.schema();
    return world
        .features()
        .sparkSession()
        .createDataFrame(queue, columns)
        .withColumn("chosen_on", lit(Date.valueOf(day)));
  }

  @Test
  void shouldSayThatOnePersonTeachesNothingAboutOthers() {
    TrainingResult alone = trained(MadeUpSessions.of(1, 80, 1, 11), SETTINGS);

    assertThat(alone.model()).isEmpty();
    assertThat(alone.reviews()).isPositive();
    assertThat(alone.why()).startsWith("Too few people to learn from");
  }

  @Test
  void shouldNotBeChangedByWhatWillBeAnnounced() {
    // Given
    Settings later = announcedOn("2026-07-01");

    // When
    TrainedModel told = trained(world, later).model().orElseThrow();

    // Then all but its version, which names the settings that it was made with
    assertThat(told.parametersJson().replace(told.version(), model().version()))
        .isEqualTo(model().parametersJson());
    assertThat(told.version()).isNotEqualTo(model().version());
  }

  @Test
  void shouldNotLearnFromAFigureThatNoEarlySessionCanHave() {
    // Given: a target is declared on a day, and closeness to it is known from then on
    Settings declared = announcedOn("2026-06-10");
    Dataset<Row> features =
        world
            .features()
            .withColumn(
                "target_gap", functions.when(col("ended_at").geq("2026-06-10"), col("target_gap")));
    Dataset<Row> labels = Labels.asOf(features, world.reviews(), MadeUpSessions.LAST_DAY, declared);

    // When
    FeatureSpace space =
        trained(features, labels, declared).model().orElseThrow().parameters().space();

    // Then
    assertThat(model().parameters().space().names()).contains("target_gap", "days_to_deadline");
    assertThat(space.names()).contains("days_to_deadline").doesNotContain("target_gap");
  }
}
