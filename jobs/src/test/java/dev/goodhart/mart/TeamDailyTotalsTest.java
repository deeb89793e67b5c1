package dev.goodhart.mart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.TeamDaily;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TeamDailyTotalsTest extends SparkTest {
  private static final Dataset<Row> SESSIONS =
      TableRows.of(Sessions.TABLE)
          .rows(
              """
              session_id | started_at           | calls | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | cost_usd
              monday     | 2026-01-05T10:00:00Z | 3     | 10           | 100               | 5                  | 7             | 0.5
              sunday     | 2026-01-11T23:59:59Z | 2     | 20           | 200               | 6                  | 8             | 0.25
              next       | 2026-01-12T00:00:00Z | 1     | 1            | 1                 | 1                  | 1             | 0.1
              """)
          .dataset();

  @Test
  void shouldPassWeeksThatComeToTheirSessionsHoweverTheyArePooled() {
    Dataset<Row> gold =
        gold(
            """
            date       | team          | sessions | calls | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | total_tokens | cost_usd
            2026-01-07 | red           | 1        | 3     | 10           | 100               | 5                  | 7             | 122          | 0.5
            2026-01-10 | (small teams) | 1        | 2     | 20           | 200               | 6                  | 8             | 234          | 0.25
            """);

    assertThat(TeamDailyTotals.disagreements(gold, SESSIONS)).isEmpty();
  }

  @Test
  void shouldNameWeekFigureAndBothTotals() {
    Dataset<Row> gold =
        gold(
            """
            date       | team | sessions | calls | input_tokens | cache_read_tokens | cache_write_tokens | output_tokens | total_tokens | cost_usd
            2026-01-07 | red  | 2        | 6     | 30           | 300               | 11                 | 15            | 356          | 0.75
            2026-01-12 | red  | 1        | 1     | 1            | 1                 | 1                  | 1             | 4            | 0.2
            2026-01-20 | red  | 1        | 0     | 0            | 0                 | 0                  | 0             | 0            | 0.0
            """);

    assertThat(TeamDailyTotals.disagreements(gold, SESSIONS))
        .containsExactly(
            "gold.team_daily, week of 2026-01-05: calls adds up to 6, silver.sessions to 5",
            "gold.team_daily, week of 2026-01-12: cost_usd adds up to 0.2, silver.sessions to 0.1",
            "gold.team_daily, week of 2026-01-19: sessions adds up to 1, silver.sessions to 0");
  }

  private static Dataset<Row> gold(String rows) {
    return TableRows.of(TeamDaily.TABLE).rows(rows).dataset();
  }
}
