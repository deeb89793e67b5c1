package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FalseDiscoveriesTest {
  private static final double FROM = LogOdds.probability(MadeUpRows.margin(0.8));

  private static List<Unseen> rows(int number, double score, boolean quiet) {
    List<Unseen> rows = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      rows.add(MadeUpRows.unreviewed(score + " " + quiet + " " + i, score, quiet));
    }
    return rows;
  }

  private static List<Unseen> organisation(int flaggedBefore, int flaggedSince) {
    List<Unseen> rows = rows(200 - flaggedBefore, 0.2, true);
    rows.addAll(rows(flaggedBefore, 0.9, true));
    rows.addAll(rows(600 - flaggedSince, 0.2, false));
    rows.addAll(rows(flaggedSince, 0.9, false));
    return rows;
  }

  @Test
  void shouldExpectAsManyWrongFlagsAsThereWouldHaveBeenBeforeAndOneMore() {
    // Four and one of 200 are 15 of 600
    assertThat(new FalseDiscoveries(organisation(4, 60)).share(FROM))
        .isCloseTo(15.0 / 60, within(1e-12));
  }

  @Test
  void shouldNotBeSureOfFewFlagsWhereNoneWouldHaveBeenBefore() {
    assertThat(new FalseDiscoveries(organisation(0, 30)).share(FROM))
        .isCloseTo(3.0 / 30, within(1e-12));
    assertThat(new FalseDiscoveries(organisation(0, 4)).share(FROM))
        .isCloseTo(3.0 / 4, within(1e-12));
  }

  @Test
  void shouldExpectAllToBeWrongWhereAsManyWouldHaveBeenBefore() {
    assertThat(new FalseDiscoveries(organisation(20, 60)).share(FROM)).isOne();
    assertThat(new FalseDiscoveries(organisation(0, 0)).share(FROM)).isOne();
  }

  @Test
  void shouldNotCountWhatReviewersFoundTokenmaxxingBefore() {
    List<Unseen> rows = organisation(4, 60);
    rows.add(MadeUpRows.row("found", "tokenmaxxing", 0.9, true, 1, false));

    assertThat(new FalseDiscoveries(rows).share(FROM)).isCloseTo(15.0 / 60, within(1e-12));
  }

  @Test
  void shouldSayNothingWhereThereIsNoTimeBefore() {
    assertThat(new FalseDiscoveries(rows(10, 0.9, false)).share(FROM)).isZero();
  }
}
