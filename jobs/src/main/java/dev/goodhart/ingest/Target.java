package dev.goodhart.ingest;

import dev.goodhart.lake.Table;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.UsageEvents;

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
}
