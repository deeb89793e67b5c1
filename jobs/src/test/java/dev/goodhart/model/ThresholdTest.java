package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.ReviewerErrors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdTest {
  private static final ReviewerErrors ERRORS = new ReviewerErrors(0.25, 0.02, 0);

  private static List<Unseen> rows(int honest, double score) {
    return reviewed(honest, "legitimate", score);
  }

  private static List<Unseen> found(int gaming, double score) {
    return reviewed(gaming, "tokenmaxxing", score);
  }

  private static List<Unseen> reviewed(int number, String verdict, double score) {
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      rows.add(MadeUpRows.reviewed(verdict + i + "-" + score, verdict, score));
    }
    return rows;
  }

  /** Sessions that look honest, from before anybody was told and since. */
  private static List<Unseen> beforeAndSince(int before, int since) {
    List<Unseen> rows = new ArrayList<>(MadeUpRows.unreviewed(before, 0.01, true));
    rows.addAll(MadeUpRows.unreviewed(since, 0.01, false));
    return rows;
  }

  private static List<Unseen> together(List<List<Unseen>> parts) {
    return parts.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest(name = "{0} honest reviews")
  @CsvSource({"10, 151", "100, 61", "160, 1"})
  void shouldFlagNobodyWhereReviewsAreTooFew(int reviewed, long needed) {
    // Given no wrong flag at all, but too few rows to show it
    List<Unseen> rows = rows(reviewed, 0.1);
    rows.add(MadeUpRows.reviewed("gaming", "tokenmaxxing", 0.9));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value()).isEmpty();
    assertThat(threshold.needed()).isEqualTo(needed);
    assertThat(threshold.explained(0.01))
        .startsWith("Nobody is flagged")
        .contains("About " + needed + " more");
  }

  @Test
  void shouldFlagDownToEvenOddsWhereNoHonestSessionComesNear() {
    List<Unseen> rows = rows(161, 0.1);
    rows.add(MadeUpRows.reviewed("gaming", "tokenmaxxing", 0.9));

    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    assertThat(threshold.value()).hasValue(0.5);
    assertThat(threshold.bound()).isLessThanOrEqualTo(0.01);
  }

  @Test
  void shouldStayAboveHonestSessionsThatWouldBreakTheBudget() {
    // Given honest sessions of whom a tenth looks suspicious
    List<Unseen> rows = rows(180, 0.1);
    rows.addAll(rows(20, 0.7));
    rows.add(MadeUpRows.reviewed("gaming", "tokenmaxxing", 0.9));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value().orElseThrow())
        .isGreaterThan(LogOdds.probability(MadeUpRows.margin(0.7)))
        .isLessThanOrEqualTo(LogOdds.probability(MadeUpRows.margin(0.9)));
  }

  @Test
  void shouldUseUpHalfOfTheBudgetHoweverManyRowsThereAre() {
    // Given honest rows of which the bound alone would let 7 in 1,000 be flagged
    List<Unseen> rows = rows(9_930, 0.1);
    rows.addAll(rows(40, 0.9));
    rows.addAll(rows(30, 0.7));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, new ReviewerErrors(0, 0.02, 0));

    // Then
    assertThat(threshold.value().orElseThrow())
        .isGreaterThan(LogOdds.probability(MadeUpRows.margin(0.7)))
        .isLessThanOrEqualTo(LogOdds.probability(MadeUpRows.margin(0.9)));
    assertThat(threshold.bound()).isBetween(0.004, 0.005);
  }

  @Test
  void shouldNotFlagMoreThanHalfOfTheBudgetByWhatProbabilitiesLeadToExpect() {
    // Given work from before anybody was told, which looks honest, and work since then, of which a
    // few sessions are as likely honest as not
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(MadeUpRows.unreviewed("quiet" + i, 0.01, true));
      rows.add(MadeUpRows.unreviewed("since" + i, 0.01, false));
    }
    for (int i = 0; i < 20; i++) {
      rows.add(MadeUpRows.unreviewed("sure" + i, 0.98, false));
      rows.add(MadeUpRows.unreviewed("unsure" + i, 0.55, false));
    }

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then, as log-odds of 4.8 and 0.5 are probabilities of 0.9918 and 0.6225, and -4.9 of 0.0074
    assertThat(threshold.value().orElseThrow()).isBetween(0.63, 0.992);
    double honest = 1000 * 0.9926 + 20 * 0.0082 + 20 * 0.3775;
    assertThat(threshold.expected()).isCloseTo(20 * 0.0082 / honest, within(1e-5));
  }

  @Test
  void shouldExpectNoMoreThanTheBudgetAmongTheHeavyTenth() {
    // Given work of which only heavy sessions are as likely honest as not, three of 1,000, and some
    // that is surely gaming
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(MadeUpRows.unreviewed("quiet" + i, 0.01, true));
      boolean heavy = i % 10 == 0;
      double score = i % 100 == 0 && i < 300 ? 0.55 : 0.01;
      rows.add(MadeUpRows.row("since" + i, null, score, false, heavy ? 90 : 1, false));
    }
    for (int i = 0; i < 10; i++) {
      rows.add(MadeUpRows.unreviewed("sure" + i, 0.98, false));
    }

    // When
    Threshold strict = Threshold.choose(rows, 0.01, ERRORS);
    Threshold lenient = Threshold.choose(rows, 0.02, ERRORS);

    // Then 3 x 0.3775 are too many of a hundred for 1 %, and not for 2 %
    assertThat(strict.value().orElseThrow()).isGreaterThan(0.63);
    assertThat(lenient.value().orElseThrow()).isLessThan(0.63);
    assertThat(lenient.explained(0.02)).contains("is to be expected among the flagged");
  }

  @Test
  void shouldFlagNobodyWhereMostFlagsWouldHaveBeenRaisedBeforeAnybodyWasToldToo() {
    // Given honest work that looks most like gaming, within the budget of all honest work
    List<Unseen> rows = beforeAndSince(996, 986);
    rows.addAll(MadeUpRows.unreviewed(4, 0.95, true));
    rows.addAll(MadeUpRows.unreviewed(14, 0.95, false));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value()).isEmpty();
    assertThat(threshold.explained(0.01))
        .contains("held against work from before anybody was told of a target");
  }

  @Test
  void shouldFlagNobodyByWhatReviewersAloneStandOutWith() {
    // Given that whom reviewers found, as they look at the most suspicious, stand out alone
    List<Unseen> rows = beforeAndSince(1000, 1200);
    for (int i = 0; i < 10; i++) {
      rows.add(MadeUpRows.reviewed("found" + i, "tokenmaxxing", 0.95));
    }

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value()).isEmpty();
    assertThat(threshold.asBefore()).isTrue();
  }

  @Test
  void shouldSayWhyNobodyIsFlaggedWhereNobodyStandsOut() {
    Threshold threshold = Threshold.choose(beforeAndSince(1000, 1200), 0.01, ERRORS);

    assertThat(threshold.value()).isEmpty();
    assertThat(threshold.explained(0.01)).contains("too few sessions since");
  }

  @Test
  void shouldNotHoldFlagsAgainstSessionsWhoseProbabilityHangsOnOneFreeThing() {
    // Given as many early and honest ones as would use the budget up, were they flagged
    List<Unseen> rows = beforeAndSince(960, 886);
    List<Unseen> odd = new ArrayList<>(MadeUpRows.unreviewed(40, 0.96, true));
    odd.addAll(MadeUpRows.unreviewed(100, 0.95, false));
    List<Unseen> found = MadeUpRows.unreviewed(14, 0.93, false);

    // When
    Threshold asTheyAre = Threshold.choose(together(List.of(rows, odd, found)), 0.01, ERRORS);
    List<Unseen> free = odd.stream().map(row -> row.withFlaggedUpTo(0)).toList();
    Threshold knowing = Threshold.choose(together(List.of(rows, free, found)), 0.01, ERRORS);

    // Then
    assertThat(asTheyAre.value()).isEmpty();
    assertThat(knowing.value()).hasValue(Threshold.FLOOR);
    assertThat(found).allMatch(row -> row.isFlagged(knowing.value()));
    assertThat(free).noneMatch(row -> row.isFlagged(knowing.value()));
  }

  @Test
  void shouldNotHoldFlagsAgainstEarlySessionsThatAreTooShortToBeJudged() {
    List<Unseen> rows = beforeAndSince(980, 986);
    MadeUpRows.unreviewed(20, 0.95, true).stream().map(MadeUpRows::tooShort).forEach(rows::add);
    rows.addAll(MadeUpRows.unreviewed(14, 0.95, false));

    assertThat(Threshold.choose(rows, 0.01, ERRORS).value()).isPresent();
  }

  @Test
  void shouldFlagNobodyWhereTheMostSuspiciousSessionsUseUpTheBudget() {
    List<Unseen> rows = beforeAndSince(994, 910);
    rows.addAll(MadeUpRows.unreviewed(6, 0.99, true));
    rows.addAll(MadeUpRows.unreviewed(90, 0.95, false));

    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    assertThat(threshold.value()).isEmpty();
    assertThat(threshold.explained(0.01)).contains("even by the strictest threshold");
  }

  @Test
  void shouldFlagWhereOneFlagInFiveAtMostWouldHaveBeenRaisedBefore() {
    // Given that strictest flags are few, and one of them would have been raised before
    List<Unseen> rows = beforeAndSince(999, 960);
    rows.addAll(MadeUpRows.unreviewed(1, 0.95, true));
    rows.addAll(MadeUpRows.unreviewed(3, 0.95, false));
    rows.addAll(MadeUpRows.unreviewed(37, 0.9, false));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then a looser threshold does where a stricter one does not
    assertThat(threshold.value().orElseThrow())
        .isLessThanOrEqualTo(LogOdds.probability(MadeUpRows.margin(0.9)));
  }

  @Test
  void shouldTakeSessionsFromBeforeAnyAnnouncementAsHonest() {
    List<Unseen> rows = rows(20, 0.1);
    for (int i = 0; i < 150; i++) {
      rows.add(MadeUpRows.unreviewed("q" + i, 0.1, true));
    }
    rows.add(MadeUpRows.unreviewed("later", 0.9, false));

    assertThat(Threshold.choose(rows, 0.01, ERRORS).value()).isPresent();
  }

  @Test
  void shouldNotLoosenTheThresholdByWordThatEarlyWorkIsHonest() {
    // Given as many early sessions that look like gaming as would use the budget up
    List<Unseen> rows = beforeAndSince(960, 886);
    rows.addAll(MadeUpRows.unreviewed(20, 0.95, false));
    List<Unseen> odd = MadeUpRows.unreviewed(40, 0.97, true);
    List<Unseen> cleared =
        odd.stream()
            .map(row -> MadeUpRows.row(row.session(), "legitimate", 0.97, true, 1, false))
            .toList();

    // Then
    assertThat(Threshold.choose(together(List.of(rows, odd)), 0.01, ERRORS).value()).isEmpty();
    assertThat(Threshold.choose(together(List.of(rows, cleared)), 0.01, ERRORS).value()).isEmpty();
  }

  @Test
  void shouldNotLoosenTheThresholdByHowSureTheModelIs() {
    // Given sessions of which reviewers found nothing, and the model is all but certain
    List<Unseen> rows = rows(1000, 0.1);
    rows.addAll(rows(20, 0.99));
    rows.add(MadeUpRows.reviewed("gaming", "tokenmaxxing", 0.995));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value().orElseThrow())
        .isGreaterThan(LogOdds.probability(MadeUpRows.margin(0.99)));
  }

  @Test
  void shouldAllowForWhatReviewersMiss() {
    // Given that they found three quarters of what is flagged, and take a quarter for honest
    List<Unseen> rows = rows(1000, 0.1);
    rows.addAll(rows(60, 0.98));
    rows.addAll(found(180, 0.98));

    // When
    Threshold allowing = Threshold.choose(rows, 0.01, ERRORS);
    Threshold trusting = Threshold.choose(rows, 0.01, new ReviewerErrors(0.01, 0.02, 0));

    // Then
    assertThat(allowing.value()).hasValue(Threshold.FLOOR);
    assertThat(trusting.value()).isEmpty();
  }

  @Test
  void shouldNotExcuseDoubtfulFlagsByWhatReviewersFoundAmongSureOnes() {
    // Given as many found among the sure as if many had been missed, and none among the doubtful
    List<Unseen> rows = rows(1000, 0.1);
    rows.addAll(found(60, 0.98));
    rows.addAll(rows(15, 0.6));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value().orElseThrow())
        .isGreaterThan(LogOdds.probability(MadeUpRows.margin(0.6)));
  }

  @Test
  void shouldNotTakeMissedGamingForHonestWork() {
    // Given reviews of gaming alone, two in five of them missed
    List<Unseen> rows = rows(200, 0.1);
    rows.addAll(found(300, 0.98));

    // Then
    assertThat(Threshold.choose(rows, 0.01, new ReviewerErrors(0.4, 0.02, 0)).honestRows())
        .isZero();
  }

  @Test
  void shouldSayThatABudgetOfNothingFlagsNobody() {
    assertThat(Threshold.choose(rows(200, 0.1), 0, ERRORS).explained(0))
        .isEqualTo("Nobody is flagged: score.honest_budget allows no honest work to be.");
  }

  @Test
  void shouldNotCountSessionsThatAreTooShortToBeJudged() {
    // Given as many honest reviews as are needed, most of them of a call or two
    List<Unseen> rows = rows(100, 0.1);
    rows(61, 0.2).stream().map(MadeUpRows::tooShort).forEach(rows::add);
    rows.add(MadeUpRows.reviewed("gaming", "tokenmaxxing", 0.9));

    // When
    Threshold threshold = Threshold.choose(rows, 0.01, ERRORS);

    // Then
    assertThat(threshold.value()).isEmpty();
    assertThat(threshold.honestRows()).isEqualTo(100);
    assertThat(threshold.needed()).isEqualTo(61);
  }
}
