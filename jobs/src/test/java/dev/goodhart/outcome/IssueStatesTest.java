package dev.goodhart.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.OutcomeEvents;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class IssueStatesTest extends SparkTest {
  private final TableRows rows = TableRows.of(OutcomeEvents.TABLE);

  private IssueStatesTest event(String task, String kind, String time, String actor, String team) {
    rows.row(
        "event_id", task + kind + time,
        "task_key", task,
        "source", "jira_changelog",
        "landed_date", "2026-09-22",
        "kind", kind,
        "event_time", time,
        "actor_id", actor,
        "team", team);
    return this;
  }

  private Map<String, Row> states() {
    Dataset<Row> events = TaskEvents.of(rows.dataset(), new Object[] {"main"}, 60);
    return TaskStates.summarise(TaskStates.expand(events)).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("task_key"), row -> row));
  }

  @Test
  void shouldTellTheKindOfATaskByItsKey() {
    event("PAY-412", "task_opened", "2026-09-20T10:00:00Z", "a", null);
    event("acme/web#12", "task_opened", "2026-09-20T10:00:00Z", "a", null);
    event("0f1e2d", "task_opened", "2026-09-20T10:00:00Z", "a", null);

    assertThat(states().values())
        .extracting(row -> row.getAs("task_key") + " " + row.getAs("kind"))
        .containsExactlyInAnyOrder("PAY-412 issue", "acme/web#12 pull_request", "0f1e2d task");
  }

  @Test
  void shouldFollowAnIssueToItsEnd() {
    event("PAY-1", "task_opened", "2026-09-20T10:00:00Z", "a", null);
    event("PAY-1", "task_done", "2026-09-21T10:00:00Z", "a", null);
    event("PAY-2", "task_opened", "2026-09-20T10:00:00Z", "a", null);
    event("PAY-2", "task_done", "2026-09-21T10:00:00Z", "a", null);
    event("PAY-2", "task_reopened", "2026-09-21T11:00:00Z", "a", null);
    event("PAY-3", "task_opened", "2026-09-20T10:00:00Z", "a", null);
    event("PAY-3", "task_abandoned", "2026-09-21T10:00:00Z", "a", null);

    assertThat(states().values())
        .extracting(row -> row.getAs("task_key") + " " + row.getAs("state"))
        .containsExactlyInAnyOrder("PAY-1 done", "PAY-2 open", "PAY-3 abandoned");
  }

  @Test
  void shouldTakeTheFirstKnownPersonForTheAuthor() {
    event("PAY-1", "task_opened", "2026-09-20T10:00:00Z", "unknown", null);
    event("PAY-1", "task_done", "2026-09-21T10:00:00Z", "lee", "payments");
    event("PAY-2", "task_opened", "2026-09-20T10:00:00Z", "unknown", null);

    Map<String, Row> states = states();

    assertThat((String) states.get("PAY-1").getAs("author_id")).isEqualTo("lee");
    assertThat((String) states.get("PAY-1").getAs("team")).isEqualTo("payments");
    assertThat((String) states.get("PAY-2").getAs("author_id")).isEqualTo("unknown");
  }
}
