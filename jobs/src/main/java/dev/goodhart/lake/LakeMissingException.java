package dev.goodhart.lake;

/** There is no lake where one is to be read. */
public final class LakeMissingException extends LakeException {
  private static final long serialVersionUID = 1L;

  public LakeMissingException(String message) {
    super(message);
  }
}
