package dev.goodhart.job;

import dev.goodhart.lake.Lake;
import dev.goodhart.lake.Table;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Tables that a job reads more than once, as they stood when it first did. Delta looks for a
 * table's files anew for every mention of it in a plan; for small tables that costs more than the
 * rows.
 */
final class TableCache implements AutoCloseable {
  private final Lake lake;
  private final Map<String, Dataset<Row>> tables = new HashMap<>();

  TableCache(Lake lake) {
    this.lake = lake;
  }

  /** Events are too many to keep, and of them only some days are looked at. */
  Dataset<Row> read(Table table) {
    if (table.layer().equals("bronze")) {
      return lake.read(table);
    }
    return tables.computeIfAbsent(
        table.fullName(), name -> lake.read(table).persist(StorageLevel.MEMORY_AND_DISK()));
  }

  @Override
  public void close() {
    tables.values().forEach(rows -> rows.unpersist(false));
  }
}
