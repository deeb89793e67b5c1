package dev.goodhart.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Holds rows to the contract of the table that they are for. */
final class Conforming {
  private Conforming() {}

  /**
   * The rows with the table's columns in the table's order, whatever theirs was.
   *
   * @throws LakeException naming every column that is missing, too much or of another type
   */
  static Dataset<Row> to(Table table, Dataset<Row> rows) {
    Set<String> missing = new TreeSet<>(Arrays.asList(table.schema().fieldNames()));
    missing.removeAll(Arrays.asList(rows.columns()));
    List<String> mistakes = new ArrayList<>(mistakes(table, rows.schema()));
    if (!missing.isEmpty()) {
      mistakes.add("missing columns " + missing);
    }
    refuse(table, mistakes);
    return rows.select(table.columns());
  }

  /**
   * Holds keys to the table's columns.
   *
   * @throws LakeException unless the keys' columns are columns of the table, of the same types
   */
  static void requireColumnsOf(Table table, Dataset<Row> keys) {
    List<String> mistakes = new ArrayList<>(mistakes(table, keys.schema()));
    if (keys.columns().length == 0) {
      mistakes.add("keys without a column");
    }
    refuse(table, mistakes);
  }

  private static List<String> mistakes(Table table, StructType given) {
    List<String> known = Arrays.asList(table.schema().fieldNames());
    List<String> mistakes = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (StructField field : given.fields()) {
      if (!seen.add(field.name())) {
        mistakes.add("column " + field.name() + " given twice");
      } else if (!known.contains(field.name())) {
        mistakes.add("column " + field.name() + ", which the table has not");
      } else {
        String is = field.dataType().catalogString();
        String must = table.schema().apply(field.name()).dataType().catalogString();
        if (!is.equals(must)) {
          mistakes.add("column " + field.name() + " of type " + is + " instead of " + must);
        }
      }
    }
    return mistakes;
  }

  private static void refuse(Table table, List<String> mistakes) {
    if (!mistakes.isEmpty()) {
      throw new LakeException(
          "rows for " + table + " are not as the table says: " + String.join("; ", mistakes));
    }
  }
}
