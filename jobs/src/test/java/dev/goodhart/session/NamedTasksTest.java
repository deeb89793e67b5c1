package dev.goodhart.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.UsageEvents;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class NamedTasksTest extends SparkTest {
  private static TableRows event(TableRows rows, String id, String kind, String time) {
    return rows.row(
        "event_id",
        id,
        "session_id",
        "s1",
        "user_id",
        "u1",
        "source",
        "claude_code_transcript",
        "landed_date",
        "2026-09-22",
        "kind",
        kind,
        "event_time",
        time,
        "repository",
        kind.equals("reference") ? "acme/web" : null,
        "task_key",
        kind.equals("reference") ? "acme/web#12" : null);
  }

  private static Dataset<Row> named() {
    TableRows rows = TableRows.of(UsageEvents.TABLE);
    event(rows, "e1", "prompt", "2026-09-22T08:00:00Z");
    event(rows, "e2", "model_call", "2026-09-22T08:01:00Z");
    return event(rows, "e3", "reference", "2026-09-22T18:00:00Z").dataset();
  }

  @Test
  void shouldNotCountThatASessionNamesItsTask() {
    Row state = SessionStates.summarise(SessionStates.expand(named())).head();

    assertThat((Long) state.getAs("events")).isEqualTo(2);
    assertThat((Long) state.getAs("calls")).isEqualTo(1);
    assertThat((Timestamp) state.getAs("ended_at"))
        .isEqualTo(Timestamp.from(Instant.parse("2026-09-22T08:01:00Z")));
    assertThat((String) state.getAs("repository")).isEqualTo("acme/web");
  }

  @Test
  void shouldNotPutANamedTaskIntoAPersonsDay() {
    Row day = PersonDaySums.of(named()).head();

    assertThat((Long) day.getAs("events")).isEqualTo(2);
    assertThat(day.<Long>getList(day.fieldIndex("hour_histogram")).get(18)).isZero();
  }

  @Test
  void shouldLinkTheSessionToTheTaskThatItNames() {
    Row reference = SessionReferences.of(named(), new Object[] {"main"}).head();

    assertThat((String) reference.getAs("ref_kind")).isEqualTo("task");
    assertThat((String) reference.getAs("ref")).isEqualTo("acme/web#12");
  }
}
