package dev.goodhart.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One Delta table of the lake: its place, its grain in a sentence, its key and its columns, each
 * with a comment that names its unit where there could be doubt. The column list is the contract
 * that {@link Lake} holds every write to.
 */
public final class Table {
  private final String layer;
  private final String name;
  private final String grain;
  private final List<String> key;
  private final String partitionColumn;
  private final StructType schema;

  private Table(Builder builder) {
    layer = builder.layer;
    name = builder.name;
    grain = builder.grain;
    key = List.copyOf(builder.key);
    partitionColumn = builder.partitionColumn;
    schema = new StructType(builder.fields.toArray(StructField[]::new));
    Set<String> names = new HashSet<>(Arrays.asList(schema.fieldNames()));
    if (names.size() != schema.size()) {
      throw new IllegalStateException(fullName() + " names a column twice");
    }
    if (key.isEmpty() || !names.containsAll(key)) {
      throw new IllegalStateException(fullName() + " has a key outside its columns: " + key);
    }
    if (partitionColumn != null && !names.contains(partitionColumn)) {
      throw new IllegalStateException(
          fullName() + " is partitioned by a column it lacks: " + partitionColumn);
    }
  }

  /** Starts a table; {@code grain} says what one row is ("One session"). */
  public static Builder of(String layer, String name, String grain) {
    return new Builder(layer, name, grain);
  }

  public String layer() {
    return layer;
  }

  public String name() {
    return name;
  }

  /** {@code layer.name}, as readers and messages call it. */
  public String fullName() {
    return layer + "." + name;
  }

  /** The table's folder below the lake's root. */
  public String path() {
    return layer + "/" + name;
  }

  public String grain() {
    return grain;
  }

  /** The columns whose values name one row. */
  public List<String> key() {
    return key;
  }

  /** The date column that parts the table by day, or null where it does not grow daily. */
  public String partitionColumn() {
    return partitionColumn;
  }

  /** Columns in order, with their comments. */
  public StructType schema() {
    return schema;
  }

  /** The columns in order, to select by. */
  Column[] columns() {
    return Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new);
  }

  @Override
  public String toString() {
    return fullName();
  }

  /** Collects a table's columns. */
  public static final class Builder {
    private final String layer;
    private final String name;
    private final String grain;
    private final List<StructField> fields = new ArrayList<>();
    private List<String> key = List.of();
    private String partitionColumn;

    private Builder(String layer, String name, String grain) {
      this.layer = layer;
      this.name = name;
      this.grain = grain;
    }

    public Builder key(String... columns) {
      key = List.of(columns);
      return this;
    }

    public Builder partitionedBy(String column) {
      partitionColumn = column;
      return this;
    }

    /** Adds a column; every column may be null, since raw logs leave anything out. */
    public Builder column(String column, DataType type, String comment) {
      fields.add(
          new StructField(column, type, true, org.apache.spark.sql.types.Metadata.empty())
              .withComment(comment));
      return this;
    }

    public Table build() {
      return new Table(this);
    }
  }
}
