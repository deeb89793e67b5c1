package dev.goodhart.job;

import dev.goodhart.lake.Days;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Days as rows and as predicates. */
final class DayRows {
  private DayRows() {}

  /** One row a day, in one date column. */
  static Dataset<Row> of(SparkSession spark, Days days, String column) {
    List<Row> rows = days.list().stream().map(day -> RowFactory.create(Date.valueOf(day))).toList();
    return spark.createDataFrame(rows, new StructType().add(column, DataTypes.DateType));
  }

  /** Whether a date lies within the days. */
  static Column within(Column date, Days days) {
    return date.geq(Date.valueOf(days.from())).and(date.lt(Date.valueOf(days.to())));
  }

  /** Whether a date is one of a few; a predicate on literals, so that Delta skips other days. */
  static Column among(Column date, Collection<LocalDate> days) {
    return date.isin(days.stream().map(Date::valueOf).toArray());
  }

  /** The distinct dates of a date column. */
  static List<LocalDate> distinct(Dataset<Row> rows, String column) {
    return rows.select(column).distinct().collectAsList().stream()
        .filter(row -> !row.isNullAt(0))
        .map(row -> row.getDate(0).toLocalDate())
        .sorted()
        .toList();
  }
}
