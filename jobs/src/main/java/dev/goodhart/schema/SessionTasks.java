package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One link of a session to a task. State after the last day run; a session may serve several tasks.
 */
public final class SessionTasks {
  public static final Table TABLE =
      Table.of("silver", "session_tasks", "One link of a session to a task.")
          .key("session_id", "task_key")
          .column("session_id", STRING, "Session.")
          .column("task_key", STRING, "Task.")
          .column(
              "method", STRING, "Strongest method that links them: task, commit, branch or person.")
          .column("confidence", DOUBLE, "Confidence in the link, 0 to 1, by method.")
          .build();

  private SessionTasks() {}
}
