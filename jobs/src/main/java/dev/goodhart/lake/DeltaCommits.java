package dev.goodhart.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table's log. Read and begun directly, because Delta's public ways plan a query or run a Spark
 * job for each of these, which costs more than the small commits that they are about.
 */
final class DeltaCommits {
  private final DeltaLog log;
  private final SmallFiles files;
  private final String path;

  DeltaCommits(SparkSession spark, SmallFiles files, String path) {
    log = DeltaLog.forTable(spark, path);
    this.files = files;
    this.path = path;
  }

  /** Creates a table without rows; one that is there already stays as it is. */
  static void create(
      SparkSession spark,
      String path,
      String comment,
      StructType schema,
      List<String> partitionedBy,
      Map<String, String> properties) {
    OptimisticTransaction creation =
        DeltaLog.forTable(spark, path).startTransaction(Option.empty(), Option.empty());
    if (creation.readVersion() >= 0) {
      return;
    }
    Metadata metadata =
        new Metadata(
            UUID.randomUUID().toString(),
            null,
            comment,
            new Format("parquet", scala.collection.immutable.Map$.MODULE$.empty()),
            schema.json(),
            CollectionConverters.asScala(partitionedBy).toSeq(),
            scala.collection.immutable.Map.from(CollectionConverters.asScala(properties)),
            Option.apply(System.currentTimeMillis()));
    creation.updateMetadataForNewTable(metadata);
    creation.commit(
        CollectionConverters.asScala(List.<Action>of()).toSeq(),
        new DeltaOperations.CreateTable(metadata, false, false, Option.empty()));
  }

  /** Whether the table has no file, looked up anew. */
  boolean isEmpty() {
    Snapshot newest = newest();
    // Told by the last commit's checksum, else counted by a query.
    Option<Object> told = newest.numOfFilesIfKnown();
    return told.isDefined() ? told.get().equals(0L) : newest.numOfFiles() == 0;
  }

  /** Files that the newest version of the table consists of, with their sizes in bytes. */
  Map<Path, Long> sizes() {
    Map<Path, Long> sizes = new HashMap<>();
    for (AddFile file : newest().allFiles().collectAsList()) {
      // Written as a URL, relative to the table.
      sizes.put(new Path(path, new Path(URI.create(file.path()))), file.size());
    }
    return sizes;
  }

  private Snapshot newest() {
    return log.update(false, Option.empty(), Option.empty());
  }

  /** The version that the last commit of this process made. */
  long version() {
    return log.unsafeVolatileSnapshot().version();
  }

  /** Rows that a commit wrote, by its own account; 0 where it gives none. */
  long rowsOf(long version) throws IOException {
    Path commit = new Path(String.format("%s/_delta_log/%020d.json", path, version));
    Optional<String> actions = files.text(commit);
    return actions.stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("{\"commitInfo\""))
        .findFirst()
        .flatMap(line -> Json.read(line, JsonNode.class))
        .map(info -> info.at("/commitInfo/operationMetrics/numOutputRows").asLong(0))
        .orElse(0L);
  }
}
