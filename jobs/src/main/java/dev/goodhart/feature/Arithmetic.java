package dev.goodhart.feature;

import static org.apache.spark.sql.functions.udf;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/** Arithmetic of figures that no function of Spark has. */
final class Arithmetic {
  private static final double RARE_HOUR_SHARE = 0.02;
  private static final long ENOUGH_EVENTS = 200;
  private static final MathContext NINE_DIGITS = new MathContext(9);

  private static final UserDefinedFunction RARE_SHARE =
      udf(
          (UDF2<scala.collection.Seq<Long>, scala.collection.Seq<Long>, Double>)
              (session, person) ->
                  session == null || person == null
                      ? null
                      : rareShare(longs(session), longs(person)),
          DataTypes.DoubleType);
  private static final UserDefinedFunction NINE =
      udf((UDF1<Double, Double>) Arithmetic::toNineDigits, DataTypes.DoubleType);

  private Arithmetic() {}

  /**
   * Share of a session's events in hours that hold under 2 % of the person's own; null where the
   * person has under 200 events.
   */
  static Column rareHoursShare(Column session, Column person) {
    return RARE_SHARE.apply(session, person);
  }

  /** Rounded to 9 significant digits, so that the order of summing decides nothing. */
  static Column nineDigits(Column value) {
    return NINE.apply(value.cast("double"));
  }

  static Double rareShare(long[] session, long[] person) {
    long known = 0;
    for (long hour : person) {
      known += hour;
    }
    if (known < ENOUGH_EVENTS) {
      return null;
    }
    long rare = 0;
    long all = 0;
    for (int hour = 0; hour < session.length; hour++) {
      all += session[hour];
      rare += person[hour] < RARE_HOUR_SHARE * known ? session[hour] : 0;
    }
    return all == 0 ? null : (double) rare / all;
  }

  static Double toNineDigits(Double value) {
    if (value == null || value.isNaN() || value.isInfinite()) {
      return null;
    }
    return new BigDecimal(value).round(NINE_DIGITS).doubleValue();
  }

  private static long[] longs(scala.collection.Seq<Long> bins) {
    long[] longs = new long[bins.size()];
    scala.collection.Iterator<Long> each = bins.iterator();
    for (int i = 0; each.hasNext(); i++) {
      longs[i] = each.next();
    }
    return longs;
  }
}
