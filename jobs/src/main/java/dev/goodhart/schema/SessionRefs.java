package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One thing by which a session names its task, on the day that it first landed. The keys that links
 * are made of; small, so that an outcome finds its sessions without reading usage again.
 */
public final class SessionRefs {
  public static final Table TABLE =
      Table.of(
              "silver",
              "session_refs",
              "One thing by which a session names its task, on the day that it first landed.")
          .key("session_id", "ref_kind", "repository", "ref")
          .column("session_id", STRING, "Session.")
          .column("ref_kind", STRING, "task, commit or branch.")
          .column("repository", STRING, "Repository; empty for a task key.")
          .column("ref", STRING, "Task key, commit sha or branch hash.")
          .column("landed_date", DATE, "Day on which the first event that names it landed.")
          .build();

  private SessionRefs() {}
}
