package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.PersonDays;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionRefs;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.TaskRefs;
import dev.goodhart.schema.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time: one backfill equals daily runs, a run repeats, and nothing looks ahead; where two sources
 * tell of each session, too.
 */
class AsOfIT extends SparkTest {
  private static final List<Job> TO_SILVER =
      List.of(new IngestJob(), new SessionJob(), new FeatureJob());
  private static final List<Table> SILVER =
      List.of(
          Sessions.TABLE,
          SessionSources.TABLE,
          SessionRefs.TABLE,
          Tasks.TABLE,
          TaskRefs.TABLE,
          SessionTasks.TABLE,
          SessionFeatures.TABLE,
          PersonDays.TABLE);
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int DAYS = 3;

  // Sessions ripen within the few days, and all count as short, so that patterns are tried too: in
  // this world some people ask the same in several sessions.
  private static final String[] SETTINGS = {
    "outcomes.maturity_days=1", "baselines.window_days=3", "score.min_calls=1000"
  };

  private static Path folder;
  private static TestRun backfill;

  @BeforeAll
  static void makeWorldAndBackfill(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Organisation.write(
        SampleOptions.defaults()
            .withSize(5, DAYS)
            .withSeed(31)
            .withFormats(Set.of("claude_code_otlp", "claude_code_transcript")),
        folder.resolve("raw"),
        folder.resolve("truth.csv"),
        line -> {});
    backfill = on("backfill");
    backfill.run(TO_SILVER, days(0, DAYS));
  }

  private static TestRun on(String lake) {
    return new TestRun(folder.resolve("raw").toString(), folder.resolve(lake).toString(), SETTINGS);
  }

  private static Days days(int from, int to) {
    return new Days(FIRST.plusDays(from), FIRST.plusDays(to));
  }

  @Test
  void shouldComeToTheSameDayByDayAndNotLookAhead() {
    TestRun daily = on("daily");
    for (int day = 0; day < DAYS; day++) {
      daily.run(TO_SILVER, days(day, day + 1));
      if (day == DAYS / 2) {
        assertThat(daily.rows(SessionFeatures.TABLE))
            .as("what is known then knows nothing of later days")
            .isNotEmpty()
            .isEqualTo(backfilledBefore(FIRST.plusDays(day + 1)));
      }
    }

    for (Table table : SILVER) {
      assertThat(daily.rows(table))
          .as(table.fullName())
          .isNotEmpty()
          .isEqualTo(backfill.rows(table));
    }
  }

  @Test
  void shouldLeaveTheSameRowsWhenADayIsRunAgain() {
    Map<Table, List<Row>> before = new LinkedHashMap<>();
    SILVER.forEach(table -> before.put(table, backfill.rows(table)));

    backfill.run(TO_SILVER, days(1, 2));

    before.forEach(
        (table, rows) -> assertThat(backfill.rows(table)).as(table.fullName()).isEqualTo(rows));
  }

  @Test
  void shouldAddUpSessionsOfOnePattern() {
    assertThat(backfill.rows(SessionFeatures.TABLE))
        .anySatisfy(
            row ->
                assertThat(row.<Long>getAs("pattern_calls"))
                    .isGreaterThan(row.<Long>getAs("calls")))
        .allSatisfy(
            row ->
                assertThat(row.<Long>getAs("pattern_calls"))
                    .isGreaterThanOrEqualTo(row.<Long>getAs("calls")));
  }

  private static List<Row> backfilledBefore(LocalDate end) {
    return backfill.rows(SessionFeatures.TABLE).stream()
        .filter(row -> row.<Date>getAs("as_of_date").toLocalDate().isBefore(end))
        .toList();
  }
}
