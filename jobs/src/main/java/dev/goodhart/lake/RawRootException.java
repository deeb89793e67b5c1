package dev.goodhart.lake;

/** The root of the raw logs is not there. */
public final class RawRootException extends LakeException {
  private static final long serialVersionUID = 1L;

  public RawRootException(String message) {
    super(message);
  }
}
