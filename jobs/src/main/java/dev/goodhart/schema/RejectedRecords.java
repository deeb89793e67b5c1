package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.INT;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One raw record that could not be used. Kept by reason and place, with the format's own keys and
 * their types; never a value.
 */
public final class RejectedRecords {
  public static final Table TABLE =
      Table.of("bronze", "rejected_records", "One raw record that could not be used.")
          .key("record_id")
          .partitionedBy("landed_date")
          .column("record_id", STRING, "Hash of file, line and place in the line.")
          .column("landed_date", DATE, "UTC day in the object key.")
          .column("source", STRING, "Raw format's name.")
          .column("reason", STRING, "Reason from a fixed list.")
          .column(
              "source_file",
              STRING,
              "Object key below the raw root, parts that name a person cut out.")
          .column("line_number", LONG, "Line, from 1.")
          .column("position", INT, "Place of the record in the line, from 0.")
          .column(
              "shape",
              STRING,
              "The format's own keys that were there, each with its JSON type; other keys only counted.")
          .build();

  private RejectedRecords() {}
}
