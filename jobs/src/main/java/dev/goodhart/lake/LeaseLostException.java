package dev.goodhart.lake;

/** Another run took over the lease of this one, which must write no more. */
public final class LeaseLostException extends LakeException {
  private static final long serialVersionUID = 1L;

  public LeaseLostException(String message) {
    super(message);
  }
}
