package dev.goodhart.job;

import java.util.List;

/** The lake does not add up (exit 4); each finding names table, key and figures. */
public final class ChecksFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChecksFailedException(List<String> findings) {
    super(findings.size() + " checks failed: " + String.join("; ", findings));
  }
}
