package dev.goodhart.mart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings.Announcement;
import dev.goodhart.lake.Days;
import dev.goodhart.schema.MetricHealth;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class MetricHealthMartTest extends SparkTest {
  private static final LocalDate MONDAY = LocalDate.parse("2026-01-05");
  private static final Days TWO_WEEKS = new Days(MONDAY, MONDAY.plusWeeks(2));

  private final TableRows sessions = TableRows.of(Sessions.TABLE);
  private final TableRows links = TableRows.of(SessionTasks.TABLE);
  private final TableRows tasks = TableRows.of(Tasks.TABLE);

  @Test
  void shouldCorrelateTokensWithDoneTasksOverPeople() {
    // Given: the ranks of the first case of rank-correlation.csv, with ties for nobody.
    int[] done = {2, 1, 4, 3, 6, 5, 8, 7};
    for (int person = 0; person < done.length; person++) {
      week(MONDAY, "user" + person, person < 3 ? "red" : "blue", 100 * (person + 1), done[person]);
    }

    // When
    Dataset<Row> health = compute(List.of(), 5);

    // Then: three in red are too few, and everybody minus blue would be just these three.
    Dataset<Row> expected =
        TableRows.of(MetricHealth.TABLE)
            .row(
                "period",
                "2026-01-05",
                "team",
                "(all teams)",
                "people",
                8,
                "rank_correlation",
                0.904761905,
                "low",
                0.427891512,
                "high",
                0.987598180,
                "outcomes",
                36,
                "total_tokens",
                3600)
            .dataset();
    new JavaDatasetSuiteBase().assertDataFrameNoOrderEquals(rounded(expected), rounded(health));
  }

  @Test
  void shouldShowATeamWhenThoseOutsideItAreACohortToo() {
    for (int person = 0; person < 10; person++) {
      week(MONDAY, "user" + person, person < 5 ? "red" : "blue", 100 + person, person % 3);
    }

    assertThat(
            compute(List.of(), 5)
                .orderBy("team")
                .select("team", "people", "total_tokens")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[(all teams),10,1045]", "[blue,5,null]", "[red,5,null]");
  }

  @Test
  void shouldCountATaskForThePersonWhoseSessionLedToItElseForItsAuthor() {
    // Given
    session("s1", "ada", "red", MONDAY, 10);
    session("s2", "bob", "red", MONDAY, 20);
    tasks
        .row(
            "task_key",
            "led",
            "author_id",
            "bob",
            "state",
            "merged",
            "closed_at",
            "2026-01-14T10:00:00Z")
        .row(
            "task_key",
            "weak",
            "author_id",
            "bob",
            "state",
            "done",
            "closed_at",
            "2026-01-06T10:00:00Z")
        .row("task_key", "open", "author_id", "bob", "state", "open")
        .row(
            "task_key",
            "undone",
            "author_id",
            "bob",
            "state",
            "reverted",
            "closed_at",
            "2026-01-06T10:00:00Z");
    links
        .row("session_id", "s1", "task_key", "led", "method", "branch", "confidence", 0.8)
        .row("session_id", "s1", "task_key", "weak", "method", "person", "confidence", 0.2)
        .row("session_id", "s1", "task_key", "undone", "method", "branch", "confidence", 0.8);

    // Then: one for ada's session, one that bob wrote without a session.
    assertThat(
            compute(List.of(), 1)
                .filter("team = '(all teams)'")
                .select("period", "outcomes")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[2026-01-05,2]");
  }

  @Test
  void shouldSayNothingOfTooFewPeopleOrNobodyKnown() {
    for (int person = 0; person < 4; person++) {
      week(MONDAY, "user" + person, "red", 100 + person, person);
    }
    week(MONDAY, "unknown", "red", 100, 1);

    assertThat(compute(List.of(), 5).collectAsList()).isEmpty();
    assertThat(compute(List.of(), 4).filter("rank_correlation is not null").collectAsList())
        .isEmpty();
    assertThat(compute(List.of(), 4).collectAsList()).hasSize(1);
  }

  @Test
  void shouldTellTheChangeSinceTheFirstAnnouncement() {
    // Given: a perfect rise, then a perfect fall.
    for (int person = 0; person < 6; person++) {
      week(MONDAY, "user" + person, "red", 100 + person, person);
      week(MONDAY.plusWeeks(1), "user" + person, "red", 100 - person, person);
    }
    List<Announcement> announcements =
        List.of(
            new Announcement("target", MONDAY.plusDays(12)),
            new Announcement("board", MONDAY.plusDays(8)),
            new Announcement("later", MONDAY.plusDays(14)));

    // When
    List<Row> health =
        compute(announcements, 5).filter("team = '(all teams)'").orderBy("period").collectAsList();

    // Then
    assertThat(health).hasSize(2);
    assertThat(health.get(0).<String>getAs("announcement")).isNull();
    assertThat(health.get(0).<Double>getAs("change_since_announcement")).isNull();
    assertThat(health.get(1).<String>getAs("announcement")).isEqualTo("board, target");
    assertThat(health.get(1).<Double>getAs("change_since_announcement"))
        .isCloseTo(-2.0, within(1e-9));
  }

  @Test
  void shouldGiveTheSameForAWeekTakenAloneAsForAllAtOnce() {
    // Given
    for (int person = 0; person < 6; person++) {
      week(MONDAY, "user" + person, "red", 100 + person, person);
      week(MONDAY.plusWeeks(1), "user" + person, "red", 100 - person, person % 4);
    }
    List<Announcement> announcements = List.of(new Announcement("board", MONDAY.plusDays(8)));
    Days secondWeek = new Days(MONDAY.plusWeeks(1), MONDAY.plusWeeks(2));

    // When
    Dataset<Row> alone =
        MetricHealthMart.compute(
            sessions.dataset(), links.dataset(), tasks.dataset(), announcements, secondWeek, 5);
    Dataset<Row> atOnce = compute(announcements, 5).filter("period = '2026-01-12'");

    // Then
    new JavaDatasetSuiteBase().assertDataFrameNoOrderEquals(atOnce, alone);
  }

  /** A person's week of one session with some done tasks. */
  private void week(LocalDate monday, String user, String team, int tokens, int done) {
    String session = user + "@" + monday;
    session(session, user, team, monday, tokens);
    for (int task = 0; task < done; task++) {
      String key = session + "#" + task;
      tasks.row("task_key", key, "state", "merged", "closed_at", monday + "T12:00:00Z");
      links.row("session_id", session, "task_key", key, "method", "branch", "confidence", 0.8);
    }
  }

  private void session(String id, String user, String team, LocalDate day, int tokens) {
    sessions.row(
        "session_id",
        id,
        "user_id",
        user,
        "team",
        team,
        "started_at",
        day + "T09:00:00Z",
        "total_tokens",
        tokens);
  }

  private Dataset<Row> compute(List<Announcement> announcements, int minCohort) {
    return MetricHealthMart.compute(
        sessions.dataset(), links.dataset(), tasks.dataset(), announcements, TWO_WEEKS, minCohort);
  }

  private static Dataset<Row> rounded(Dataset<Row> health) {
    return health.selectExpr(
        "period",
        "team",
        "people",
        "round(rank_correlation, 6) as rho",
        "round(low, 6) as low",
        "round(high, 6) as high",
        "outcomes",
        "total_tokens",
        "announcement",
        "change_since_announcement");
  }
}
