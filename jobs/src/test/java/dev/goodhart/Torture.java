package dev.goodhart;

import java.util.stream.IntStream;

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

  /**
   * Seeds of the rounds of a long test: {@code goodhart.torture.seeds=31-60} gives a part of them.
   *
   * @param most how many rounds make a whole test
   */
  public static IntStream seeds(int most) {
    String[] part = System.getProperty("goodhart.torture.seeds", "1-" + most).split("-", 2);
    return IntStream.rangeClosed(
        Integer.parseInt(part[0]), Math.min(most, Integer.parseInt(part[1])));
  }

  /** Tells how far a long test has come. */
  public static void progress(String line) {
    if (isLong()) {
      System.out.println("[torture] " + line);
    }
  }
}
