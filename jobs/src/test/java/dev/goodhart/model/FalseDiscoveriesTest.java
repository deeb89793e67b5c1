package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FalseDiscoveriesTest {
  private static final double FROM = LogOdds.probability(MadeUpRows.margin(0.8));

  private static final long ENOUGH = 161;

  private static double share(List<Unseen> rows) {
    return new FalseDiscoveries(rows, ENOUGH).share(FROM);
  }

  private static List<Unseen> organisation(int flaggedBefore, int flaggedSince) {
    List<Unseen> rows = new ArrayList<>(MadeUpRows.unreviewed(200 - flaggedBefore, 0.2, true));
    rows.addAll(MadeUpRows.unreviewed(flaggedBefore, 0.9, true));
    rows.addAll(MadeUpRows.unreviewed(600 - flaggedSince, 0.2, false));
    rows.addAll(MadeUpRows.unreviewed(flaggedSince, 0.9, false));
    return rows;
  }

  @Test
  void shouldExpectAsManyWrongFlagsAsThereWouldHaveBeenBeforeAndOneMore() {
    // Four and one of 200 are 15 of 600
    assertThat(share(organisation(4, 60))).isCloseTo(15.0 / 60, within(1e-12));
  }

  @Test
  void shouldNotBeSureOfFewFlagsWhereNoneWouldHaveBeenBefore() {
    assertThat(share(organisation(0, 30))).isCloseTo(3.0 / 30, within(1e-12));
    assertThat(share(organisation(0, 4))).isCloseTo(3.0 / 4, within(1e-12));
  }

  @Test
  void shouldExpectAllToBeWrongWhereAsManyWouldHaveBeenBefore() {
    assertThat(share(organisation(20, 60))).isOne();
    assertThat(share(organisation(1, 0))).isOne();
  }

  @Test
  void shouldCountNeitherWhatReviewersDecidedSinceNorWhatTheyFoundTokenmaxxingBefore() {
    List<Unseen> rows = organisation(4, 60);
    rows.add(MadeUpRows.row("found", "tokenmaxxing", 0.9, true, 1, false));
    for (int i = 0; i < 100; i++) {
      String verdict = i % 2 == 0 ? "tokenmaxxing" : "legitimate";
      rows.add(MadeUpRows.reviewed("since" + i, verdict, 0.9));
    }

    assertThat(share(rows)).isCloseTo(15.0 / 60, within(1e-12));
  }

  @Test
  void shouldCountHonestReviewsFromBeforeAsHonestWork() {
    List<Unseen> rows = organisation(3, 60);
    rows.removeIf(row -> row.session().equals("0.2 true 0"));
    rows.add(MadeUpRows.row("honest", "legitimate", 0.9, true, 1, false));

    assertThat(share(rows)).isCloseTo(15.0 / 60, within(1e-12));
  }

  @Test
  void shouldNotTakeForProofThatOnlyReviewedSessionsWouldBeFlagged() {
    List<Unseen> rows = organisation(0, 0);
    for (int i = 0; i < 10; i++) {
      rows.add(MadeUpRows.reviewed("found" + i, "tokenmaxxing", 0.9));
    }

    // One of 200 is three of 600
    assertThat(share(rows)).isOne();
    // and of 30 three twentieths
    List<Unseen> fewSince = new ArrayList<>(MadeUpRows.unreviewed(200, 0.2, true));
    fewSince.addAll(MadeUpRows.unreviewed(30, 0.2, false));
    assertThat(share(fewSince)).isCloseTo(0.15, within(1e-12));
  }

  @Test
  void shouldSayNothingByFewSessionsFromBefore() {
    List<Unseen> few = new ArrayList<>(MadeUpRows.unreviewed(160, 0.9, true));
    few.addAll(MadeUpRows.unreviewed(10, 0.9, false));

    assertThat(share(few)).isZero();
    assertThat(share(MadeUpRows.unreviewed(10, 0.9, false))).isZero();
  }
}
