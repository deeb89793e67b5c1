package dev.goodhart.lake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a folder's path has told the day: {@code year=2026/month=09/day=22} part by part, or
 * {@code date=2026-09-22} at once. A part of -1 is not known yet.
 */
record DayFolder(int year, int month, Optional<LocalDate> day) {
  static final DayFolder UNKNOWN = new DayFolder(-1, -1, Optional.empty());
  private static final Pattern PART = Pattern.compile("(year|month|day)=(\\d{1,4})");
  private static final Pattern DATE = Pattern.compile("date=(\\d{4}-\\d{2}-\\d{2})");

  /** What is known one folder further down; folders that say nothing of the day change nothing. */
  DayFolder into(String folder) {
    try {
      Matcher date = DATE.matcher(folder);
      if (date.matches()) {
        return new DayFolder(-1, -1, Optional.of(LocalDate.parse(date.group(1))));
      }
      Matcher part = PART.matcher(folder);
      if (part.matches()) {
        int number = Integer.parseInt(part.group(2));
        return switch (part.group(1)) {
          case "year" -> new DayFolder(number, -1, day);
          case "month" -> new DayFolder(year, number, day);
          default -> new DayFolder(year, month, Optional.of(LocalDate.of(year, month, number)));
        };
      }
    } catch (DateTimeException e) {
      // No such day: the files below it landed on none.
      return UNKNOWN;
    }
    return this;
  }

  /** Whether a day in {@code [from, to)} may lie at or below this folder. */
  boolean mayHold(LocalDate from, LocalDate to) {
    if (day.isPresent()) {
      return !day.get().isBefore(from) && day.get().isBefore(to);
    }
    if (year < 0) {
      return true;
    }
    boolean wholeYear = month < 1 || month > 12;
    LocalDate first = LocalDate.of(year, wholeYear ? 1 : month, 1);
    LocalDate after = wholeYear ? first.plusYears(1) : first.plusMonths(1);
    return first.isBefore(to) && after.isAfter(from);
  }
}
