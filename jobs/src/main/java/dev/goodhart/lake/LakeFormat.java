package dev.goodhart.lake;

/** The version of the lake's layout and of its tables' columns. */
public final class LakeFormat {
  /** Goes up whenever a table or a column is added; an older program then refuses the lake. */
  public static final int VERSION = 8;

  private LakeFormat() {}
}
