package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/**
 * One thing that happened to a task. Outcomes in canonical columns. Replaced by landing day; within
 * a day one row an event.
 */
public final class OutcomeEvents {
  public static final Table TABLE =
      Table.of("bronze", "outcome_events", "One thing that happened to a task.")
          .key("event_id", "landed_date")
          .partitionedBy("landed_date")
          .column(
              "event_id",
              STRING,
              "Key of the event: delivery and place in the payload, keyed hash.")
          .column("landed_date", DATE, "UTC day in the object key: when the file landed.")
          .column("event_time", TIMESTAMP, "When it happened, UTC.")
          .column("source", STRING, "Raw format's name, e.g. github_webhook.")
          .column(
              "task_key",
              STRING,
              "Task, e.g. owner/repo#12; null for a push, which is joined by branch or commit.")
          .column(
              "kind",
              STRING,
              "task_opened, task_updated, task_done, task_reopened, task_abandoned, change_merged, change_reverted, commit_pushed, check_passed, check_failed, review_approved, review_requested_changes or review_commented.")
          .column("actor_id", STRING, "Pseudonym of who did it.")
          .column("team", STRING, "The actor's team by the identities, written down at ingest.")
          .column("repository", STRING, "Repository's full name.")
          .column(
              "branch",
              STRING,
              "Keyed hash of the change's head branch; default branches as they are.")
          .column(
              "commit_sha",
              STRING,
              "Head commit (opened, updated, pushed) or merge commit (merged).")
          .column("reverted_sha", STRING, "Commit that this one says it reverts.")
          .column("lines_added", LONG, "Lines added by the change.")
          .column("lines_removed", LONG, "Lines removed by the change.")
          .column("files_changed", LONG, "Files changed by the change.")
          .column(
              "marks",
              STRING,
              "Comma-separated marks, e.g. doubtful_time_future (claims a day after it landed), null"
                  + " when none.")
          .build();

  private OutcomeEvents() {}
}
