package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.job.History.Run;
import dev.goodhart.lake.Days;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Minutes stand for the moments at which files were read and jobs ran. */
class HistoryTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);

  private final List<Run> runs = new ArrayList<>();
  private final NavigableMap<LocalDate, Instant> readOn = new TreeMap<>();

  private static LocalDate day(int day) {
    return FIRST.plusDays(day);
  }

  private static Instant minute(int minute) {
    return Instant.EPOCH.plusSeconds(60L * minute);
  }

  private void ran(String job, int from, int to, int minute) {
    runs.add(new Run(job, new Days(day(from), day(to)), minute(minute)));
  }

  private History history() {
    return new History(runs, readOn);
  }

  /** Three days, taken one by one by both jobs, the second of them quiet. */
  private void takeThreeDays() {
    ran("ingest", 0, 1, 10);
    readOn.put(day(0), minute(11));
    ran("features", 0, 1, 12);
    ran("ingest", 1, 2, 20);
    ran("features", 1, 2, 22);
    ran("ingest", 2, 3, 30);
    readOn.put(day(2), minute(31));
    ran("features", 2, 3, 32);
  }

  @Test
  void shouldFindNothingDueAfterDailyRuns() {
    takeThreeDays();

    assertThat(history().firstDue("features")).isEmpty();
    assertThat(history().stale(List.of("features"), day(0))).isEmpty();
    assertThat(history().firstTaken()).contains(day(0));
    assertThat(history().takenTo()).contains(day(3));
  }

  @Test
  void shouldFindNothingStaleAfterADayWasRunAgainUnchanged() {
    takeThreeDays();
    ran("ingest", 0, 1, 40);
    ran("features", 0, 1, 42);

    assertThat(history().stale(List.of("features"), day(0))).isEmpty();
  }

  @Test
  void shouldNameTheLaterDaysThatAChangedDayMakesStale() {
    takeThreeDays();
    ran("ingest", 0, 1, 40);
    readOn.put(day(0), minute(41));
    ran("features", 0, 1, 42);

    assertThat(history().stale(List.of("features"), day(0))).contains(new Days(day(1), day(3)));
    assertThat(history().firstDue("features")).contains(day(1));
  }

  @Test
  void shouldFindADayDueWhereTheRunBrokeOffAfterIngest() {
    takeThreeDays();
    ran("ingest", 3, 4, 40);
    readOn.put(day(3), minute(41));

    assertThat(history().firstDue("features")).contains(day(3));
    assertThat(history().stale(List.of("features"), day(0)))
        .as("a day that a job has not taken yet is not stale")
        .isEmpty();
  }

  @Test
  void shouldFindAChangedDayDueWhereTheRunBrokeOffAfterIngest() {
    takeThreeDays();
    ran("ingest", 1, 2, 40);
    readOn.put(day(1), minute(41));

    assertThat(history().firstDue("features")).contains(day(1));
  }

  @Test
  void shouldFindEarlierDaysDueForAJobThatTookOnlyLaterOnes() {
    ran("ingest", 0, 3, 10);
    readOn.put(day(0), minute(11));
    ran("features", 1, 3, 12);

    assertThat(history().firstDue("features")).contains(day(0));
    assertThat(history().firstDue("label")).contains(day(0));
  }

  @Test
  void shouldKnowOfNothingOnANewLake() {
    assertThat(history().firstDue("features")).isEmpty();
    assertThat(history().takenTo()).isEmpty();
  }
}
