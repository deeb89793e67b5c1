package dev.goodhart.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.goodhart.lake.Table;
import dev.goodhart.schema.RejectedRecords;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The records of a run: those accepted, by what they become, those rejected, and where every record
 * of every file went.
 *
 * @param accepted rows of {@link ParsedRow}, one a landing day and event, the first by content
 * @param rejected rows of {@code bronze.rejected_records}
 * @param counts one row a file: {@code file, records_read, records_kept, records_duplicate,
 *     records_ignored, records_rejected}; read is the sum of the others
 */
public record ParsedLogs(Dataset<Row> accepted, Dataset<Row> rejected, Dataset<Row> counts) {

  /**
   * Parts the rows of a parse.
   *
   * @param parsed every row of it
   * @param files one row a file: {@code file, landed_date, source, public_file, stored_file}
   */
  static ParsedLogs of(Dataset<Row> parsed, Dataset<Row> files) {
    Dataset<Row> accepted =
        Stream.of(Target.values())
            .map(target -> oncePerDay(parsed, target))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    Dataset<Row> stored = accepted.persist(org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK());
    return new ParsedLogs(stored, rejected(parsed, files), counts(parsed, stored, files));
  }

  /** The accepted events of one target, in its table's columns. */
  public Dataset<Row> events(Target target) {
    String field = field(target);
    return accepted.where(col(field).isNotNull()).select(field + ".*");
  }

  private static String field(Target target) {
    return switch (target) {
      case USAGE -> "usage";
      case OUTCOME -> "outcome";
      case REVIEW -> "review";
    };
  }

  /**
   * Of an event that landed twice on a day the fullest record is kept: the one with the most
   * columns, then the most output (a stream's last line), then the first by content.
   */
  private static Dataset<Row> oncePerDay(Dataset<Row> parsed, Target target) {
    String field = field(target);
    Column[] key =
        target.table().key().stream().map(name -> col(field + "." + name)).toArray(Column[]::new);
    Column[] content =
        Arrays.stream(target.table().schema().fieldNames())
            .filter(name -> !name.equals("source_file"))
            .map(name -> col(field + "." + name))
            .toArray(Column[]::new);
    Column output =
        target == Target.USAGE ? coalesce(col(field + ".output_tokens"), lit(0L)) : lit(0L);
    WindowSpec sameEvent =
        Window.partitionBy(key)
            .orderBy(
                col("filled").desc(),
                output.desc(),
                xxhash64(content),
                col("file"),
                col("line_number"),
                col("position"));
    return parsed
        .where(col("status").equalTo(ParsedRow.ACCEPTED).and(col(field).isNotNull()))
        .withColumn("place", row_number().over(sameEvent))
        .where(col("place").equalTo(1))
        .drop("place");
  }

  private static Dataset<Row> rejected(Dataset<Row> parsed, Dataset<Row> files) {
    Table table = RejectedRecords.TABLE;
    return parsed
        .where(col("status").equalTo(ParsedRow.REJECTED))
        .join(files, "file")
        .withColumn(
            "record_id",
            sha2(concat_ws("\n", col("stored_file"), col("line_number"), col("position")), 256))
        .withColumn("source_file", col("public_file"))
        .select(
            Arrays.stream(table.schema().fieldNames())
                .map(org.apache.spark.sql.functions::col)
                .toArray(Column[]::new));
  }

  private static Dataset<Row> counts(
      Dataset<Row> parsed, Dataset<Row> accepted, Dataset<Row> files) {
    Column place = struct("line_number", "position");
    Dataset<Row> read =
        parsed
            .groupBy("file")
            .agg(
                countDistinct(place).as("records_read"),
                count(when(col("status").equalTo(ParsedRow.IGNORED), 1)).as("records_ignored"),
                count(when(col("status").equalTo(ParsedRow.REJECTED), 1)).as("records_rejected"));
    Dataset<Row> kept = accepted.groupBy("file").agg(countDistinct(place).as("records_kept"));
    Dataset<Row> counted =
        files
            .join(read, List.of("file").toArray(String[]::new), "left")
            .join(kept, List.of("file").toArray(String[]::new), "left");
    for (String column :
        List.of("records_read", "records_ignored", "records_rejected", "records_kept")) {
      counted = counted.withColumn(column, coalesce(col(column), lit(0L)));
    }
    return counted.withColumn(
        "records_duplicate",
        col("records_read")
            .minus(col("records_ignored"))
            .minus(col("records_rejected"))
            .minus(col("records_kept")));
  }
}
