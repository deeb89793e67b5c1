package dev.goodhart.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.goodhart.config.Settings;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lake: its tables, read and replaced. Only this package touches storage.
 *
 * <p>Every write is one atomic Delta commit, made while this run holds the lake's lease, and leaves
 * the same rows when it is repeated. A write that fails leaves its table as it was.
 */
public final class Lake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lake.class);
  private static final String GONE = "_gone";
  private static final String OUTSIDE = "DELTA_REPLACE_WHERE_MISMATCH";
  private static final String KEY = "_key_";
  private static final String KNOWN = "_known";

  private final SparkSession spark;
  private final String root;
  private final SmallFiles files;
  private final Optional<Lease> lease;
  private final AtomicLong rowsWritten = new AtomicLong();

  private Lake(SparkSession spark, String root, SmallFiles files, Optional<Lease> lease) {
    this.spark = spark;
    this.root = root;
    this.files = files;
    this.lease = lease;
  }

  /**
   * Opens the lake for writing: takes the lease and creates what is missing of {@code tables}, the
   * lake itself included. A lake that an older version wrote is brought up to this one.
   *
   * @throws LakeVersionException when a newer version wrote the lake
   * @throws LakeKeyException when the lake's pseudonyms were made with another key
   * @throws LakeHeldException when another run holds the lake and does not let go
   */
  public static Lake open(
      SparkSession spark,
      String root,
      Collection<Table> tables,
      Settings.LakeSettings settings,
      String keyFingerprint,
      Clock clock) {
    try {
      FileSystem fileSystem = fileSystem(spark, root);
      String place = qualified(fileSystem, root);
      SmallFiles files = new SmallFiles(fileSystem);
      requireUsable(files, place, keyFingerprint);
      Lease lease = Lease.take(files, place, settings, clock);
      try {
        // Whoever held the lake until now may have made it.
        Optional<LakeMeta> meta = requireUsable(files, place, keyFingerprint);
        if (meta.isEmpty()) {
          LakeMeta.ofThisVersion(keyFingerprint).write(files, place);
        }
        TableCreation.createMissing(spark, files, place, tables);
        if (meta.filter(LakeMeta::isOlder).isPresent()) {
          TableCreation.addMissingColumns(spark, place, tables);
          LakeMeta.ofThisVersion(keyFingerprint).write(files, place);
        }
      } catch (IOException | RuntimeException e) {
        lease.close();
        throw e;
      }
      return new Lake(spark, place, files, Optional.of(lease));
    } catch (IOException e) {
      throw new LakeException(
          "can't open the lake at "
              + root
              + " for writing: "
              + StoreTrouble.explain(e, e + "; name a folder or bucket that this run may write to"),
          e);
    }
  }

  /**
   * Opens the lake for reading, beside whoever writes.
   *
   * @throws LakeMissingException when there is no lake, or it lacks one of {@code tables}
   * @throws LakeVersionException when a newer version wrote the lake, or none of this one has yet
   */
  public static Lake openForReading(SparkSession spark, String root, Collection<Table> tables) {
    try {
      FileSystem fileSystem = fileSystem(spark, root);
      String place = qualified(fileSystem, root);
      SmallFiles files = new SmallFiles(fileSystem);
      LakeMeta meta =
          LakeMeta.read(files, place)
              .orElseThrow(
                  () ->
                      new LakeMissingException(
                          "there is no lake at "
                              + root
                              + "; run the pipeline first, or name another place with --lake"));
      meta.requireReadable(place);
      meta.requireUpToDate(place);
      List<Table> missing = TableCreation.missing(files, place, tables);
      if (!missing.isEmpty()) {
        throw new LakeMissingException(
            "the lake at " + root + " lacks " + missing + "; run the pipeline on it first");
      }
      return new Lake(spark, place, files, Optional.empty());
    } catch (IOException e) {
      throw new LakeException(
          "can't open the lake at "
              + root
              + " for reading: "
              + StoreTrouble.explain(e, e.toString()),
          e);
    }
  }

  private static FileSystem fileSystem(SparkSession spark, String root) throws IOException {
    return new Path(root).getFileSystem(spark.sessionState().newHadoopConf());
  }

  private static String qualified(FileSystem fileSystem, String root) {
    Path path = fileSystem.makeQualified(new Path(root));
    return fileSystem.getScheme().equals("file") ? path.toUri().getPath() : path.toString();
  }

  private static Optional<LakeMeta> requireUsable(
      SmallFiles files, String root, String keyFingerprint) throws IOException {
    Optional<LakeMeta> meta = LakeMeta.read(files, root);
    meta.ifPresent(
        m -> {
          m.requireReadable(root);
          m.requireKey(root, keyFingerprint);
        });
    return meta;
  }

  /** The table's rows as of now, its columns in the order of the schema. */
  public Dataset<Row> read(Table table) {
    return spark.read().format("delta").load(path(table.path())).select(table.columns());
  }

  /** Whether the table has no rows at all, told by its log alone. */
  public boolean isEmpty(Table table) {
    return new DeltaCommits(spark, files, path(table.path())).isEmpty();
  }

  /** Files of the table that are not there, or not of the size that its log says; in words. */
  public List<String> damagedFiles(Table table) {
    Path place = new Path(path(table.path()));
    Map<Path, Long> logged = new DeltaCommits(spark, files, place.toString()).sizes();
    Map<Path, Long> there = new HashMap<>();
    try {
      for (Path folder : logged.keySet().stream().map(Path::getParent).distinct().toList()) {
        files.sizes(folder).forEach((name, size) -> there.put(new Path(folder, name), size));
      }
    } catch (IOException e) {
      throw new LakeException("can't list the files of " + table + " at " + place + ": " + e, e);
    }
    return logged.entrySet().stream()
        .filter(file -> !file.getValue().equals(there.get(file.getKey())))
        .map(
            file ->
                String.format(
                    "%s: %s is %s, %d bytes by its log",
                    table,
                    file.getKey().getName(),
                    there.containsKey(file.getKey())
                        ? "of " + there.get(file.getKey()) + " bytes"
                        : "gone",
                    file.getValue()))
        .sorted()
        .toList();
  }

  /**
   * Replaces the table's rows of {@code days} by {@code rows}.
   *
   * @throws LakeException when a row lies in none of the days, or the columns are not the table's
   */
  public void replace(Table table, Dataset<Row> rows, Days days) {
    String partition = table.partitionColumn();
    if (partition == null) {
      throw new LakeException(table + " is not partitioned by day; replace its rows by key");
    }
    String interval =
        String.format(
            "%1$s >= DATE'%2$s' AND %1$s < DATE'%3$s'", partition, days.from(), days.to());
    Dataset<Row> fresh = Conforming.to(table, rows).hint("rebalance", col(partition));
    write(table, "rows of " + days, writer(fresh, "overwrite").option("replaceWhere", interval));
  }

  /**
   * Replaces every row whose values in the columns of {@code keys} occur there by {@code rows}. The
   * keys' columns may be a part of the table's key: the links of a session are replaced by {@code
   * session_id} alone.
   *
   * @throws LakeException when a row belongs to none of the keys, or the columns are not the
   *     table's
   */
  public void replaceKeys(Table table, Dataset<Row> rows, Dataset<Row> keys) {
    List<String> by = List.of(keys.columns());
    Conforming.requireColumnsOf(table, keys);
    Dataset<Row> fresh = Conforming.to(table, rows).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> touched = named(keys, by).distinct().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long written = requireAmong(table, fresh, touched, by);
      if (written == 0 && touched.isEmpty()) {
        return;
      }
      if (isEmpty(table)) {
        if (written == 0) {
          return;
        }
        commit(table, "rows by " + by, () -> writer(fresh, "append").save(path(table.path())));
      } else {
        merge(table, fresh, touched, by);
      }
      rowsWritten.addAndGet(written);
    } finally {
      touched.unpersist();
      fresh.unpersist();
    }
  }

  /** How many rows there are, every one of which must belong to one of the keys. */
  private static long requireAmong(
      Table table, Dataset<Row> fresh, Dataset<Row> touched, List<String> by) {
    Dataset<Row> marked = touched.withColumn(KNOWN, lit(true));
    Row counts =
        fresh
            .join(marked, same(fresh, marked, by), "left_outer")
            .agg(count(lit(1)), count(col(KNOWN)))
            .first();
    if (counts.getLong(0) != counts.getLong(1)) {
      throw new LakeException(
          "rows for " + table + " belong to none of the keys " + by + " that they replace");
    }
    return counts.getLong(0);
  }

  private void merge(Table table, Dataset<Row> fresh, Dataset<Row> touched, List<String> by) {
    List<String> key = table.key();
    Dataset<Row> current = read(table);
    Dataset<Row> affected = current.join(touched, same(current, touched, by), "left_semi");
    Dataset<Row> kept = named(fresh, key);
    Dataset<Row> gone = affected.join(kept, same(affected, kept, key), "left_anti");
    Dataset<Row> changes =
        fresh.withColumn(GONE, lit(false)).unionByName(gone.withColumn(GONE, lit(true)));
    Column matches =
        key.stream()
            .map(k -> col("current." + k).eqNullSafe(col("change." + k)))
            .reduce(lit(true), Column::and);
    commit(
        table,
        "rows by " + by,
        () ->
            DeltaTable.forPath(spark, path(table.path()))
                .as("current")
                .merge(changes.as("change"), matches)
                .whenMatched("change." + GONE)
                .delete()
                .whenMatched()
                .updateAll()
                .whenNotMatched("NOT change." + GONE)
                .insertAll()
                .execute());
  }

  /** Replaces all rows of the table. */
  public void replaceAll(Table table, Dataset<Row> rows) {
    Dataset<Row> fresh = Conforming.to(table, rows).hint("rebalance");
    write(table, "all rows", writer(fresh, "overwrite"));
  }

  /** Adds rows; only for tables whose rows are never written again. */
  public void append(Table table, Dataset<Row> rows) {
    Dataset<Row> fresh = Conforming.to(table, rows).hint("rebalance");
    write(table, "new rows", writer(fresh, "append"));
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> fresh, String mode) {
    return fresh.write().format("delta").mode(mode);
  }

  private void write(Table table, String what, DataFrameWriter<Row> writer) {
    DeltaCommits commits = new DeltaCommits(spark, files, path(table.path()));
    long before = commits.version();
    commit(table, what, () -> writer.save(path(table.path())));
    long version = commits.version();
    if (version > before) {
      countRows(commits, version);
    }
  }

  private void countRows(DeltaCommits commits, long version) {
    try {
      rowsWritten.addAndGet(commits.rowsOf(version));
    } catch (IOException e) {
      // The rows are written; only how many they are stays untold.
      LOG.warn("can't read what commit {} wrote", version, e);
    }
  }

  private void commit(Table table, String what, Runnable write) {
    checkLease();
    try {
      write.run();
    } catch (Exception e) {
      throw failure(table, what, e);
    }
  }

  private LakeException failure(Table table, String what, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DeltaConcurrentModificationException) {
        return new LakeException(
            "another run changed " + table + " meanwhile, which is now as that run left it", e);
      }
      if (String.valueOf(cause.getMessage()).contains(OUTSIDE)) {
        return new LakeException("rows for " + table + " lie outside the " + what, e);
      }
    }
    String named = what + " of " + table;
    return StoreTrouble.in(e).isPresent()
        // The last answer may be what was lost, so nobody knows whether the commit arrived.
        ? new LakeException(
            "could not write "
                + named
                + ", which is whole, as it was or as it would be: "
                + StoreTrouble.explain(e, ""),
            e)
        : new LakeException(
            "could not write " + named + ", which is as it was: " + StoreTrouble.rootCause(e), e);
  }

  /**
   * Makes sure that this run may write.
   *
   * @throws LeaseLostException when another run has taken over
   */
  void checkLease() {
    lease
        .orElseThrow(() -> new IllegalStateException("the lake was opened for reading only"))
        .check();
  }

  /** Writes a small file below the lake's root, over an older one; readers see it whole. */
  public void writeText(String relativePath, String content) {
    checkLease();
    try {
      files.put(new Path(path(relativePath)), content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new LakeException("can't write " + path(relativePath) + ": " + e, e);
    }
  }

  /** A small file below the lake's root, if it is there. */
  public Optional<String> readText(String relativePath) {
    try {
      return files.text(new Path(path(relativePath)));
    } catch (IOException e) {
      throw new LakeException("can't read " + path(relativePath) + ": " + e, e);
    }
  }

  /** The lake's root, absolute. */
  public String root() {
    return root;
  }

  /** A place below the root, absolute. */
  public String path(String relative) {
    return root + "/" + relative;
  }

  /** Rows written since the lake was opened. */
  public long rowsWritten() {
    return rowsWritten.get();
  }

  /** Lets the lake go. */
  @Override
  public void close() {
    lease.ifPresent(Lease::close);
  }

  /**
   * Columns under names of their own, since keys are often made from the rows they are joined to.
   */
  private static Dataset<Row> named(Dataset<Row> rows, List<String> columns) {
    return rows.select(columns.stream().map(c -> col(c).as(KEY + c)).toArray(Column[]::new));
  }

  private static Column same(Dataset<Row> rows, Dataset<Row> named, List<String> columns) {
    return columns.stream()
        .map(c -> rows.col(c).eqNullSafe(named.col(KEY + c)))
        .reduce(lit(true), Column::and);
  }
}
