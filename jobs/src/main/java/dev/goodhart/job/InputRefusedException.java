package dev.goodhart.job;

/** Too much of the raw input can't be used (exit 3); nothing was written. */
public final class InputRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputRefusedException(String message) {
    super(message);
  }
}
