package dev.goodhart;

import dev.goodhart.lake.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of a table of which a test states only the columns that it is about; the others are null.
 * Numbers may be written as ints, dates as {@code 2026-01-05}, times as {@code
 * 2026-01-05T10:00:00Z}.
 */
public final class TableRows {
  private final Table table;
  private final List<Row> rows = new ArrayList<>();

  private TableRows(Table table) {
    this.table = table;
  }

  public static TableRows of(Table table) {
    return new TableRows(table);
  }

  /** Adds a row of column names, each followed by its value. */
  public TableRows row(Object... namesAndValues) {
    Object[] values = new Object[table.schema().size()];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      int column = table.schema().fieldIndex((String) namesAndValues[i]);
      values[column] = converted(namesAndValues[i + 1], table.schema().apply(column).dataType());
    }
    rows.add(RowFactory.create(values));
    return this;
  }

  public Dataset<Row> dataset() {
    // Comments are a part of a column's type to comparators, and no rule's result has them.
    StructType withoutComments = new StructType();
    for (StructField field : table.schema().fields()) {
      withoutComments = withoutComments.add(field.name(), field.dataType());
    }
    return SparkTest.session().createDataFrame(rows, withoutComments);
  }

  private static Object converted(Object value, DataType type) {
    if (value instanceof Integer number && type.equals(DataTypes.LongType)) {
      return number.longValue();
    }
    if (value instanceof Integer number && type.equals(DataTypes.DoubleType)) {
      return number.doubleValue();
    }
    if (value instanceof String text && type.equals(DataTypes.DateType)) {
      return LocalDate.parse(text);
    }
    if (value instanceof String text && type.equals(DataTypes.TimestampType)) {
      return Instant.parse(text);
    }
    return value;
  }
}
