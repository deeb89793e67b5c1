package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.PersonDays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Histograms of three bins do for these; a median of bin 0 is half of ln 2, 0.346573590. */
class UsualTest extends SparkTest {
  private static final int WINDOW_DAYS = 28;
  private static final StructType PEOPLE =
      new StructType().add("user_id", "string").add("source", "string").add("as_of_date", "date");
  private static final StructType TEAMS =
      new StructType().add("team", "string").add("source", "string").add("as_of_date", "date");

  @Test
  void shouldReadTheLandingDaysOfTheWindowAndNotTheDayItself() {
    assertRows(
        ofPeople(
            """
            user_id | source | as_of_date
            ada     | cc     | 2026-02-10
            ada     | cc     | 2026-02-11
            """,
            """
            user_id | source | landed_date | sessions | calls_histogram | tokens_histogram | cost_histogram | prompts_histogram | hour_histogram
            ada     | cc     | 2026-01-12  | 100      | 0 0 100         | 0 0 100          | 0 0 100        | 0 0 100           | 100 100
            ada     | cc     | 2026-01-13  | 3        | 3 0 0           | 0 3 0            | 0 0 3          | 3 0 0             | 1 20
            ada     | cc     | 2026-02-09  | 2        | 2 0 0           | 0 2 0            | 0 0 2          | 2 0 0             | 2 30
            ada     | cc     | 2026-02-10  | 95       | 0 0 95          | 0 0 95           | 0 0 95         | 0 0 95            | 7 70
            """),
        """
        user_id | source | as_of_date | person_calls | person_tokens | person_cost | person_prompts | person_hours
        ada     | cc     | 2026-02-10 | 0.346573590  | 1.039720771   | 1.732867951 | 0.346573590    | 3 50
        ada     | cc     | 2026-02-11 | 1.725571665  | 1.725571665   | 1.732867951 | 1.725571665    | 9 100
        """);
  }

  @Test
  void shouldTellAPersonsHoursButNoMedianOfTooFewSessionParts() {
    assertRows(
        ofPeople(
            """
            user_id | source | as_of_date
            few     | cc     | 2026-02-10
            enough  | cc     | 2026-02-10
            """,
            """
            user_id | source | landed_date | sessions | calls_histogram | tokens_histogram | cost_histogram | prompts_histogram | hour_histogram
            few     | cc     | 2026-02-08  | 4        | 4 0 0           | 4 0 0            | 4 0 0          | 4 0 0             | 4 0
            enough  | cc     | 2026-02-08  | 5        | 5 0 0           | 5 0 0            | 5 0 0          | 5 0 0             | 5 0
            """),
        """
        user_id | person_calls | person_tokens | person_cost | person_prompts | person_hours
        few     | -            | -             | -           | -              | 4 0
        enough  | 0.346573590  | 0.346573590   | 0.346573590 | 0.346573590    | 5 0
        """);
  }

  @Test
  void shouldKeepPeopleAndSourcesApartAndAnswerForNobodyUnknown() {
    assertRows(
        ofPeople(
            """
            user_id | source  | as_of_date
            ada     | cc      | 2026-02-10
            bob     | cc      | 2026-02-10
            ada     | litellm | 2026-02-10
            unknown | cc      | 2026-02-10
            new     | cc      | 2026-02-10
            """,
            """
            user_id | source  | landed_date | sessions | calls_histogram | tokens_histogram | cost_histogram | prompts_histogram | hour_histogram
            ada     | cc      | 2026-02-08  | 5        | 5 0 0           | 5 0 0            | 5 0 0          | 5 0 0             | 1 0
            bob     | cc      | 2026-02-08  | 5        | 0 5 0           | 5 0 0            | 5 0 0          | 5 0 0             | 2 0
            ada     | litellm | 2026-02-08  | 5        | 0 0 5           | 5 0 0            | 5 0 0          | 5 0 0             | 3 0
            unknown | cc      | 2026-02-08  | 5        | 0 0 5           | 5 0 0            | 5 0 0          | 5 0 0             | 4 0
            new     | cc      | 2026-02-10  | 5        | 0 0 5           | 5 0 0            | 5 0 0          | 5 0 0             | 5 0
            """),
        """
        user_id | source  | person_calls | person_hours
        ada     | cc      | 0.346573590  | 1 0
        bob     | cc      | 1.039720771  | 2 0
        ada     | litellm | 1.732867951  | 3 0
        """);
  }

  @Test
  void shouldTellWhatIsUsualAmongPeersOfTeamAndSource() {
    // "few" has 19 session parts; nobody of "gapless" ever made a second call.
    assertRows(
        ofTeams(
            """
            team    | source | as_of_date
            red     | cc     | 2026-02-10
            -       | cc     | 2026-02-10
            few     | cc     | 2026-02-10
            gapless | cc     | 2026-02-10
            new     | cc     | 2026-02-10
            """,
            """
            user_id | team    | source  | landed_date | sessions | calls_histogram | tokens_histogram | cost_histogram | gap_histogram
            ada     | red     | cc      | 2026-01-13  | 12       | 12 0 0          | 0 12 0           | 0 0 12         | 1 0 0
            bob     | red     | cc      | 2026-02-09  | 8        | 8 0 0           | 0 8 0            | 0 0 8          | 0 0 0
            bob     | red     | cc      | 2026-02-10  | 99       | 0 0 99          | 0 0 99           | 0 0 99         | 0 0 99
            bob     | red     | litellm | 2026-02-09  | 99       | 0 0 99          | 0 0 99           | 0 0 99         | 0 0 99
            cyd     | -       | cc      | 2026-02-09  | 10       | 0 10 0          | 0 10 0           | 0 10 0         | 0 1 0
            dan     | -       | cc      | 2026-02-09  | 10       | 0 10 0          | 0 10 0           | 0 10 0         | 0 1 0
            eve     | few     | cc      | 2026-02-09  | 19       | 19 0 0          | 19 0 0           | 19 0 0         | 1 0 0
            fay     | gapless | cc      | 2026-02-09  | 20       | 20 0 0          | 20 0 0           | 20 0 0         | 0 0 0
            """),
        """
        peer_team | team_calls  | team_tokens | team_cost   | team_gap
        red       | 0.346573590 | 1.039720771 | 1.732867951 | 0.346573590
        ''        | 1.039720771 | 1.039720771 | 1.039720771 | 1.039720771
        few       | -           | -           | -           | -
        gapless   | 0.346573590 | 0.346573590 | 0.346573590 | -
        """);
  }

  private static Dataset<Row> ofPeople(String asked, String personDays) {
    return Usual.ofPeople(
        TableRows.of(PEOPLE).rows(asked).dataset(), personDays(personDays), WINDOW_DAYS);
  }

  private static Dataset<Row> ofTeams(String asked, String personDays) {
    return Usual.ofTeams(
        TableRows.of(TEAMS).rows(asked).dataset(), personDays(personDays), WINDOW_DAYS);
  }

  private static Dataset<Row> personDays(String drawn) {
    return TableRows.of(PersonDays.TABLE).rows(drawn).dataset();
  }
}
