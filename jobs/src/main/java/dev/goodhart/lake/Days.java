package dev.goodhart.lake;

import java.time.LocalDate;
import java.util.List;

/** The days {@code [from, to)} in UTC, at least one. */
public record Days(LocalDate from, LocalDate to) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException unless {@code from} is before {@code to}
   */
  public Days {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "from " + from + " must be before to " + to + ", which is exclusive");
    }
  }

  /** A single day. */
  public static Days of(LocalDate one) {
    return new Days(one, one.plusDays(1));
  }

  /** Each day, in order. */
  public List<LocalDate> list() {
    return from.datesUntil(to).toList();
  }

  public boolean contains(LocalDate date) {
    return !date.isBefore(from) && date.isBefore(to);
  }

  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
