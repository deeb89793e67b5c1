package dev.goodhart.lake;

/** The lake was written by a newer version of this program. */
public final class LakeVersionException extends LakeException {
  private static final long serialVersionUID = 1L;

  public LakeVersionException(String message) {
    super(message);
  }
}
