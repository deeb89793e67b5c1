package dev.goodhart.mart;

import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.lake.Days;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import org.apache.spark.sql.Column;

/** ISO weeks: Monday to Sunday, UTC. */
public final class Weeks {
  private Weeks() {}

  /** The weeks that the days lie in, from a Monday to a Monday (exclusive). */
  public static Days wholeWeeks(Days days) {
    LocalDate lastDay = days.to().minusDays(1);
    return new Days(monday(days.from()), monday(lastDay).plusWeeks(1));
  }

  static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  /** The Monday of a time's or date's week. */
  static Column monday(Column time) {
    return to_date(date_trunc("week", time));
  }

  static Column day(LocalDate day) {
    return lit(day.toString()).cast("date");
  }

  static void requireWhole(Days days) {
    if (!days.equals(wholeWeeks(days))) {
      throw new IllegalArgumentException(
          "weekly cohorts need whole weeks, Monday to Monday, not "
              + days.from()
              + " to "
              + days.to()
              + "; see Weeks.wholeWeeks");
    }
  }
}
