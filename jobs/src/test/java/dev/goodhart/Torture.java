package dev.goodhart;

/** Whether tests that can be long are: {@code -Dgoodhart.torture=long}. */
public final class Torture {
  private Torture() {}

  public static boolean isLong() {
    return System.getProperty("goodhart.torture", "short").equals("long");
  }

  /** Tells how far a long test has come. */
  public static void progress(String line) {
    if (isLong()) {
      System.out.println("[torture] " + line);
    }
  }
}
