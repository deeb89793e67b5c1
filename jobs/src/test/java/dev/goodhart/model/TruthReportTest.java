package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.TruthReport.Judged;
import dev.goodhart.model.TruthReport.Unmatched;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionScores;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TruthReportTest extends SparkTest {
  private static final StructType TRUTH =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("label", DataTypes.StringType);

  private static final String OWN = "The model's own judgement:";

  private static final Lateness.Case NEVER = new Lateness.Case(LocalDate.parse("2026-06-01"), null);

  private final List<Judged> rows = new ArrayList<>();

  @Test
  void shouldTellTheModelsOwnFlagsFromTheReviewers() {
    // Given: reviewers flag three, rightly; the model flags two by itself, one of them wrongly
    session("busywork", true, 0.2, true, "tokenmaxxing", 1);
    session("busywork", true, 0.3, true, "tokenmaxxing", 1);
    session("churn", true, 0.1, true, "tokenmaxxing", 1);
    session("churn", true, 0.9, true, null, 1);
    session("churn", true, 0.4, false, null, 2);
    session("feature", false, 0.8, true, null, 9);
    session("feature", false, 0.7, false, "legitimate", 8);
    session("feature", false, 0.1, false, null, 1);

    // When
    TruthReport report = report();

    // Then
    assertThat(report.all().flagged()).isEqualTo(5);
    assertThat(report.all().precision()).isCloseTo(0.8, within(1e-9));
    assertThat(report.all().recall()).isCloseTo(0.8, within(1e-9));
    assertThat(report.withoutVerdict().sessions()).isEqualTo(4);
    assertThat(report.withoutVerdict().gaming()).isEqualTo(2);
    assertThat(report.withoutVerdict().flagged()).isEqualTo(2);
    assertThat(report.withoutVerdict().precision()).isCloseTo(0.5, within(1e-9));
    assertThat(report.withoutVerdict().recall()).isCloseTo(0.5, within(1e-9));
    assertThat(report.withoutVerdict().honestFlagRate()).isCloseTo(0.5, within(1e-9));
    // gaming ranks 1st and 3rd by probability, and 2nd to 4th, sharing 3rd and 4th, by cost
    assertThat(report.withoutVerdict().averagePrecision())
        .isCloseTo((1 + 2 / 3.0) / 2, within(1e-9));
    assertThat(report.withoutVerdict().costAveragePrecision())
        .isCloseTo((1 / 2.0 + 2 / 4.0) / 2, within(1e-9));
  }

  @Test
  void shouldCountAReviewersUnsureAsAVerdict() {
    session("feature", false, 0.1, false, "unsure", 1);
    session("churn", true, 0.1, false, null, 1);

    assertThat(report().withoutVerdict().sessions()).isEqualTo(1);
  }

  @Test
  void shouldShowTheSameMeasuresInASecondBlock() {
    session("busywork", true, 0.2, true, "tokenmaxxing", 1);
    session("churn", true, 0.9, true, null, 1);
    session("feature", false, 0.1, false, null, 7);

    List<String> lines = report().summary().lines().toList();

    int second = lines.indexOf(lines.stream().filter(l -> l.startsWith(OWN)).findFirst().get());
    assertThat(lines.get(0)).startsWith("3 sessions with a known truth, 2 of them tokenmaxxing");
    assertThat(lines.get(second)).contains("the 2 of them without", "1 tokenmaxxing (50.0 %)");
    assertThat(lines.subList(1, 7))
        .extracting(line -> line.substring(0, 20).strip())
        .containsExactly(
            "", "model", "cost, as many", "calls, as many", "low worth", "mean + 2 sigma");
    assertThat(lines.subList(second + 1, second + 7))
        .extracting(line -> line.substring(0, 20).strip())
        .containsExactly(
            "", "model", "cost, as many", "calls, as many", "low worth", "mean + 2 sigma");
    assertThat(lines.get(2)).startsWith("model                      2  100.0 %");
    assertThat(lines.get(second + 2)).startsWith("model                      1  100.0 %");
  }

  @Test
  void shouldHoldAsManyOfMostCallsAgainstTheModel() {
    // Given: the model flags two; of the three of most calls, two of which make as many, one games
    figured("churn", true, true, new Unseen.Figured(1, 90, false));
    figured("churn", true, true, new Unseen.Figured(2, 10, false));
    figured("feature", false, false, new Unseen.Figured(9, 50, false));
    figured("feature", false, false, new Unseen.Figured(3, 50, false));
    figured("feature", false, false, new Unseen.Figured(3, 20, false));

    // When
    List<String> lines = report().summary().lines().toList();

    // Then: gaming ranks 1st and 5th by calls
    assertThat(words(lines, "calls, as many")).startsWith("3", "33.3", "%").endsWith("0.70");
    assertThat(words(lines, "cost, as many")).startsWith("3", "0.0", "%");
  }

  @Test
  void shouldShowHowSureTheShareOfEachKindIs() {
    session("churn", true, 0.9, true, null, 1);
    session("churn", true, 0.2, false, "unsure", 1);
    session("text_generation_loop", true, 0.9, true, null, 1);
    session("feature", false, 0.1, false, null, 1);

    assertThat(report().summary().lines())
        .containsSubsequence(
            "  churn                                1 of 2      50.0 % (1.3 to 98.7)        1 of 1      100.0 % (2.5 to 100.0)",
            "  text_generation_loop                 1 of 1      100.0 % (2.5 to 100.0)      1 of 1      100.0 % (2.5 to 100.0)",
            "  feature                              0 of 1      0.0 % (0.0 to 97.5)         0 of 1      0.0 % (0.0 to 97.5)");
  }

  @Test
  void shouldSaySoWhereEverySessionHasAVerdict() {
    session("churn", true, 0.9, true, "tokenmaxxing", 1);

    TruthReport report = report();

    assertThat(report.withoutVerdict().averagePrecision()).isNaN();
    assertThat(report.summary()).contains("the 0 of them without", "none to measure");
  }

  @Test
  void shouldSayThatNoModelWasLive() {
    rows.add(
        new Judged(
            "p",
            true,
            null,
            false,
            false,
            null,
            null,
            figured(1),
            traits("churn", "mature"),
            NEVER,
            null));

    assertThat(report().summary().lines())
        .filteredOn(line -> line.startsWith("model"))
        .hasSize(2)
        .allMatch(line -> line.endsWith("no model"));
  }

  @Test
  void shouldMeasureWhatReviewersFindWhoHaveTimeForTwo() {
    // Given: gaming ranks 1st and 3rd by probability, and 2nd and 4th by cost
    session("churn", true, 0.9, true, null, 3);
    session("feature", false, 0.8, false, null, 4);
    session("churn", true, 0.7, false, null, 1);
    session("feature", false, 0.2, false, null, 2);

    // When
    TruthReport report =
        TruthReport.of(
            rows,
            Optional.empty(),
            Unmatched.NONE,
            Settings.load(Optional.empty(), List.of("review.capacity=2")));

    // Then
    assertThat(report.all().precisionAtCapacity()).isEqualTo(0.5);
    assertThat(report.all().recallAtCapacity()).isEqualTo(0.5);
    assertThat(report.summary())
        .contains("The 2 ranked first: by the model precision 50.0 %", "by cost precision 50.0 %");
    // one session a group of ten groups: |0.9 - 1| + 0.8 + |0.7 - 1| + 0.2, over 4
    assertThat(report.all().calibrationError()).isCloseTo(1.4 / 4, within(1e-9));
  }

  @Test
  void shouldTellGroupsApart() {
    // Given five people with a young and a mature session each: all young gaming is flagged, and a
    // fifth of the honest mature sessions; reviewers have spoken on one honest, unflagged one
    for (int i = 0; i < 5; i++) {
      session("p" + i, true, 0.9, true, null, traits("churn", "young"));
      session("p" + i, true, 0.2, false, null, traits("churn", "mature"));
      String verdict = i == 4 ? "legitimate" : null;
      session("p" + i, false, 0.3, i == 0, verdict, traits("scheduled_automation", "mature"));
    }

    // When
    List<String> lines = report().summary().lines().toList();

    // Then; young: |0.9 - 1|; mature: (|0.2 - 1| + 0.3) / 2; of all one of ten groups holds one of
    // each kind of mature ones: (4 x 0.8 + |0.2 - 1 + 0.3| + 4 x 0.3 + 5 x 0.1) / 15
    assertThat(words(lines, "  age young ")).startsWith("5", "100.0", "%");
    assertThat(lines).anyMatch(line -> line.matches("  age young  .*none to measure.*"));
    assertThat(words(lines, "  age mature ")).startsWith("10", "0.0", "%");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("  age mature ") || line.startsWith("  automations "))
        .hasSize(2)
        .allMatch(line -> line.contains(" 20.0 % (") && line.contains(" 25.0 % ("));
    assertThat(lines).contains("Calibration error: all 0.360, age mature 0.550, age young 0.100.");
  }

  @Test
  void shouldLeaveOutGroupsOfFewPeople() {
    for (int i = 0; i < 8; i++) {
      session("p" + i % 4, false, 0.3, false, null, traits("feature", "mature"));
    }

    assertThat(report().summary())
        .doesNotContain("  age mature ")
        .contains("  left out, of fewer people: automations,", "age mature");
  }

  @Test
  void shouldTellApartWhatPeopleAre() {
    for (int i = 0; i < 10; i++) {
      String role = i < 5 ? "senior" : "manager";
      rows.add(
          new Judged(
              "p" + i,
              false,
              0.5,
              i < 2,
              true,
              null,
              null,
              figured(1),
              traits("feature", "mature"),
              NEVER,
              role));
    }

    List<String> lines = report().summary().lines().toList();

    assertThat(words(lines, "  role senior ")).startsWith("5").contains("40.0");
    assertThat(words(lines, "  role manager ")).startsWith("5").contains("0.0");
  }

  @Test
  void shouldSayWhoIsFlaggedOftenerAtEqualTruth() {
    // Given: half of the honest sessions of one team are flagged, and a tenth of the other's; its
    // gaming is not flagged at all, and theirs always
    for (int i = 0; i < 200; i++) {
      boolean left = i % 2 == 0;
      session(
          "p" + i,
          false,
          0.5,
          left ? i % 4 == 0 : i % 20 == 1,
          null,
          team(left ? "left" : "right"));
      session("p" + i, true, 0.5, !left, null, team(left ? "left" : "right"));
    }

    // When
    String summary = report().summary();

    // Then: (50 + 1/2) / (100 + 100/60) over (10 + 1/2) / (100 + 100/60)
    assertThat(summary)
        .containsPattern("  team left +4\\.8 times \\(")
        .containsPattern("  team right +0\\.2 times \\(")
        .containsPattern("team left .*UNFAIR")
        .doesNotContainPattern("team right .*UNFAIR")
        .contains("Unfair: team left flagged more than 1.5 times as often");
  }

  @Test
  void shouldSayThatNobodyIsShownToBeTreatedUnfairly() {
    // Given: the model flags both teams alike; only reviewers accuse one of them
    for (int i = 0; i < 40; i++) {
      session("p" + i, false, 0.5, i % 4 < 2, null, team(i % 2 == 0 ? "left" : "right"));
    }
    for (int i = 0; i < 60; i += 2) {
      session("p" + i, false, 0.1, true, Verdicts.TOKENMAXXING, team("left"));
    }

    assertThat(report().summary())
        .contains("No group is shown to be flagged more than 1.5 times as often.")
        .doesNotContain("UNFAIR");
  }

  @Test
  void shouldSayHowLateGamingIsFound() {
    session("churn", true, 0.9, true, null, 1);
    session("feature", false, 0.9, true, null, 1);

    TruthReport report =
        TruthReport.of(
            rows, Optional.of(LocalDate.parse("2026-05-01")), Unmatched.NONE, Settings.defaults());

    assertThat(report.summary())
        .contains("Of 1 gaming sessions", "since the first scores, of 2026-05-01");
  }

  @Test
  void shouldCountWhatWasFlaggedOnceAndIsNoLonger() {
    // Given three honest sessions, of which one was flagged and is not now, and one is flagged
    Lateness.Case once =
        new Lateness.Case(LocalDate.parse("2026-06-01"), LocalDate.parse("2026-06-02"));
    timed("p1", false, false, once);
    timed("p2", false, true, once);
    timed("p3", false, false, NEVER);
    timed("p4", true, false, once);

    // When
    TruthReport report =
        TruthReport.of(
            rows, Optional.of(LocalDate.parse("2026-05-01")), Unmatched.NONE, Settings.defaults());

    // Then
    assertThat(report.summary())
        .contains(
            "Of 3 honest sessions, flagged by a model in any run: 66.7 % (9.4 to 99.2); flagged no longer: 1 of them.");
  }

  @Test
  void shouldSayHowOftenTheNameIsRight() {
    // Given: of four flagged gaming sessions three are named rightly, one of those by a reviewer's
    // verdict; of two runaways one is, and the other is flagged
    named("p1", "churn", true, true, null, "churn");
    named("p2", "churn", true, true, "tokenmaxxing", "churn");
    named("p3", "busywork", true, true, null, "busywork");
    named("p4", "busywork", true, true, null, "runaway");
    named("p5", "busywork", true, false, null, "other");
    named("p6", "runaway", false, false, null, "runaway");
    named("p7", "runaway", false, true, null, "busywork");
    named("p8", "feature", false, true, null, "busywork");

    // When
    List<String> names = names(report());

    // Then
    assertThat(names.get(0))
        .startsWith("Of 4 flagged gaming sessions, named their true kind: 75.0 % (19.4 to 99.4);")
        .contains("of 2 runaways, flagged: 50.0 % (1.3 to 98.7), named runaway: 50.0 % (1.3 to");
    assertThat(names.get(1)).startsWith("Of 3 flagged gaming sessions").contains(": 66.7 % (");
  }

  @Test
  void shouldTellLessWhereNamesAreOfOnePerson() {
    // Given: ten right names, all of one person's sessions, and ten wrong ones of others
    for (int i = 0; i < 20; i++) {
      named(i % 2 == 0 ? "p0" : "p" + i, "churn", true, true, null, i % 2 == 0 ? "churn" : "other");
    }

    // Then: not 27.2 to 72.8, as of 20 people: residuals of 5 and ten times 0.5 leave 3.5 of 20
    assertThat(names(report()).get(0)).contains("true kind: 50.0 % (5.3 to 94.7)");
  }

  @Test
  void shouldSayThatThereIsNoNameToMeasure() {
    session("feature", false, 0.1, false, null, 1);

    assertThat(names(report()))
        .hasSize(2)
        .containsOnly(
            "Of 0 flagged gaming sessions, named their true kind: none to measure; of 0 runaways,"
                + " flagged: none to measure, named runaway: none to measure.");
  }

  @Test
  void shouldMeasureNoNameWhereNoModelGaveOne() {
    named("p1", "runaway", false, false, null, null);

    assertThat(names(report()).get(0))
        .endsWith("of 1 runaways, flagged: 0.0 % (0.0 to 97.5), named runaway: none to measure.");
  }

  @Test
  void shouldReadWhatScoresSayOfASession() {
    // Given
    Dataset<Row> scores =
        TableRows.of(SessionScores.TABLE)
            .rows(
                """
                session_id | probability | band     | archetype | review_verdict
                s1         | 0.9         | likely   | churn     | tokenmaxxing
                s2         | 0.8         | likely   | busywork  | -
                s3         | 0.1         | unlikely | runaway   | -
                s4         | 0.9         | likely   | churn     | -
                """)
            .dataset();
    Dataset<Row> features =
        TableRows.of(SessionFeatures.TABLE)
            .rows(
                """
                session_id | user_id | evidence | started_at           | ended_at
                s1         | p1      | mature   | 2026-06-01T10:00:00Z | 2026-06-01T11:00:00Z
                s2         | p2      | mature   | 2026-06-01T10:00:00Z | 2026-06-01T11:00:00Z
                s3         | p3      | mature   | 2026-06-01T10:00:00Z | 2026-06-01T11:00:00Z
                s4         | p4      | mature   | 2026-06-01T10:00:00Z | 2026-06-01T11:00:00Z
                """)
            .dataset();
    Dataset<Row> truth =
        TableRows.of(TRUTH)
            .rows(
                """
                session_id | kind    | label
                s1         | churn   | tokenmaxxing
                s2         | churn   | tokenmaxxing
                s3         | runaway | runaway
                s5         | churn   | tokenmaxxing
                s6         | feature | legitimate
                """)
            .dataset();
    Dataset<Row> history = TableRows.of(SessionScoreHistory.TABLE).dataset();

    // When
    TruthReport report = TruthReport.of(scores, history, features, truth, Settings.defaults());

    // Then
    assertThat(report.all().sessions()).isEqualTo(3);
    assertThat(report.withoutVerdict().sessions()).isEqualTo(2);
    assertThat(report.unmatched()).isEqualTo(new Unmatched(1, 1, 2, 1));
    assertThat(report.summary())
        .contains("1 further sessions have no known truth; 1 of them are flagged.")
        .contains("2 sessions of the truth have no score, 1 of them tokenmaxxing");
    assertThat(names(report).get(0))
        .startsWith("Of 2 flagged gaming sessions, named their true kind: 50.0 % (")
        .contains("of 1 runaways, flagged: 0.0 % (", "named runaway: 100.0 % (");
  }

  private static List<String> names(TruthReport report) {
    return report.summary().lines().filter(line -> line.contains("named their true kind")).toList();
  }

  private void named(
      String person, String kind, boolean gaming, boolean flagged, String verdict, String named) {
    judged(person, kind, gaming, flagged, verdict, named, NEVER);
  }

  private void timed(String person, boolean gaming, boolean flagged, Lateness.Case timing) {
    judged(person, "feature", gaming, flagged, null, null, timing);
  }

  private void judged(
      String person,
      String kind,
      boolean gaming,
      boolean flagged,
      String verdict,
      String named,
      Lateness.Case timing) {
    rows.add(
        new Judged(
            person,
            gaming,
            0.5,
            flagged,
            true,
            verdict,
            named,
            figured(1),
            traits(kind, "mature"),
            timing,
            null));
  }

  private TruthReport report() {
    return TruthReport.of(rows, Optional.empty(), Unmatched.NONE, Settings.defaults());
  }

  /** Words after the name of a line's group. */
  private static List<String> words(List<String> lines, String group) {
    String line = lines.stream().filter(l -> l.startsWith(group)).findFirst().orElseThrow();
    return List.of(line.substring(group.length()).strip().split("\\s+"));
  }

  private void session(
      String kind,
      boolean gaming,
      double probability,
      boolean flagged,
      String verdict,
      double cost) {
    rows.add(
        new Judged(
            "p" + rows.size(),
            gaming,
            probability,
            flagged,
            true,
            verdict,
            null,
            figured(cost),
            traits(kind, "mature"),
            NEVER,
            null));
  }

  private void figured(String kind, boolean gaming, boolean flagged, Unseen.Figured figured) {
    rows.add(
        new Judged(
            "p" + rows.size(),
            gaming,
            0.5,
            flagged,
            true,
            null,
            null,
            figured,
            traits(kind, "mature"),
            NEVER,
            null));
  }

  private void session(
      String person,
      boolean gaming,
      double probability,
      boolean flagged,
      String verdict,
      Unseen.Traits traits) {
    rows.add(
        new Judged(
            person,
            gaming,
            probability,
            flagged,
            true,
            verdict,
            null,
            figured(1),
            traits,
            NEVER,
            null));
  }

  private static Unseen.Traits traits(String kind, String evidence) {
    return new Unseen.Traits("payments", Instant.parse("2026-06-01T12:00:00Z"), evidence, kind);
  }

  private static Unseen.Traits team(String team) {
    return MadeUpRows.traits(team, "2026-06-01T12:00:00Z");
  }

  private static Unseen.Figured figured(double cost) {
    return new Unseen.Figured(cost, 10, false);
  }
}
