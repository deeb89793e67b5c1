package dev.goodhart.lake;

/** The lake's pseudonyms were made with another key. */
public final class LakeKeyException extends LakeException {
  private static final long serialVersionUID = 1L;

  public LakeKeyException(String message) {
    super(message);
  }
}
