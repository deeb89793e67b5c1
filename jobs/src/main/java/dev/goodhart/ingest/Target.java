package dev.goodhart.ingest;

import dev.goodhart.lake.Table;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.UsageEvents;
import java.util.Arrays;

/** What a raw format's records become. */
public enum Target {
  USAGE,
  OUTCOME,
  REVIEW;

  public Table table() {
    return switch (this) {
      case USAGE -> UsageEvents.TABLE;
      case OUTCOME -> OutcomeEvents.TABLE;
      case REVIEW -> Reviews.TABLE;
    };
  }

  /** Whether an event can say what is doubtful about it; without, such a record is not used. */
  boolean hasMarks() {
    return Arrays.asList(table().schema().fieldNames()).contains(Event.MARKS);
  }
}
