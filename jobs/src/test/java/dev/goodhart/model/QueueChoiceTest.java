package dev.goodhart.model;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.label.Figures;
import dev.goodhart.model.QueueChoice.Candidate;
import dev.goodhart.model.QueueChoice.Pick;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueueChoiceTest {
  private static final int CAPACITY = 30;

  private static Candidate candidate(int number, String person, double probability, double calls) {
    return new Candidate(
        "s%04d".formatted(number),
        person,
        probability,
        probability >= 0.8,
        new Random(number).nextLong(),
        Figures.of(Map.of("log_calls", calls, "edit_share", (number % 7) / 7.0), "mature"));
  }

  /** Sessions of so many people, each as probable as its place. */
  private static List<Candidate> some(int sessions, int people) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      double drawn = new Random(1000L + i).nextDouble();
      all.add(candidate(i, "p" + i % people, (double) i / sessions, 8 * drawn));
    }
    return all;
  }

  private static List<Pick> chosen(List<Candidate> candidates) {
    return QueueChoice.choose(List.of(), candidates, candidates.size(), Map.of(), CAPACITY);
  }

  private static List<Candidate> because(List<Pick> picks, String because) {
    return picks.stream()
        .filter(pick -> pick.because().equals(because))
        .map(Pick::candidate)
        .toList();
  }

  @Test
  void shouldMixWhatIsLikelyUncertainAndNovelWithAnAuditDrawnByLot() {
    // When
    List<Pick> picks = chosen(some(600, 300));

    // Then
    assertThat(picks).hasSize(CAPACITY);
    assertThat(picks.stream().collect(groupingBy(Pick::because, counting())))
        .isEqualTo(Map.of("likely", 12L, "uncertain", 9L, "novel", 6L, "audit", 3L));
    assertThat(because(picks, "likely")).allMatch(Candidate::likely);
    assertThat(because(picks, "uncertain"))
        .allMatch(candidate -> Math.abs(candidate.probability() - 0.5) < 0.1);
    assertThat(because(picks, "novel")).allMatch(candidate -> candidate.probability() > 0.85);
  }

  @Test
  void shouldFillTheQueueOfASmallOrganisationToo() {
    assertThat(chosen(some(100, 100))).hasSize(CAPACITY);
    assertThat(chosen(some(40, 40))).hasSize(CAPACITY);
  }

  @Test
  void shouldTellWithWhichProbabilityEachWasChosen() {
    // When
    List<Pick> picks = QueueChoice.choose(List.of(), some(600, 300), 12_000, Map.of(), CAPACITY);

    // Then
    assertThat(picks)
        .allSatisfy(
            pick ->
                assertThat(pick.probability())
                    .isCloseTo(pick.because().equals("audit") ? 3.0 / 12_000 : 1, within(1e-12)));
  }

  @Test
  void shouldDrawTheAuditWithoutRegardToTheModel() {
    // Given
    List<Candidate> candidates = some(600, 300);
    List<Candidate> judgedOtherwise =
        candidates.stream()
            .map(
                one ->
                    new Candidate(
                        one.session(),
                        one.person(),
                        1 - one.probability(),
                        one.probability() < 0.2,
                        one.lot(),
                        one.figures()))
            .toList();

    // When
    List<String> audit =
        because(chosen(candidates), "audit").stream().map(Candidate::session).toList();
    List<String> again =
        because(chosen(judgedOtherwise), "audit").stream().map(Candidate::session).toList();

    // Then
    assertThat(again).isEqualTo(audit);
  }

  @Test
  void shouldChooseNobodyMoreThanTwice() {
    // When
    List<Pick> picks = chosen(some(600, 12));

    // Then
    assertThat(
            picks.stream()
                .filter(pick -> !pick.because().equals("audit"))
                .collect(groupingBy(pick -> pick.candidate().person(), counting()))
                .values())
        .allMatch(times -> times <= 2);
  }

  @Test
  void shouldNotChooseTheSameKindTwiceOver() {
    // Given sessions that are all the same and the likeliest, beside others
    List<Candidate> candidates = some(600, 300);
    for (int i = 0; i < 40; i++) {
      candidates.add(candidate(7000 + 7 * i, "same" + i, 0.999, 5));
    }

    // When
    List<Pick> picks = chosen(candidates);

    // Then
    assertThat(
            picks.stream()
                .filter(pick -> !pick.because().equals("audit"))
                .filter(pick -> pick.candidate().person().startsWith("same")))
        .hasSize(1);
  }

  @Test
  void shouldAskOfOtherKindsBeforeItAsksOfTheOneLikelyKindAgain() {
    // Given sessions that are all the same and alone likely, beside others
    List<Candidate> candidates =
        new ArrayList<>(
            some(340, 340).stream()
                .map(
                    one ->
                        new Candidate(
                            one.session(),
                            one.person(),
                            one.probability(),
                            false,
                            one.lot(),
                            one.figures()))
                .toList());
    for (int i = 0; i < 40; i++) {
      candidates.add(candidate(7000 + 7 * i, "same" + i, 0.999, 5));
    }

    // When
    List<Pick> picks = chosen(candidates);

    // Then
    assertThat(picks).hasSize(CAPACITY);
    assertThat(
            picks.stream()
                .filter(pick -> !pick.isAudit())
                .filter(pick -> pick.candidate().person().startsWith("same")))
        .hasSize(1);
  }

  @Test
  void shouldFillTheWeekUpBesideWhatWasChosenBefore() {
    // Given the queue of a day on which there were few sessions
    List<Candidate> all = some(600, 150);
    List<Candidate> few = all.stream().filter(QueueChoiceTest::isEarly).toList();
    List<Pick> earlier = chosen(few);
    assertThat(earlier).hasSize(13);
    List<Candidate> later = all.stream().filter(one -> !isEarly(one)).toList();

    // When
    List<Pick> picks = QueueChoice.choose(earlier, later, later.size(), Map.of(), CAPACITY);

    // Then
    assertThat(picks).hasSize(CAPACITY).containsAll(earlier);
    assertThat(because(picks, "audit")).hasSize(3);
    assertThat(
            picks.stream()
                .filter(pick -> !pick.isAudit())
                .collect(groupingBy(pick -> pick.candidate().person(), counting()))
                .values())
        .allMatch(times -> times <= 2);
    assertThat(QueueChoice.choose(picks, later, later.size(), Map.of(), CAPACITY)).isEqualTo(picks);
  }

  private static boolean isEarly(Candidate candidate) {
    return Integer.parseInt(candidate.session().substring(1)) % 49 == 0;
  }

  @Test
  void shouldNotChooseWhatIsLikeASessionChosenBefore() {
    // Given
    Pick earlier = new Pick(candidate(7000, "one", 0.999, 5), "likely", 1);
    List<Candidate> candidates = some(600, 300);
    candidates.add(candidate(7007, "other", 0.998, 5));

    // When
    List<Pick> picks = QueueChoice.choose(List.of(earlier), candidates, 601, Map.of(), CAPACITY);

    // Then
    assertThat(because(picks, "likely"))
        .hasSize(12)
        .noneMatch(candidate -> candidate.person().equals("other"));
  }

  @Test
  void shouldLookForWhatIsUnlikeAnythingReviewed() {
    // Given all reviewed sessions are short, and one suspicious candidate is very long
    List<Candidate> candidates = new ArrayList<>(some(300, 300));
    Candidate longOne = candidate(9001, "long", 0.95, 30);
    // It hangs on one free thing, so that it would not be flagged.
    candidates.add(
        new Candidate(
            longOne.session(),
            longOne.person(),
            longOne.probability(),
            false,
            longOne.lot(),
            longOne.figures()));
    Map<String, Figures> reviewed =
        Map.of("r1", Figures.of(Map.of("log_calls", 1.0, "edit_share", 0.5), "mature"));

    // When
    List<Pick> picks = QueueChoice.choose(List.of(), candidates, 301, reviewed, CAPACITY);

    // Then
    assertThat(because(picks, "novel")).anyMatch(candidate -> candidate.person().equals("long"));
  }

  @Test
  void shouldDrawHalfByLotWhereNoModelJudgedAnything() {
    // Given
    List<Candidate> candidates =
        some(100, 100).stream()
            .map(
                one ->
                    new Candidate(
                        one.session(), one.person(), Double.NaN, false, one.lot(), one.figures()))
            .toList();

    // When
    List<Pick> picks = chosen(candidates);

    // Then
    assertThat(picks.stream().collect(groupingBy(Pick::because, counting())))
        .isEqualTo(Map.of("novel", 15L, "audit", 15L));
  }

  @Test
  void shouldChooseTheSameInWhateverOrderCandidatesCome() {
    // Given
    List<Candidate> candidates = some(400, 150);
    List<Candidate> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, new Random(3));

    // When, then
    assertThat(chosen(shuffled).stream().map(pick -> pick.candidate().session()))
        .isEqualTo(chosen(candidates).stream().map(pick -> pick.candidate().session()).toList());
  }
}
