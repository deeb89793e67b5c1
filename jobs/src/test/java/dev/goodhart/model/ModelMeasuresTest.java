package dev.goodhart.model;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.config.Settings;
import dev.goodhart.model.Baselines.Heuristic;
import dev.goodhart.schema.Evaluations;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class ModelMeasuresTest {
  private static final Settings SETTINGS = Settings.defaults();
  private static final LocalDate HELD_OUT_DAY = LocalDate.parse("2026-06-20");
  private static final LocalDate EARLIER = LocalDate.parse("2026-05-20");

  /** Flagged from a probability of 0.5 on. */
  private final List<Unseen> rows =
      List.of(
          // gaming: young and found, young and found, mature and missed
          row("a", "tokenmaxxing", 0.9, "payments", HELD_OUT_DAY, "young", "churn", 9),
          row("b", "tokenmaxxing", 0.8, "payments", HELD_OUT_DAY, "young", "churn", 1),
          row("b", "tokenmaxxing", 0.3, "search", EARLIER, "mature", "churn", 1),
          // honest: the first is flagged
          row("c", "legitimate", 0.7, "search", EARLIER, "mature", "incident", 8),
          row("c", "runaway", 0.2, "search", EARLIER, "mature", "incident", 7),
          row("d", "legitimate", 0.1, "search", HELD_OUT_DAY, "mature", "incident", 1),
          row("d", "legitimate", 0.1, "payments", HELD_OUT_DAY, "young", null, 1),
          // nobody knows the truth of these
          row("e", null, 0.9, "risk", EARLIER, "mature", "churn", 1),
          row("f", "unsure", 0.9, "risk", EARLIER, "mature", "churn", 1));

  @Test
  void shouldMeasureAllReviewedSessionsAndTheHeldOutOnes() {
    assertThat(value("out_of_fold", "recall")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(value("out_of_fold", "precision")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(value("out_of_fold", "honest_flag_rate")).isEqualTo(0.25);
    // gaming ranks 1st, 2nd and 4th
    assertThat(value("out_of_fold", "average_precision"))
        .isCloseTo((1 + 1 + 3 / 4.0) / 3, within(1e-12));
    // by a threshold of their own, of 0.85
    assertThat(value("held_out", "recall")).isEqualTo(0.5);
    assertThat(value("held_out", "honest_flag_rate")).isEqualTo(0);
    assertThat(row("out_of_fold", "recall").<Long>getAs("rows")).isEqualTo(7);
    assertThat(row("out_of_fold", "recall").<Long>getAs("positives")).isEqualTo(3);
    assertThat(row("held_out", "recall").<Long>getAs("rows")).isEqualTo(4);
  }

  @Test
  void shouldMeasureEachGroupByItsOwnSessions() {
    assertThat(value("age young", "recall")).isEqualTo(1);
    assertThat(value("age mature", "recall")).isEqualTo(0);
    assertThat(value("age young", "honest_flag_rate")).isEqualTo(0);
    assertThat(value("age mature", "honest_flag_rate")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(value("age young", "calibration_error"))
        .isCloseTo((0.1 + 0.2 + 0.1) / 3, within(1e-9));
    assertThat(value("month 2026-05", "honest_flag_rate")).isEqualTo(0.5);
    assertThat(value("month 2026-06", "honest_flag_rate")).isEqualTo(0);
    assertThat(value("month 2026-06", "average_precision")).isEqualTo(1);
    // gaming ranks 2nd of 3
    assertThat(value("month 2026-05", "average_precision")).isEqualTo(0.5);
    assertThat(value("team search", "honest_flag_rate")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(value("team payments", "honest_flag_rate")).isEqualTo(0);
    assertThat(value("archetype churn", "recall")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(value("archetype incident", "honest_flag_rate")).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void shouldMeasureWhatReviewersFindWhoHaveTimeForFour() {
    // by probability three of four are gaming; by cost one of the first three, and of the four that
    // share the fourth place two
    assertThat(value("out_of_fold", "precision_at_capacity")).isEqualTo(0.75);
    assertThat(value("out_of_fold", "recall_at_capacity")).isEqualTo(1);
    assertThat(value("out_of_fold cost", "precision_at_capacity"))
        .isCloseTo((1 + 0.5) / 4, within(1e-12));
    assertThat(value("out_of_fold cost", "recall_at_capacity"))
        .isCloseTo((1 + 0.5) / 3, within(1e-12));
  }

  @Test
  void shouldLeaveOutGroupsOfFewReviewedPeople() {
    // Given: young sessions are of three people, gaming of two, and nobody of team risk was decided
    // on
    // When
    List<String> slices = slices(measures("privacy.min_cohort=3"));

    // Then
    assertThat(slices).contains("age young").doesNotContain("archetype churn");
    assertThat(slices(measures())).contains("archetype churn").doesNotContain("team risk");
  }

  @Test
  void shouldWriteDownHowTeamsFareBesideEachOther() {
    // Given: one of the four honest sessions is flagged, so half a flag is two sessions
    // When
    List<Row> rows =
        measures("privacy.min_cohort=1").stream()
            .filter(row -> row.getAs("metric").equals("honest_flag_ratio"))
            .toList();

    // Then: search has three honest sessions, payments one; d, with two, came a month later
    assertThat(rows)
        .extracting(row -> row.<String>getAs("slice"))
        .containsExactly("team payments", "team search", "newcomers");
    assertThat(rows.get(1).<Double>getAs("value"))
        .isCloseTo((1.5 / (3 + 2)) / (0.5 / (1 + 2)), within(1e-12));
    assertThat(rows.get(2).<Double>getAs("value"))
        .isCloseTo((0.5 / (2 + 2)) / (1.5 / (2 + 2)), within(1e-12));
  }

  @Test
  void shouldNotCompareGroupsWhereNobodyIsFlagged() {
    List<Row> flaggingNobody =
        new ModelMeasures(
                model(OptionalDouble.empty()), rows, HeldOut.NONE, QueueDraws.NONE, SETTINGS)
            .rows("out_of_fold", rows, List.of());

    assertThat(flaggingNobody)
        .isNotEmpty()
        .noneMatch(row -> row.get(2).equals("honest_flag_ratio"));
  }

  @Test
  void shouldMeasureApartTheSessionsThatTheLotChose() {
    // the missed one and an honest one that is not flagged
    assertThat(value("audit", "recall")).isZero();
    assertThat(value("audit", "honest_flag_rate")).isZero();
    assertThat(row("audit", "recall").<Long>getAs("rows")).isEqualTo(2);
  }

  @Test
  void shouldWeightReviewedSessionsByHowSeldomTheirLikeAreReviewed() {
    // Given: of the cheaper seven sessions five are reviewed, and both dear ones; of all nine seven
    double overall = 7 / 9.0;
    double cheap = overall / ((5 + overall) / (7 + 1));
    double dear = overall / ((2 + overall) / (2 + 1));

    // Then: a dear and a cheap gaming session are flagged, another cheap one is not
    assertThat(value("weighted", "recall"))
        .isCloseTo((dear + cheap) / (dear + 2 * cheap), within(1e-12));
    assertThat(value("weighted", "honest_flag_rate"))
        .isCloseTo(dear / (dear + 3 * cheap), within(1e-12));
    // gaming ranks 1st, 2nd and 4th, behind a dear honest one
    double fourth = (dear + 2 * cheap) / (2 * dear + 2 * cheap);
    assertThat(value("weighted", "average_precision"))
        .isCloseTo((dear + cheap + cheap * fourth) / (dear + 2 * cheap), within(1e-12));
  }

  @Test
  void shouldLetSessionsThatTheQueueWasBoundToChooseStandForThemselvesAlone() {
    // Given three of nine sessions, one of them not reviewed; of the others, which cost alike or
    // come dearest, five of six are
    double others = (5 / 6.0) / ((5 + 5 / 6.0) / (6 + 1));
    double chosen = 5 * others / 6 * 3 / 2;

    // When
    List<Row> measures =
        measures(
            new QueueDraws(
                Set.of(),
                Set.of(rows.get(0).session(), rows.get(3).session(), rows.get(7).session())));

    // Then: one of the two gaming sessions that are flagged was bound to be looked at, and the
    // honest one
    assertThat(row(measures, "weighted", "recall").<Double>getAs("value"))
        .isCloseTo((chosen + others) / (chosen + 2 * others), within(1e-12));
    assertThat(row(measures, "weighted", "honest_flag_rate").<Double>getAs("value"))
        .isCloseTo(chosen / (chosen + 3 * others), within(1e-12));
  }

  @Test
  void shouldNotSpeakForSessionsOfWhichNothingIsKnown() {
    Set<String> reviewed =
        rows.stream().filter(Unseen::decided).map(Unseen::session).collect(toSet());

    assertThat(slices(measures(new QueueDraws(Set.of(), reviewed)))).doesNotContain("weighted");
  }

  private QueueDraws byLot() {
    return new QueueDraws(Set.of(rows.get(2).session(), rows.get(4).session()), Set.of());
  }

  private double value(String slice, String metric) {
    return row(slice, metric).<Double>getAs("value");
  }

  private Row row(String slice, String metric) {
    return row(measures(), slice, metric);
  }

  private static Row row(List<Row> measures, String slice, String metric) {
    return measures.stream()
        .filter(row -> row.getAs("slice").equals(slice) && row.getAs("metric").equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> slices(List<Row> measures) {
    return measures.stream().map(row -> row.<String>getAs("slice")).distinct().toList();
  }

  private List<Row> measures(String... settings) {
    return measures(byLot(), settings);
  }

  private List<Row> measures(QueueDraws draws, String... settings) {
    List<String> pairs = new ArrayList<>(List.of("review.capacity=4", "privacy.min_cohort=2"));
    pairs.addAll(List.of(settings));
    List<Unseen> reviewed = rows.stream().filter(Unseen::decided).toList();
    List<Heuristic> heuristics = Baselines.over(reviewed.stream().map(Unseen::figured).toList());
    List<Row> measures =
        new ModelMeasures(
                model(OptionalDouble.of(0.5)),
                rows,
                new HeldOut(
                    rows.stream().filter(Unseen::heldOut).toList(), OptionalDouble.of(0.85)),
                draws,
                Settings.load(Optional.empty(), pairs))
            .rows("out_of_fold", reviewed, heuristics);
    return measures.stream().<Row>map(ModelMeasuresTest::named).toList();
  }

  /** With the table's names, by which readers look. */
  private static Row named(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return new GenericRowWithSchema(values, Evaluations.TABLE.schema());
  }

  private static TrainedModel model(OptionalDouble threshold) {
    return new TrainedModel(
        Optional.of(new PipelineModel("none", List.of())),
        Optional.empty(),
        new TrainedModel.Parameters(
            "candidate",
            LocalDate.parse("2026-07-01"),
            FeatureSpace.of(List.of(), new double[0]),
            Optional.empty(),
            new Blend(1, 0, 0, 0),
            threshold,
            "",
            new TrainedModel.Quality(1, 1)));
  }

  private static Unseen row(
      String person,
      String verdict,
      double probability,
      String team,
      LocalDate day,
      String evidence,
      String archetype,
      double cost) {
    return new Unseen(
        person + verdict + probability + team,
        person,
        LogOdds.of(probability),
        probability,
        verdict,
        day,
        day.equals(HELD_OUT_DAY),
        false,
        true,
        new Unseen.Figured(cost, 10, false),
        new Unseen.Traits(team, day.atStartOfDay().toInstant(ZoneOffset.UTC), evidence, archetype));
  }
}
