package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Figures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BeyondTablesTest {
  private static final LocalDate LEARNT_ON = LocalDate.of(2026, 3, 1);

  @Test
  void shouldCountEachFourWeeksThatAreFullByThemselves() {
    // Given ten honest sessions of the first four weeks, the dearest flagged, five of the next, and
    // one in weeks that have only begun
    List<ScoredSession> sessions = new ArrayList<>();
    IntStream.range(0, 10)
        .mapToObj(i -> session("feature", LEARNT_ON.plusDays(1), i, i == 9))
        .forEach(sessions::add);
    sessions.add(session("busywork", LEARNT_ON.plusDays(28), 1, true));
    IntStream.range(0, 4)
        .mapToObj(i -> session("feature", LEARNT_ON.plusDays(29), i, false))
        .forEach(sessions::add);
    sessions.add(session("scheduled_automation", LEARNT_ON.plusDays(56), 9, true));
    sessions.add(session("feature", LEARNT_ON.plusDays(57), 1, true));
    // and one from before
    sessions.add(session("feature", LEARNT_ON, 1, true));

    // When
    List<String> table = LaterMonths.table(sessions, LEARNT_ON, LEARNT_ON.plusDays(84));
    List<String> full = LaterMonths.table(sessions, LEARNT_ON, LEARNT_ON.plusDays(85));

    // Then
    assertThat(table.get(2))
        .startsWith("| 1 to 4 | 10 | 10.0 % (")
        .contains("| 100.0 % (")
        .contains("| – | 1 | 100.0 % (");
    assertThat(table.get(3)).startsWith("| 5 to 8 | 5 | 20.0 % (").endsWith("| 0 | – |");
    assertThat(table).hasSize(5);
    assertThat(full).hasSize(6);
    assertThat(full.get(4)).startsWith("| 9 to 12 | 1 | 100.0 % (");
  }

  @Test
  void shouldHoldWhatWasNeverSeenAgainstWhatWasKnown() {
    // Given churn that was found where it was known, and not where it was not
    UnseenArchetypes unseen =
        new UnseenArchetypes(
            List.of(
                session("churn", LEARNT_ON, 1, true),
                session("busywork", LEARNT_ON, 1, true),
                session("feature", LEARNT_ON, 1, false)));

    // When
    unseen.add(
        "churn",
        List.of(
            session("churn", LEARNT_ON, 1, false),
            session("busywork", LEARNT_ON, 1, true),
            session("feature", LEARNT_ON, 1, true)));

    // Then
    assertThat(unseen.table().get(2))
        .matches(
            "\\| churn \\| 1 \\| 100.0 % \\(.*\\) \\| 0.0 % \\(.*\\) \\| 100.0 % \\(.*\\) \\|");
    assertThat(unseen.table().get(3)).startsWith("| **all** | 1 | 100.0 % (").endsWith("| – |");
  }

  @Test
  void shouldSayHowHighARealSessionCame() {
    assertThat(
            RealLogs.line(
                "a model",
                List.of(session("real", LEARNT_ON, 1, true), session("real", LEARNT_ON, 1, false))))
        .isEqualTo("| a model | 2 | 2 | 1 | 0.90 |");
  }

  private static ScoredSession session(
      String kind, LocalDate endedOn, double cost, boolean flagged) {
    String label = List.of("busywork", "churn").contains(kind) ? "tokenmaxxing" : "legitimate";
    return new ScoredSession(
        kind + " " + endedOn + " " + cost,
        "person " + cost,
        "team",
        "source",
        "mature",
        kind,
        label,
        endedOn,
        cost,
        Figures.of(Map.of(), "mature"),
        true,
        flagged ? 0.9 : 0.1,
        flagged);
  }
}
