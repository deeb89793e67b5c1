package dev.goodhart;

/**
 * Whether tests that hurt a run on purpose do so at length ({@code make torture}) or, as in every
 * other run, shortly.
 */
public final class Torture {
  private Torture() {}

  /** By the system property {@code goodhart.torture}. */
  public static boolean isLong() {
    return "long".equals(System.getProperty("goodhart.torture"));
  }

  /** Tells how far a long test has come. */
  public static void progress(String line) {
    if (isLong()) {
      System.out.println("[torture] " + line);
    }
  }
}
