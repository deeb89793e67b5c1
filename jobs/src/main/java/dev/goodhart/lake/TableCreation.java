package dev.goodhart.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * Creates tables that every Delta reader can read: reader version 1, plain names, no vectors. Adds
 * to older ones the columns that they lack, which rewrites nothing: old rows have null there.
 */
final class TableCreation {
  private static final int AT_ONCE = 4;

  private TableCreation() {}

  /** Those of the tables without a single commit, told by their logs' listings alone. */
  static List<Table> missing(SmallFiles files, String root, Collection<Table> tables)
      throws IOException {
    List<Table> missing = new ArrayList<>();
    for (Table table : tables) {
      Path log = new Path(root + "/" + table.path() + "/_delta_log");
      if (files.names(log).stream().noneMatch(name -> name.endsWith(".json"))) {
        missing.add(table);
      }
    }
    return missing;
  }

  /** Creates the missing tables, a few at once, since a commit is mostly waiting. */
  static void createMissing(
      SparkSession spark, SmallFiles files, String root, Collection<Table> tables)
      throws IOException {
    List<Table> missing = missing(files, root, tables);
    if (missing.isEmpty()) {
      return;
    }
    List<Callable<Object>> creations = new ArrayList<>();
    for (Table table : missing) {
      creations.add(Executors.callable(() -> create(spark, root, table)));
    }
    try {
      SideBySide.all(AT_ONCE, creations);
    } catch (ExecutionException e) {
      throw new LakeException(
          "can't create the tables of the lake at "
              + root
              + ": "
              + StoreTrouble.explain(e, e.getCause().getClass().getSimpleName()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LakeException("interrupted while creating the lake at " + root, e);
    }
  }

  /** Adds the columns that a younger version of this program has given to tables. */
  static void addMissingColumns(SparkSession spark, String root, Collection<Table> tables) {
    for (Table table : tables) {
      String place = "delta.`" + root + "/" + table.path() + "`";
      Set<String> there = Set.of(spark.table(place).columns());
      String missing =
          Arrays.stream(table.schema().fields())
              .filter(field -> !there.contains(field.name()))
              .map(StructField::toDDL)
              .collect(Collectors.joining(", "));
      if (!missing.isEmpty()) {
        spark.sql("ALTER TABLE " + place + " ADD COLUMNS (" + missing + ")");
      }
    }
  }

  /** Commits the table's description to its log, which is all that a table without rows is. */
  private static void create(SparkSession spark, String root, Table table) {
    SparkSession.setActiveSession(spark);
    Map<String, String> properties = new TreeMap<>();
    properties.put("delta.minReaderVersion", "1");
    properties.put("delta.minWriterVersion", "2");
    properties.put("delta.enableDeletionVectors", "false");
    String soughtBy = soughtBy(table);
    if (!soughtBy.isEmpty()) {
      properties.put("delta.dataSkippingStatsColumns", soughtBy);
    }
    DeltaCommits.create(
        spark,
        root + "/" + table.path(),
        table.grain(),
        table.schema(),
        Optional.ofNullable(table.partitionColumn()).stream().toList(),
        properties);
  }

  /**
   * The columns whose least and greatest values Delta keeps for each file. Reckoning them for every
   * column took most of a wide table's writing, and only its key helps to skip a file.
   */
  private static String soughtBy(Table table) {
    return table.key().stream()
        .filter(column -> !column.equals(table.partitionColumn()))
        .collect(Collectors.joining(","));
  }
}
