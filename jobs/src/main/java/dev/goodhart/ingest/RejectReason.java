package dev.goodhart.ingest;

import java.util.Locale;

/** Why a record could not be used: the fixed list of {@code bronze.rejected_records.reason}. */
public enum RejectReason {
  /** The line is not one whole JSON value. */
  NOT_JSON,
  /** The JSON is nested too deep, or has a number or a key that is too long, to be decoded. */
  BEYOND_LIMITS,
  /** Bytes of the line are no UTF-8; only where the record can't be marked instead. */
  BROKEN_UTF8,
  /** An object has a key twice; only where the record can't be marked instead. */
  REPEATED_KEY,
  /** The JSON is not of the shape that the format has. */
  UNKNOWN_SHAPE,
  /** The line is longer than {@code ingest.max_line_bytes}. */
  LINE_TOO_LONG,
  /** The file ends or breaks in the middle; what came before was read. */
  FILE_TRUNCATED,
  /** A field that the record can't do without is absent. */
  MISSING_FIELD,
  /** A field holds another type than it should. */
  WRONG_TYPE,
  /** A number is negative, not finite or past its range. */
  OUT_OF_RANGE,
  /** No time can be read. */
  BAD_TIME,
  /** A word from a fixed list was expected. */
  UNKNOWN_VALUE;

  /** As stored. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
