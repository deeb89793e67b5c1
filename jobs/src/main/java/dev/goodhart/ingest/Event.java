package dev.goodhart.ingest;

import dev.goodhart.lake.Table;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** One canonical row in the making: its columns by name, those not set are null. */
final class Event {
  static final String MARKS = "marks";

  private final Map<String, Object> values = new HashMap<>();

  Event set(String column, Object value) {
    if (value != null) {
      values.put(column, value);
    }
    return this;
  }

  /** Adds one to the comma-separated column of marks. */
  Event mark(String mark) {
    values.merge(MARKS, mark, (before, added) -> before + "," + added);
    return this;
  }

  /** The same columns, to be filled in further. */
  Event copy() {
    Event copy = new Event();
    copy.values.putAll(values);
    return copy;
  }

  Object get(String column) {
    return values.get(column);
  }

  /** How many columns are set, marks apart: of two records of an event the fuller tells more. */
  int filled() {
    return values.size() - (values.containsKey(MARKS) ? 1 : 0);
  }

  Row toRow(Table table) {
    String[] columns = table.schema().fieldNames();
    Object[] row = new Object[columns.length];
    int found = 0;
    for (int i = 0; i < columns.length; i++) {
      row[i] = values.get(columns[i]);
      found += row[i] == null ? 0 : 1;
    }
    if (found != values.size()) {
      throw new IllegalStateException(table + " lacks a column of " + values.keySet());
    }
    return RowFactory.create(row);
  }
}
