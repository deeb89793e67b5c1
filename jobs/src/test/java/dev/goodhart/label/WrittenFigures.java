package dev.goodhart.label;

import java.util.Map;
import java.util.TreeMap;

/** Figures as a table of cases writes them: {@code name=value}, joined by commas. */
public final class WrittenFigures {
  private WrittenFigures() {}

  /**
   * Figures of a cell; those not named are unknown.
   *
   * @param text null where nothing is known
   */
  public static Figures of(String text, String evidence) {
    Map<String, Double> figures = new TreeMap<>();
    if (text != null) {
      for (String figure : text.split(",", -1)) {
        String[] nameAndValue = figure.split("=", -1);
        figures.put(nameAndValue[0], Double.valueOf(nameAndValue[1]));
      }
    }
    return Figures.of(figures, evidence);
  }
}
