package dev.goodhart;

import dev.goodhart.lake.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
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
  private final StructType schema;
  private final List<Row> rows = new ArrayList<>();

  private TableRows(StructType schema) {
    this.schema = schema;
  }

  public static TableRows of(Table table) {
    return of(table.schema());
  }

  /** Rows of what a function makes out of a table: its columns and some more, or few of them. */
  public static TableRows of(StructType schema) {
    return new TableRows(schema);
  }

  /** Adds a row of column names, each followed by its value. */
  public TableRows row(Object... namesAndValues) {
    Object[] values = new Object[schema.size()];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      int column = schema.fieldIndex((String) namesAndValues[i]);
      values[column] = converted(namesAndValues[i + 1], schema.apply(column).dataType());
    }
    rows.add(RowFactory.create(values));
    return this;
  }

  /**
   * Adds the rows of a table drawn in text: column names, then a line a row, cells parted by {@code
   * |}; {@code -} is null, {@code ''} an empty text, and spaces part what is in an array.
   */
  public TableRows rows(String drawn) {
    List<String[]> lines =
        drawn.lines().filter(line -> !line.isBlank()).map(TableRows::cells).toList();
    String[] names = lines.get(0);
    for (String[] line : lines.subList(1, lines.size())) {
      if (line.length != names.length) {
        throw new IllegalArgumentException(
            Arrays.toString(line) + " has not the columns " + Arrays.toString(names));
      }
      Object[] values = new Object[schema.size()];
      for (int i = 0; i < names.length; i++) {
        int column = schema.fieldIndex(names[i]);
        values[column] = read(line[i], schema.apply(column).dataType());
      }
      rows.add(RowFactory.create(values));
    }
    return this;
  }

  public Dataset<Row> dataset() {
    // Comments are a part of a column's type to comparators, and no rule's result has them.
    StructType withoutComments = new StructType();
    for (StructField field : schema.fields()) {
      withoutComments = withoutComments.add(field.name(), field.dataType());
    }
    return SparkTest.session().createDataFrame(rows, withoutComments);
  }

  static String[] cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
  }

  private static Object read(String cell, DataType type) {
    if (cell.equals("-")) {
      return null;
    }
    if (type instanceof ArrayType array) {
      return cell.equals("''")
          ? List.of()
          : Arrays.stream(cell.split(" ", -1))
              .map(each -> read(each, array.elementType()))
              .toList();
    }
    if (type.equals(DataTypes.LongType)) {
      return Long.valueOf(cell);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return Integer.valueOf(cell);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return Double.valueOf(cell);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return Boolean.valueOf(cell);
    }
    if (type.equals(DataTypes.TimestampType)) {
      return OffsetDateTime.parse(cell).toInstant();
    }
    return converted(cell.equals("''") ? "" : cell, type);
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
