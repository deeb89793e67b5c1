package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One thing by which a task is known, on the day that it was first known. The other half of {@link
 * SessionRefs}: links are made where the two meet.
 */
public final class TaskRefs {
  public static final Table TABLE =
      Table.of("silver", "task_refs", "One thing by which a task is known.")
          .key("task_key", "ref_kind", "repository", "ref")
          .column("task_key", STRING, "Task.")
          .column("ref_kind", STRING, "task, commit or branch.")
          .column("repository", STRING, "Repository; empty for a task key.")
          .column("ref", STRING, "Task key, commit sha or branch hash.")
          .column("landed_date", DATE, "Day from which it is known to belong to the task.")
          .build();

  private TaskRefs() {}
}
