package dev.goodhart.job;

import java.time.LocalDate;

/** There are reviews of a day and no labels: {@code label} did not run; nothing was written. */
public final class MissingLabelsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingLabelsException(LocalDate day, long reviewed) {
    super(
        "ml.labels holds nothing as of %s, though %,d sessions were reviewed by then. Run goodhart label over the same days first."
            .formatted(day, reviewed));
  }
}
