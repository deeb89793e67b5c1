package dev.goodhart.lake;

/** Another run holds the lake and did not let go in the time that we would wait. */
public final class LakeHeldException extends LakeException {
  private static final long serialVersionUID = 1L;

  public LakeHeldException(String message) {
    super(message);
  }
}
