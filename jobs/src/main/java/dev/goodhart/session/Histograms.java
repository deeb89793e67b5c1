package dev.goodhart.session;

import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * Histograms as arrays of counts. Plain Java over collected bins: forty counting expressions a
 * histogram would cost more to plan and compile than to run.
 */
public final class Histograms {
  private static final UserDefinedFunction COUNTS =
      udf(
          (UDF2<scala.collection.Seq<Integer>, Integer, long[]>) Histograms::count,
          DataTypes.createArrayType(DataTypes.LongType, false));

  private Histograms() {}

  /** How many rows of a group fall into each bin, from 0 on; nulls are not counted. */
  public static Column counts(Column bin, int bins) {
    return COUNTS.apply(collect_list(bin), lit(bins));
  }

  private static long[] count(scala.collection.Seq<Integer> found, int bins) {
    long[] counts = new long[bins];
    scala.collection.Iterator<Integer> each = found.iterator();
    while (each.hasNext()) {
      counts[each.next()]++;
    }
    return counts;
  }
}
