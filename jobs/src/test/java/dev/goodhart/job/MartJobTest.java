package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.Table;
import dev.goodhart.schema.MetricHealth;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.TeamDaily;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MartJobTest extends SparkTest {
  private static final Settings SETTINGS = Settings.defaults();

  @TempDir private Path folder;

  @Test
  void shouldTellOfSessionsThatLandedAQuarterLate() {
    // Given: a day of five people, and sessions of theirs of that day that land a quarter later
    LocalDate day = LocalDate.parse("2026-02-04");
    LocalDate late = LocalDate.parse("2026-05-20");
    try (Lake lake = lake()) {
      land(lake, "punctual", day, day);
      run(lake, day);
      assertThat(told(lake, TeamDaily.TABLE)).containsExactly("2026-02-04: 50");
      land(lake, "late", day, late);

      // When
      run(lake, late);

      // Then
      assertThat(told(lake, TeamDaily.TABLE)).containsExactly("2026-02-04: 100");
      assertThat(told(lake, MetricHealth.TABLE)).containsExactly("2026-02-02: 100");

      // When: the day is run again
      run(lake, late);

      // Then
      assertThat(told(lake, TeamDaily.TABLE)).containsExactly("2026-02-04: 100");
      assertThat(told(lake, MetricHealth.TABLE)).containsExactly("2026-02-02: 100");
    }
  }

  private Lake lake() {
    return Lake.open(
        session(),
        folder.toString(),
        List.of(
            Sessions.TABLE,
            SessionTasks.TABLE,
            Tasks.TABLE,
            SessionScores.TABLE,
            TeamDaily.TABLE,
            MetricHealth.TABLE),
        SETTINGS.lake(),
        "print",
        Clock.systemUTC());
  }

  private static void run(Lake lake, LocalDate day) {
    new MartJob()
        .run(
            new JobContext(session(), lake, Optional.empty(), SETTINGS, TestRun.PSEUDONYMS),
            Days.of(day));
  }

  /** A session of ten tokens of each of five people. */
  private static void land(Lake lake, String name, LocalDate day, LocalDate landed) {
    TableRows sessions = TableRows.of(Sessions.TABLE);
    for (int person = 0; person < 5; person++) {
      sessions.row(
          "session_id",
          name + person,
          "user_id",
          "p" + person,
          "team",
          "payments",
          "started_at",
          day + "T10:00:00Z",
          "ended_at",
          day + "T11:00:00Z",
          "input_tokens",
          10,
          "total_tokens",
          10,
          "landed_dates",
          List.of(landed));
    }
    lake.append(Sessions.TABLE, sessions.dataset());
  }

  /** Day or week of each row that tells of tokens, and these. */
  private static List<String> told(Lake lake, Table table) {
    return lake.read(table).where("total_tokens IS NOT NULL").collectAsList().stream()
        .map(row -> row.get(0) + ": " + row.<Long>getAs("total_tokens"))
        .toList();
  }
}
