package dev.goodhart.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import scala.Option;

/**
 * What Delta's log says of a table. Asked directly, because Delta's public ways run a Spark job for
 * each question, which costs more than the small commits that the questions are about.
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

  /** Whether the table has no file, looked up anew. */
  boolean isEmpty() {
    return log.update(false, Option.empty(), Option.empty()).numOfFiles() == 0;
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
