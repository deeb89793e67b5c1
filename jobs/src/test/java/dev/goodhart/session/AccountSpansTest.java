package dev.goodhart.session;

import static dev.goodhart.RowAssert.assertRows;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.dayofmonth;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionSources;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class AccountSpansTest extends SparkTest {
  private static final StructType ROWS =
      new StructType().add("session_id", "string").add("day", "date");

  @Test
  void shouldTellOverWhichDaysASessionIsCounted() {
    // "back" is told elsewhere for two days; of "one_of_two" another account is counted meanwhile.
    Dataset<Row> standings =
        TableRows.of(SessionSources.TABLE)
            .rows(
                """
                session_id | source  | from_date  | until_date | kept
                late       | litellm | 2026-01-05 | 2026-01-07 | true
                late       | litellm | 2026-01-07 | -          | false
                back       | litellm | 2026-01-05 | 2026-01-06 | true
                back       | litellm | 2026-01-06 | 2026-01-08 | false
                back       | litellm | 2026-01-08 | -          | true
                one_of_two | litellm | 2026-01-05 | 2026-01-06 | true
                one_of_two | litellm | 2026-01-06 | -          | false
                one_of_two | otel    | 2026-01-06 | -          | true
                """)
            .dataset();
    TableRows days = TableRows.of(ROWS);
    for (String session : List.of("late", "back", "one_of_two", "told once")) {
      for (int day = 4; day < 10; day++) {
        days.row("session_id", session, "day", "2026-01-0" + day);
      }
    }

    Dataset<Row> spans = Accounts.spans(standings);

    assertRows(
        Accounts.overSpans(days.dataset(), spans)
            .where(Accounts.isCountedOn(col("day")))
            .groupBy("session_id")
            .agg(array_sort(collect_list(dayofmonth(col("day")))).as("days")),
        """
        session_id | days
        late       | 4 5 6
        back       | 4 5 8 9
        one_of_two | 4 5 6 7 8 9
        told once  | 4 5 6 7 8 9
        """);
  }
}
