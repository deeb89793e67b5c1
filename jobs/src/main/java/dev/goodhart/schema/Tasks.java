package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATES;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/** One task (pull request, issue or generic) as last known. State after the last day run. */
public final class Tasks {
  public static final Table TABLE =
      Table.of("silver", "tasks", "One task (pull request, issue or generic) as last known.")
          .key("task_key")
          .column("task_key", STRING, "Task, e.g. owner/repo#12.")
          .column("kind", STRING, "pull_request, issue or task.")
          .column("source", STRING, "Raw format's name.")
          .column("repository", STRING, "Repository.")
          .column("branch", STRING, "Keyed hash of the change's head branch, null where unknown.")
          .column("author_id", STRING, "Pseudonym of who opened it.")
          .column("team", STRING, "The author's team, null where unknown.")
          .column("state", STRING, "open, merged, done, abandoned or reverted.")
          .column("opened_at", TIMESTAMP, "When it was opened; null where no record tells.")
          .column(
              "closed_at", TIMESTAMP, "When it was last closed, merged or done; null while open.")
          .column("reverted_at", TIMESTAMP, "When it was reverted.")
          .column("merge_commit_sha", STRING, "Merge commit.")
          .column("lines_added", LONG, "Lines added, by the newest record that tells.")
          .column("lines_removed", LONG, "Lines removed.")
          .column("files_changed", LONG, "Files changed.")
          .column("checks_failed", LONG, "Failed check suites.")
          .column("approvals", LONG, "Approving reviews.")
          .column(
              "landed_dates",
              DATES,
              "Days on which its events landed, pushes and reverts that belong to it included, ascending.")
          .build();

  private Tasks() {}
}
