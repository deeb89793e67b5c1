package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.label.Figures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColleaguesTest {
  private static final ScoredSession GAMER =
      session("g", "gamer", "team", "young", "tokenmaxxing", true, 0);

  @Test
  void shouldFollowHonestSessionsOfTheTeamThatAreAsOld() {
    // Given a team of seven, and sessions that can't serve
    List<ScoredSession> sessions = new ArrayList<>(team("team", 7, 1));
    sessions.add(GAMER);
    sessions.add(session("own", "gamer", "team", "young", "legitimate", false, 2));
    sessions.add(session("ripe", "other", "team", "mature", "legitimate", false, 2));
    sessions.add(session("flagged", "other", "team", "young", "legitimate", true, 2));
    sessions.add(session("runaway", "other", "team", "young", "runaway", false, 2));
    sessions.addAll(team("others", 7, 2));

    // When
    List<Figures> followed = new Colleagues(sessions).of(GAMER);

    // Then
    assertThat(followed)
        .hasSize(5)
        .extracting(figures -> figures.value("commits"))
        .containsOnly(1.0);
    assertThat(followed).doesNotHaveDuplicates();
  }

  @Test
  void shouldLookBeyondATeamThatIsTooSmall() {
    // Given
    List<ScoredSession> sessions = new ArrayList<>(team("team", 2, 1));
    sessions.addAll(team("others", 7, 2));

    // Then
    assertThat(new Colleagues(sessions).of(GAMER)).hasSize(5);
  }

  private static List<ScoredSession> team(String team, int size, double commits) {
    return IntStream.range(0, size)
        .mapToObj(i -> session(team + i, team + i, team, "young", "legitimate", false, commits))
        .toList();
  }

  private static ScoredSession session(
      String session,
      String person,
      String team,
      String evidence,
      String label,
      boolean flagged,
      double commits) {
    return new ScoredSession(
        session,
        person,
        team,
        "source",
        evidence,
        "kind",
        label,
        LocalDate.EPOCH,
        1,
        Figures.of(Map.of("commits", commits), evidence),
        true,
        flagged ? 0.9 : 0.1,
        flagged);
  }
}
