package dev.goodhart.world;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines of numbers, and of texts that hold no quote; what can't be told is left empty. */
final class Csv {
  private Csv() {}

  static String line(Object... values) {
    return Stream.of(values).map(Csv::text).collect(Collectors.joining(","));
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    return value instanceof Double number && number.isNaN() ? "" : value.toString();
  }
}
