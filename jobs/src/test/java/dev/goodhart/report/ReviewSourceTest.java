package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.report.ReviewData.Facts;
import dev.goodhart.report.ReviewData.Item;
import dev.goodhart.report.ReviewData.LinkedTask;
import dev.goodhart.schema.CopiedEvents;
import dev.goodhart.schema.InferredSessions;
import dev.goodhart.schema.ReviewQueue;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.UsageEvents;
import java.sql.Date;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewSourceTest extends SparkTest {
  private static final Days DAYS =
      new Days(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-02-02"));

  private final Map<Table, TableRows> tables = new HashMap<>();

  @Test
  void shouldGiveEachQueuedSessionItsFactsTasksAndScore() {
    // Given
    session("s1", "red", 4.0, 40);
    session("s2", "red", 2.0, 20);
    table(ReviewQueue.TABLE)
        .row("rank", 1, "session_id", "s1", "chosen_because", "likely")
        .row("rank", 2, "session_id", "s2", "chosen_because", "audit");
    table(SessionScores.TABLE)
        .row(
            "session_id",
            "s1",
            "probability",
            0.9,
            "band",
            "likely",
            "archetype",
            "busywork",
            "evidence",
            "mature",
            "reason_1",
            "First.",
            "reason_2",
            "Second.");
    table(Tasks.TABLE).row("task_key", "weak", "state", "open");
    table(Tasks.TABLE).row("task_key", "strong", "state", "merged");
    table(SessionTasks.TABLE)
        .row("session_id", "s1", "task_key", "weak", "method", "person", "confidence", 0.2)
        .row("session_id", "s1", "task_key", "strong", "method", "branch", "confidence", 0.8);

    // When
    List<Item> items = collect().items();

    // Then
    assertThat(items).extracting(Item::sessionId).containsExactly("s1", "s2");
    assertThat(items.get(1).tasks()).isEmpty();
    assertThat(items.get(1).score().band()).isEqualTo("insufficient_evidence");
    assertThat(items.get(0).facts())
        .isEqualTo(MadeReports.facts(4.0, 4000, 40, 3, Duration.ofMinutes(30)));
    assertThat(items.get(0).tasks())
        .containsExactly(
            new LinkedTask("strong", "merged", "branch"), new LinkedTask("weak", "open", "person"));
    assertThat(items.get(0).reasons()).containsExactly("First.", "Second.");
    assertThat(items.get(0).score().archetype()).contains("busywork");
  }

  @Test
  void shouldTellWhatHappenedWhenAsTheCountedSourcesHaveIt() {
    // Given half an hour, of which each of 24 parts has 75 seconds
    session("s1", "red", 4.0, 40);
    table(ReviewQueue.TABLE).row("rank", 1, "session_id", "s1", "chosen_because", "likely");
    event("e1", "claude_code_otlp", "2026-01-10T10:00:00Z", "prompt", "2026-01-10");
    event("e2", "claude_code_otlp", "2026-01-10T10:01:14Z", "model_call", "2026-01-10");
    event("e2", "claude_code_otlp", "2026-01-10T10:01:14Z", "model_call", "2026-01-11");
    event("e3", "claude_code_otlp", "2026-01-10T10:01:15Z", "model_call", "2026-01-10");
    event("e4", "claude_code_otlp", "2026-01-10T10:30:00Z", "tool_call", "2026-01-11");
    event("e5", "codex_rollout", "2026-01-10T10:02:00Z", "model_call", "2026-01-10");
    event("e6", "litellm", "2026-01-10T10:10:00Z", "model_call", "2026-01-10");
    table(SessionSources.TABLE)
        .rows(
            """
            session_id | source        | kept  | from_date
            s1         | codex_rollout | false | 2026-01-10
            s1         | litellm       | true  | 2026-01-10
            """);

    // When
    List<Item> items = collect().items();

    // Then
    List<Timeline.Part> parts = items.get(0).timeline().parts();
    assertThat(parts).hasSize(24);
    assertThat(parts.get(0)).isEqualTo(new Timeline.Part(1, 1, 0, 0));
    assertThat(parts.get(1)).isEqualTo(new Timeline.Part(0, 1, 0, 0));
    assertThat(parts.get(23)).isEqualTo(new Timeline.Part(0, 0, 1, 0));
    assertThat(parts.get(8)).isEqualTo(new Timeline.Part(0, 1, 0, 0));
    assertThat(parts.subList(2, 8)).containsOnly(new Timeline.Part(0, 0, 0, 0));
    assertThat(parts.subList(9, 23)).containsOnly(new Timeline.Part(0, 0, 0, 0));
  }

  @Test
  void shouldTellOfEachSessionWhatLandedUnderItFirst() {
    // Given a transcript that is taken up again the day after, its lines repeated under a new name
    session("first", "red", 4.0, 40);
    session("resumed", "red", 4.0, 40);
    table(ReviewQueue.TABLE)
        .row("rank", 1, "session_id", "first", "chosen_because", "likely")
        .row("rank", 2, "session_id", "resumed", "chosen_because", "likely");
    table(UsageEvents.TABLE)
        .rows(
            """
            event_id | session_id | source           | event_time           | kind       | landed_date
            e1       | resumed    | claude_code_otlp | 2026-01-10T10:00:00Z | prompt     | 2026-01-11
            e2       | resumed    | claude_code_otlp | 2026-01-10T10:00:10Z | model_call | 2026-01-11
            e3       | resumed    | claude_code_otlp | 2026-01-10T10:30:00Z | tool_call  | 2026-01-11
            e1       | first      | claude_code_otlp | 2026-01-10T10:00:00Z | prompt     | 2026-01-10
            e2       | first      | claude_code_otlp | 2026-01-10T10:00:10Z | model_call | 2026-01-10
            """);
    table(CopiedEvents.TABLE)
        .rows(
            """
            event_id | session_id | landed_date
            e1       | resumed    | 2026-01-11
            e2       | resumed    | 2026-01-11
            """);

    // When
    Map<String, Timeline> timelines = timelines();

    // Then
    assertThat(timelines.get("first").parts().get(0)).isEqualTo(new Timeline.Part(1, 1, 0, 0));
    assertThat(timelines.get("first").mostTools()).isZero();
    assertThat(timelines.get("resumed").parts().get(0)).isEqualTo(new Timeline.Part(0, 0, 0, 0));
    assertThat(timelines.get("resumed").parts().get(23)).isEqualTo(new Timeline.Part(0, 0, 1, 0));
  }

  @Test
  void shouldTellWhatHappenedWhenInASessionThatNoSourceNames() {
    // Given
    session("inferred", "red", 4.0, 40);
    table(ReviewQueue.TABLE).row("rank", 1, "session_id", "inferred", "chosen_because", "likely");
    table(UsageEvents.TABLE)
        .rows(
            """
            event_id | session_id | source           | event_time           | kind       | landed_date
            e1       | -          | claude_code_otlp | 2026-01-10T10:00:00Z | model_call | 2026-01-10
            e2       | -          | claude_code_otlp | 2026-01-10T10:30:00Z | model_call | 2026-01-10
            of other | -          | claude_code_otlp | 2026-01-10T10:30:00Z | model_call | 2026-01-10
            """);
    table(InferredSessions.TABLE)
        .rows(
            """
            event_id | landed_date | session_id
            e1       | 2026-01-10  | inferred
            e2       | 2026-01-10  | inferred
            of other | 2026-01-10  | other
            """);

    // Then
    Timeline timeline = timelines().get("inferred");
    assertThat(timeline.parts().get(0)).isEqualTo(new Timeline.Part(0, 1, 0, 0));
    assertThat(timeline.parts().get(23)).isEqualTo(new Timeline.Part(0, 1, 0, 0));
  }

  @Test
  void shouldOrderByTimeSoThatAPlaceTellsNothingOfTheScore() {
    // Given
    sessionAt("old", "2026-01-10T10:00:00Z");
    sessionAt("new", "2026-01-30T10:00:00Z");
    sessionAt("between", "2026-01-20T10:00:00Z");
    table(ReviewQueue.TABLE)
        .row("rank", 1, "session_id", "old", "chosen_because", "likely")
        .row("rank", 2, "session_id", "new", "chosen_because", "uncertain")
        .row("rank", 3, "session_id", "between", "chosen_because", "audit");

    // When
    List<Item> items = collect().items();

    // Then
    assertThat(items).extracting(Item::sessionId).containsExactly("new", "between", "old");
  }

  @Test
  void shouldCompareWithTheTeamWhereItHasEnoughSessionsElseWithTheSource() {
    // Given
    sessionsOf(5, "red", 21, 1.0, 10);
    sessionsOf(5, "blue", 5, 9.0, 90);
    queue("red0", "blue0");

    // When
    List<Item> items = collect().items();

    // Then
    assertThat(items).extracting(Item::isUsualOfTeam).containsExactly(false, true);
    assertThat(items).extracting(item -> item.usual().calls()).containsOnly(Optional.of(10L));
  }

  @Test
  void shouldNotCallUsualWhatTooFewPeopleDo() {
    // Given four people of a team, and the unknown, who are nobody; others use the source too
    sessionsOf(4, "red", 40, 1.0, 10);
    sessions(Pseudonyms.UNKNOWN_PERSON, "red", 30, 1.0, 10);
    sessionsOf(5, "blue", 90, 9.0, 90);
    queue("red0");

    // When
    Item item = collect().items().get(0);

    // Then
    assertThat(item.isUsualOfTeam()).isFalse();
    assertThat(item.usual().calls()).contains(90L);
  }

  @Test
  void shouldCallNothingUsualWhereOfASourceTooThereAreTooFewPeople() {
    // Given
    sessionsOf(4, "red", 40, 1.0, 10);
    sessions(Pseudonyms.UNKNOWN_PERSON, "red", 30, 1.0, 10);
    queue("red0");

    // When
    Item item = collect().items().get(0);

    // Then
    assertThat(item.facts().calls()).contains(10L);
    assertThat(item.isUsualOfTeam()).isFalse();
    assertThat(item.usual()).isEqualTo(MadeReports.NOTHING_KNOWN);
  }

  @Test
  void shouldTakeForUnknownWhatASourceDoesNotTell() {
    // Given
    table(Sessions.TABLE)
        .rows(
            """
            session_id    | source           | calls | prompts | cost_usd | unpriced_calls
            told          | claude_code_otlp | 9     | 0       | 0        | 0
            by a proxy    | litellm          | 9     | 0       | 2.5      | 0
            partly priced | claude_code_otlp | 9     | 4       | 2.5      | 3
            not priced    | claude_code_otlp | 9     | 4       | 0        | 9
            """);
    queue("told", "by a proxy", "partly priced", "not priced");

    // When
    Map<String, Facts> facts =
        collect().items().stream().collect(Collectors.toMap(Item::sessionId, Item::facts));

    // Then
    assertThat(facts.get("told").prompts()).contains(0L);
    assertThat(facts.get("told").costUsd()).contains(0.0);
    assertThat(facts.get("by a proxy").prompts()).isEmpty();
    assertThat(facts.get("by a proxy").costUsd()).contains(2.5);
    assertThat(facts.get("by a proxy").costsMore()).isFalse();
    assertThat(facts.get("partly priced").costUsd()).contains(2.5);
    assertThat(facts.get("partly priced").costsMore()).isTrue();
    assertThat(facts.get("not priced").costUsd()).isEmpty();
    assertThat(facts.get("not priced").costsMore()).isFalse();
  }

  @Test
  void shouldLeaveUnknownFactsOutOfWhatIsUsual() {
    // Given as many sessions of unknown cost as of a known one
    sessionsOf(5, "red", 20, 8.0, 10);
    for (int number = 0; number < 20; number++) {
      table(Sessions.TABLE)
          .row(
              "session_id",
              "unpriced" + number,
              "user_id",
              "ada",
              "team",
              "red",
              "source",
              "claude_code_otlp",
              "calls",
              10,
              "cost_usd",
              0.0,
              "unpriced_calls",
              10);
    }
    queue("unpriced0");

    // When
    Item item = collect().items().get(0);

    // Then
    assertThat(item.facts().costUsd()).isEmpty();
    assertThat(item.usual().costUsd()).contains(8.0);
  }

  @Test
  void shouldTellAStartersGuessesFromScoresOfAnOwnModel() {
    // Given an own model that went live after the older session was scored
    sessionAt("old", "2026-01-10T10:00:00Z");
    sessionAt("new", "2026-01-30T10:00:00Z");
    queue("old", "new");
    table(SessionScores.TABLE)
        .rows(
            """
            session_id | as_of_date | probability | model_version
            old        | 2026-01-10 | 0.4         | starter-7
            new        | 2026-01-30 | 0.5         | 0f3a
            """);

    // When
    ReviewData data = collect();

    // Then
    assertThat(data.isOwnModelLive()).isTrue();
    assertThat(data.items())
        .extracting(item -> item.score().isGuess())
        .containsExactly(false, true);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-30, 0.5, starter-7, false",
    "2026-01-30, 0.5, 0f3a, true",
    "2026-01-30, , , false",
    "2026-01-01, 0.5, 0f3a, false"
  })
  void shouldTakeTheModelOfTheNewestScoresForTheLiveOne(
      String day, Double probability, String model, boolean isOwn) {
    // Given another session, which the starter scored
    table(SessionScores.TABLE)
        .row(
            "session_id",
            "s1",
            "as_of_date",
            day,
            "probability",
            probability,
            "model_version",
            model)
        .row(
            "session_id",
            "s2",
            "as_of_date",
            "2026-01-10",
            "probability",
            0.5,
            "model_version",
            "starter-7");

    // Then
    assertThat(collect().isOwnModelLive()).isEqualTo(isOwn);
  }

  private ReviewData collect() {
    return ReviewSource.collect(table -> table(table).dataset(), DAYS, Settings.defaults());
  }

  private Map<String, Timeline> timelines() {
    return collect().items().stream().collect(Collectors.toMap(Item::sessionId, Item::timeline));
  }

  private TableRows table(Table table) {
    return tables.computeIfAbsent(table, TableRows::of);
  }

  private void event(String id, String source, String time, String kind, String landed) {
    table(UsageEvents.TABLE)
        .row(
            "event_id",
            id,
            "session_id",
            "s1",
            "source",
            source,
            "event_time",
            time,
            "kind",
            kind,
            "landed_date",
            landed);
  }

  private void sessionAt(String id, String startedAt) {
    table(Sessions.TABLE)
        .row("session_id", id, "source", "codex", "started_at", startedAt, "ended_at", startedAt);
  }

  private void queue(String... sessions) {
    for (String session : sessions) {
      table(ReviewQueue.TABLE).row("rank", 1, "session_id", session, "chosen_because", "likely");
    }
  }

  /** Sessions that some people of a team take turns at, numbered after the team. */
  private void sessionsOf(int people, String team, int number, double cost, int calls) {
    for (int session = 0; session < number; session++) {
      session(team + session, team + "'s " + session % people, team, cost, calls);
    }
  }

  private void sessions(String person, String team, int number, double cost, int calls) {
    for (int session = 0; session < number; session++) {
      session(person + session, person, team, cost, calls);
    }
  }

  private void session(String id, String team, double cost, int calls) {
    session(id, "ada", team, cost, calls);
  }

  private void session(String id, String person, String team, double cost, int calls) {
    table(Sessions.TABLE)
        .row(
            "session_id",
            id,
            "user_id",
            person,
            "team",
            team,
            "source",
            "claude_code_otlp",
            "started_at",
            "2026-01-10T10:00:00Z",
            "ended_at",
            "2026-01-10T10:30:00Z",
            "calls",
            calls,
            "prompts",
            3,
            "total_tokens",
            100 * calls,
            "cost_usd",
            cost,
            "landed_dates",
            List.of(Date.valueOf("2026-01-10"), Date.valueOf("2026-01-11")));
  }
}
