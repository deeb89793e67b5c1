package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.config.Settings;
import dev.goodhart.label.ReviewerErrors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleBiFunction;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Settings SETTINGS = Settings.defaults();

  /** Of a budget that honest people who are flagged don't exceed. */
  private static final Settings LENIENT =
      Settings.load(Optional.empty(), List.of("score.honest_budget=0.5"));

  private static final int ROWS = 200;
  private static final int GAMING = 15;

  /**
   * Reviewed sessions, the first of them gaming, scored by a function of place and a random draw.
   */
  private static TrainingResult candidate(ToDoubleBiFunction<Integer, Double> score) {
    Random random = new Random(5);
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String verdict = i < GAMING ? "tokenmaxxing" : "legitimate";
      double drawn = random.nextDouble();
      double cost = 5 * random.nextDouble();
      rows.add(
          MadeUpRows.row("s" + i, verdict, score.applyAsDouble(i, drawn), false, cost, i % 4 == 0));
    }
    double quality =
        Metrics.averagePrecision(
            rows.stream()
                .map(row -> new Metrics.Ranked(row.person(), row.score(), row.foundGaming()))
                .toList());
    return new TrainingResult(
        Optional.of(model("candidate", quality)),
        "",
        ROWS,
        ROWS,
        GAMING,
        rows,
        HeldOut.NONE,
        ReviewerErrors.assumed(SETTINGS));
  }

  private static TrainedModel model(String version, double quality) {
    return model(version, quality, OptionalDouble.empty());
  }

  private static TrainedModel model(String version, double quality, OptionalDouble threshold) {
    return new TrainedModel(
        Optional.of(new PipelineModel("none", List.of())),
        Optional.empty(),
        new TrainedModel.Parameters(
            version,
            LocalDate.parse("2026-05-01"),
            FeatureSpace.of(List.of(), new double[0]),
            Optional.empty(),
            new Blend(10, 0, -5, 0),
            threshold,
            "",
            new TrainedModel.Quality(quality, quality - 0.1)));
  }

  private static Gate.Decision decided(TrainingResult result) {
    return Gate.decide(result, Optional.empty(), Optional.empty(), QueueDraws.NONE, SETTINGS);
  }

  private static double good(int place, double drawn) {
    return place < GAMING ? 0.25 + 0.6 * drawn : 0.5 * drawn;
  }

  @Test
  void shouldPublishAGoodModel() {
    Gate.Decision decision = decided(candidate(GateTest::good));

    assertThat(decision.published()).as(decision.text()).isTrue();
    assertThat(decision.text()).startsWith("Published.");
  }

  @Test
  void shouldNotPublishAConstantModel() {
    Gate.Decision decision = decided(candidate((place, drawn) -> 0.3));

    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("no better than chance");
  }

  @Test
  void shouldNotPublishAModelThatKnowsTheVerdicts() {
    Gate.Decision decision =
        decided(candidate((place, drawn) -> place < GAMING ? 0.9 : 0.1 * drawn));

    assertThat(decision.published()).isFalse();
    assertThat(decision.text())
        .contains(
            "better than the truth could",
            "review.assumed_miss_share",
            "review.assumed_accused_share");
  }

  @Test
  void shouldNotPublishAModelThatKnowsTheVerdictsThoughTheLastDaysCanNotShowIt() {
    // Given last days with as many positives as the truth could rank first by luck
    TrainingResult leaking = candidate((place, drawn) -> place < GAMING ? 0.9 : 0.1 * drawn);
    List<Unseen> lastDays = leaking.unseen().subList(GAMING - 3, ROWS / 2);
    assertThat(decided(judgedBy(lastDays, lastDays)).published()).isTrue();

    // When
    Gate.Decision decision = decided(judgedBy(leaking.unseen(), lastDays));

    // Then
    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("on 200 reviewed sessions better than the truth could");
  }

  private static TrainingResult judgedBy(List<Unseen> rows, List<Unseen> lastDays) {
    return new TrainingResult(
        Optional.of(model("candidate", 1)),
        "",
        rows.size(),
        rows.size(),
        Unseen.positives(rows),
        rows,
        new HeldOut(lastDays, OptionalDouble.empty()),
        ReviewerErrors.assumed(SETTINGS));
  }

  @Test
  void shouldNotPublishAnInvertedModel() {
    Gate.Decision decision = decided(candidate((place, drawn) -> 1 - good(place, drawn)));

    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("no better than chance");
  }

  @Test
  void shouldNotPublishAModelThatAHeuristicMatches() {
    // Given a model that ranks as the cost does, and cost that ranks well
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String verdict = i < GAMING ? "tokenmaxxing" : "legitimate";
      double place = 1.0 - (double) i / ROWS;
      rows.add(MadeUpRows.row("s" + i, verdict, place, false, 10 * place, false));
    }
    TrainingResult result =
        new TrainingResult(
            Optional.of(model("candidate", 1)),
            "",
            ROWS,
            ROWS,
            GAMING,
            rows,
            HeldOut.NONE,
            ReviewerErrors.assumed(SETTINGS));

    // When
    Gate.Decision decision = decided(result);

    // Then
    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("The heuristic cost ranks as well");
  }

  @Test
  void shouldNotReplaceALiveModelThatRanksNewSessionsBetter() {
    // Given
    TrainingResult candidate = candidate(GateTest::good);
    Map<String, Double> perfect = new HashMap<>();
    candidate.unseen().forEach(row -> perfect.put(row.session(), row.foundGaming() ? 1.0 : 0.0));

    // When
    Gate.Decision decision =
        Gate.decide(
            candidate,
            Optional.of(new Incumbent(model("live", 0.5), perfect)),
            Optional.empty(),
            QueueDraws.NONE,
            SETTINGS);

    // Then
    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("The live model live ranks the 200 sessions");
  }

  @Test
  void shouldNotReplaceALiveModelThatWasPublishedWithABetterRanking() {
    TrainingResult candidate = candidate((place, drawn) -> 0.7 * good(place, drawn) + 0.3 * drawn);

    Gate.Decision decision =
        Gate.decide(
            candidate,
            Optional.of(new Incumbent(model("live", 1.2), Map.of())),
            Optional.empty(),
            QueueDraws.NONE,
            SETTINGS);

    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("worse than the live model live");
  }

  @Test
  void shouldNotPublishAModelWhereAnEarlierOneIsShownToRankTheLastDaysBetter() {
    // Given a candidate that the live model does not object to
    TrainingResult candidate =
        heldOut(candidate((place, drawn) -> 0.6 * good(place, drawn) + 0.4 * drawn));
    assertThat(decided(candidate).published()).isTrue();
    Map<String, Double> perfect = new HashMap<>();
    candidate.unseen().forEach(row -> perfect.put(row.session(), row.foundGaming() ? 1.0 : 0.0));
    Map<String, Double> same = new HashMap<>();
    candidate.unseen().forEach(row -> same.put(row.session(), row.score()));

    // When
    Gate.Decision worse = heldAgainst(candidate, perfect);
    Gate.Decision asGood = heldAgainst(candidate, same);

    // Then
    assertThat(worse.published()).isFalse();
    assertThat(worse.text())
        .contains(
            "The earlier model older ranks the 200 reviewed sessions of the last days better");
    assertThat(asGood.published()).as(asGood.text()).isTrue();
  }

  private static Gate.Decision heldAgainst(TrainingResult candidate, Map<String, Double> scores) {
    return Gate.decide(
        candidate,
        Optional.of(new Incumbent(model("live", 0.1), Map.of())),
        Optional.of(new Incumbent(model("older", 0.1), scores)),
        QueueDraws.NONE,
        SETTINGS);
  }

  /** As if its rows were of the last days, and judged by parts that knew nothing of these. */
  private static TrainingResult heldOut(TrainingResult result) {
    return judgedBy(result.unseen(), result.unseen());
  }

  @Test
  void shouldNotReplaceAStarterThatIsShownToRankBetter() {
    TrainingResult candidate = candidate((place, drawn) -> 0.4 * good(place, drawn) + 0.6 * drawn);
    Map<String, Double> better = new HashMap<>();
    candidate.unseen().forEach(row -> better.put(row.session(), row.foundGaming() ? 1.0 : 0.0));

    Gate.Decision decision =
        Gate.decide(
            candidate,
            Optional.of(new Incumbent(starter(), better)),
            Optional.empty(),
            QueueDraws.NONE,
            SETTINGS);

    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("The starter ranks the 200 reviewed sessions better");
  }

  @Test
  void shouldReplaceAStarterThatMayHaveBeenLucky() {
    // Given a starter that ranks the same but for one honest session
    TrainingResult candidate = candidate(GateTest::good);
    Map<String, Double> hardlyBetter = new HashMap<>();
    candidate.unseen().forEach(row -> hardlyBetter.put(row.session(), row.score()));
    candidate.unseen().stream()
        .filter(Unseen::foundHonest)
        .max(Comparator.comparingDouble(Unseen::score))
        .ifPresent(row -> hardlyBetter.put(row.session(), -9.0));

    Gate.Decision decision =
        Gate.decide(
            candidate,
            Optional.of(new Incumbent(starter(), hardlyBetter)),
            Optional.empty(),
            QueueDraws.NONE,
            SETTINGS);

    assertThat(decision.published()).as(decision.text()).isTrue();
  }

  private static TrainedModel starter() {
    return new TrainedModel(
        Optional.empty(), Optional.empty(), model("starter", Double.NaN).parameters());
  }

  @Test
  void shouldNotPublishAModelThatBreaksTheBudget() {
    Gate.Decision decision = decided(flagging(place -> place % 20 == 0));

    assertThat(decision.published()).isFalse();
    assertThat(decision.text())
        .contains("of honest sessions would be flagged; the budget is 1.0 %");
  }

  @Test
  void shouldNotPublishAModelThatBreaksTheBudgetInDaysOfWhichItKnewNothing() {
    // Given a model that flags none of the honest, and one in five in the last days
    TrainingResult kept = flagging(place -> false);
    List<Unseen> lastDays = flagging(place -> place % 5 == 0).unseen();

    // When
    Gate.Decision decision =
        decided(
            new TrainingResult(
                kept.model(),
                "",
                kept.trainingRows(),
                kept.reviews(),
                kept.positives(),
                kept.unseen(),
                new HeldOut(lastDays, OptionalDouble.of(0.9)),
                kept.errors()));

    // Then
    assertThat(decision.published()).isFalse();
    assertThat(decision.text()).contains("In the last days, of which it knew nothing");
  }

  @Test
  void shouldWarnOfAPublishedModelThatFlagsATeamOftenerAtEqualTruth() {
    // Given: a fifth of the honest sessions of one team are flagged, and a twentieth of the others'
    TrainingResult result = flagging(place -> place % 2 == 0 ? place % 10 == 0 : place % 40 == 1);

    // When
    Gate.Decision decision =
        Gate.decide(result, Optional.empty(), Optional.empty(), QueueDraws.NONE, LENIENT);

    // Then
    assertThat(decision.published()).as(decision.text()).isTrue();
    assertThat(decision.reasons())
        .filteredOn(reason -> reason.startsWith("Warning"))
        .singleElement()
        .asString()
        .contains("honest sessions of team left", "times");
  }

  @Test
  void shouldNotWarnOfAModelThatFlagsTeamsAlike() {
    TrainingResult result = flagging(place -> place % 10 < 2);

    Gate.Decision decision =
        Gate.decide(result, Optional.empty(), Optional.empty(), QueueDraws.NONE, LENIENT);

    assertThat(decision.published()).as(decision.text()).isTrue();
    assertThat(decision.text()).doesNotContain("Warning");
  }

  /** A model that ranks well and flags some honest sessions, of which every second is of a team. */
  private static TrainingResult flagging(IntPredicate flagged) {
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      rows.add(MadeUpRows.row("g" + i, i % 2 == 0 ? "left" : "right", "tokenmaxxing", 0.9));
    }
    for (int i = 0; i < 800; i++) {
      double score = flagged.test(i) ? 0.8 : 0.1;
      rows.add(MadeUpRows.row("h" + i, i % 2 == 0 ? "left" : "right", "legitimate", score));
    }
    for (int i = 0; i < 20; i++) {
      rows.add(MadeUpRows.row("missed" + i, i % 2 == 0 ? "left" : "right", "tokenmaxxing", 0.1));
    }
    TrainedModel model = model("candidate", 0.8, OptionalDouble.of(0.9));
    return new TrainingResult(
        Optional.of(model),
        "",
        rows.size(),
        rows.size(),
        50,
        rows,
        HeldOut.NONE,
        ReviewerErrors.assumed(SETTINGS));
  }
}
