package dev.goodhart.ingest;

import dev.goodhart.lake.LogLines;
import dev.goodhart.lake.RawFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** What becomes of one raw file, in rows of {@link ParsedRow}. */
final class RawRows {
  private static final LocalDate LANDED = LocalDate.of(2026, 9, 22);
  private static final int MAX_EVENT_AGE_DAYS = 730;
  private static final int MAX_LINE_BYTES = 1 << 22;
  private static final Context CONTEXT =
      new Context(FormatTest.PSEUDONYMS, FormatTest.IDENTITIES, Prices.shipped());
  private static final SerializableConfiguration HADOOP =
      new SerializableConfiguration(new Configuration(false));

  private RawRows() {}

  /**
   * Reads a file.
   *
   * @param key its object key below the raw root
   */
  static List<Row> of(RawFormat format, Path path, String key) throws IOException {
    RawFile file = new RawFile(path.toUri().toString(), key, LANDED, Files.size(path), "1");
    LogLines lines = LogLines.open(file, HADOOP, MAX_LINE_BYTES);
    List<Row> rows = new ArrayList<>();
    try (FileParser parser = new FileParser(format, file, CONTEXT, lines, MAX_EVENT_AGE_DAYS)) {
      parser.forEachRemaining(rows::add);
    }
    return rows;
  }
}
