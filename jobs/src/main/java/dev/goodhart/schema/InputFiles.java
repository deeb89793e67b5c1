package dev.goodhart.schema;

import static dev.goodhart.schema.Types.BOOLEAN;
import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/** One raw file read, as of its last reading. Tells a day whose files changed since. */
public final class InputFiles {
  public static final Table TABLE =
      Table.of("ops", "input_files", "One raw file read, as of its last reading.")
          .key("file")
          .column(
              "file",
              STRING,
              "Object key below the raw root, parts that name a person replaced by a hash.")
          .column("landed_date", DATE, "Landing day.")
          .column("source", STRING, "Raw format's name.")
          .column("size_bytes", LONG, "Size.")
          .column("version", STRING, "Entity tag or time of change.")
          .column("read_at", TIMESTAMP, "When this version was first read, or first missed, UTC.")
          .column("gone", BOOLEAN, "Whether the file has vanished since; its records are then 0.")
          .column("records_read", LONG, "Records read.")
          .column("records_kept", LONG, "Kept.")
          .column("records_duplicate", LONG, "Duplicates.")
          .column("records_ignored", LONG, "Ignored.")
          .column("records_rejected", LONG, "Rejected.")
          .build();

  private InputFiles() {}
}
