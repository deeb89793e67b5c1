package dev.goodhart.ingest;

/** Thrown by a format's reader for a record that can't be used; never holds a value of it. */
final class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  RejectedException(RejectReason reason, String field) {
    super(reason.code() + ": " + field, null, false, false);
    this.reason = reason;
  }

  RejectReason reason() {
    return reason;
  }
}
