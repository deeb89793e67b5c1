package dev.goodhart.feature;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.stddev_pop;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** The arithmetic of features: null wherever there is too little to tell. */
final class Shares {
  private Shares() {}

  /** Null where there is nothing to divide by. */
  static Column ratio(Column part, Column whole) {
    return when(whole.gt(0), part.cast("double").divide(whole.cast("double")));
  }

  /** Whether some row is from one of these sources; one of no known source may be. */
  static Column fromAny(Object... sources) {
    return bool_or(coalesce(col("source").isin(sources), lit(true)));
  }

  /** How many rows meet the condition. */
  static Column countWhere(Column condition) {
    return count(when(condition, 1));
  }

  /** How many values there are, null being none. */
  static Column distinct(String column) {
    return size(collect_set(col(column)));
  }

  /** Sum of a count of tokens, 0 where none is known. */
  static Column total(String tokens) {
    return coalesce(sum(col(tokens)), lit(0L));
  }

  /** 1 - distinct / known values; null where fewer than {@code least} are known. */
  static Column repetition(String column, int least) {
    Column known = count(col(column));
    return when(known.geq(least), lit(1.0).minus(ratio(distinct(column), known)));
  }

  /** Standard deviation over mean; null where fewer than {@code least} values are known. */
  static Column variation(String column, int least) {
    Column value = col(column);
    return when(count(value).geq(least), ratio(stddev_pop(value), avg(value)));
  }
}
