package dev.goodhart.model;

import java.util.Iterator;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;

/** Rows of a partition that are worked on one by one, as they are asked for. */
final class LazyRows {
  private LazyRows() {}

  static Iterator<Row> mapped(Iterator<Row> rows, UnaryOperator<Row> function) {
    Iterable<Row> once = () -> rows;
    return StreamSupport.stream(once.spliterator(), false).map(function).iterator();
  }
}
