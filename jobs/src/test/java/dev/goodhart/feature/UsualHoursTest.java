package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.PersonDays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Of the 24 hours only the first two are written. */
class UsualHoursTest extends SparkTest {
  private static final int WINDOW_DAYS = 28;
  private static final String NIGHT = " 0".repeat(22);
  private static final StructType PEOPLE =
      new StructType().add("user_id", "string").add("source", "string").add("as_of_date", "date");

  @Test
  void shouldReadTheLandingDaysOfTheWindowAndNotTheDayItself() {
    assertRows(
        of(
            """
            user_id | source | as_of_date
            ada     | cc     | 2026-02-10
            ada     | cc     | 2026-02-11
            """,
            """
            user_id | source | landed_date | hour_histogram
            ada     | cc     | 2026-01-12  | 100 100
            ada     | cc     | 2026-01-13  | 1 20
            ada     | cc     | 2026-02-09  | 2 30
            ada     | cc     | 2026-02-10  | 7 70
            """),
        """
        user_id | source | as_of_date | person_hours
        ada     | cc     | 2026-02-10 | 3 50
        ada     | cc     | 2026-02-11 | 9 100
        """);
  }

  @Test
  void shouldKeepPeopleAndSourcesApartAndAnswerForNobodyUnknown() {
    assertRows(
        of(
            """
            user_id | source  | as_of_date
            ada     | cc      | 2026-02-10
            bob     | cc      | 2026-02-10
            ada     | litellm | 2026-02-10
            unknown | cc      | 2026-02-10
            new     | cc      | 2026-02-10
            """,
            """
            user_id | source  | landed_date | hour_histogram
            ada     | cc      | 2026-02-08  | 1 0
            bob     | cc      | 2026-02-08  | 2 0
            ada     | litellm | 2026-02-08  | 3 0
            unknown | cc      | 2026-02-08  | 4 0
            new     | cc      | 2026-02-10  | 5 0
            """),
        """
        user_id | source  | person_hours
        ada     | cc      | 1 0
        bob     | cc      | 2 0
        ada     | litellm | 3 0
        """);
  }

  private static Dataset<Row> of(String asked, String personDays) {
    return UsualHours.of(
            TableRows.of(PEOPLE).rows(asked).dataset(),
            TableRows.of(PersonDays.TABLE).rows(wholeDays(personDays)).dataset(),
            WINDOW_DAYS)
        .selectExpr("user_id", "source", "as_of_date", "slice(person_hours, 1, 2) as person_hours");
  }

  private static String wholeDays(String drawn) {
    return drawn.replaceAll("(?m)([0-9])$", "$1" + NIGHT);
  }
}
