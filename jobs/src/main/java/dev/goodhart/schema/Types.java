package dev.goodhart.schema;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The few plain types that tables use, so that every Delta reader can read them. */
final class Types {
  static final DataType STRING = DataTypes.StringType;
  static final DataType LONG = DataTypes.LongType;
  static final DataType INT = DataTypes.IntegerType;
  static final DataType DOUBLE = DataTypes.DoubleType;
  static final DataType BOOLEAN = DataTypes.BooleanType;
  static final DataType DATE = DataTypes.DateType;
  static final DataType TIMESTAMP = DataTypes.TimestampType;
  static final DataType DATES = DataTypes.createArrayType(DataTypes.DateType, false);
  static final DataType LONGS = DataTypes.createArrayType(DataTypes.LongType, false);

  private Types() {}
}
