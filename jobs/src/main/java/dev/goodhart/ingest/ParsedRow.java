package dev.goodhart.ingest;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * One row of the parse: an event of an accepted record, or an ignored or rejected record. Exactly
 * one of the structs is set where the record was accepted.
 */
final class ParsedRow {
  static final String ACCEPTED = "accepted";
  static final String IGNORED = "ignored";
  static final String REJECTED = "rejected";

  static final StructType SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("line_number", DataTypes.LongType)
          .add("position", DataTypes.IntegerType)
          .add("status", DataTypes.StringType)
          .add("filled", DataTypes.IntegerType)
          .add("usage", Target.USAGE.table().schema())
          .add("outcome", Target.OUTCOME.table().schema())
          .add("review", Target.REVIEW.table().schema())
          .add("reason", DataTypes.StringType)
          .add("shape", DataTypes.StringType);

  private ParsedRow() {}

  static Row accepted(String file, long line, int position, Target target, Event event) {
    Row row = event.toRow(target.table());
    return RowFactory.create(
        file,
        line,
        position,
        ACCEPTED,
        event.filled(),
        target == Target.USAGE ? row : null,
        target == Target.OUTCOME ? row : null,
        target == Target.REVIEW ? row : null,
        null,
        null);
  }

  static Row ignored(String file, long line, int position) {
    return RowFactory.create(file, line, position, IGNORED, null, null, null, null, null, null);
  }

  static Row rejected(String file, long line, int position, RejectReason reason, String shape) {
    return RowFactory.create(
        file, line, position, REJECTED, null, null, null, null, reason.code(), shape);
  }
}
