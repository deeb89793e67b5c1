package dev.goodhart.ingest;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.LogLines;
import dev.goodhart.lake.RawFile;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Reads raw files of known formats: each line is decoded once, on the executors. */
public final class LogIngest {
  private static final StructType FILES =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("landed_date", DataTypes.DateType)
          .add("source", DataTypes.StringType)
          .add("public_file", DataTypes.StringType)
          .add("stored_file", DataTypes.StringType)
          .add("size_bytes", DataTypes.LongType)
          .add("version", DataTypes.StringType);

  /**
   * Tasks per core that files are spread over, so that one large file does not hold up the rest.
   */
  private static final int TASKS_PER_CORE = 4;

  private record Work(String format, RawFile file) implements Serializable {}

  private LogIngest() {}

  /** Names of the formats that are read. */
  public static List<String> formats() {
    return RawFormats.ALL.stream().map(RawFormat::name).toList();
  }

  /** A file's name in {@code ops.input_files}, which names no person. */
  public static String storedName(RawFile file, Pseudonyms pseudonyms) {
    return SourceFiles.pseudonymous(file.relative(), pseudonyms);
  }

  /**
   * Parses the files of each format.
   *
   * @param files files by format name
   * @param settings how long a line may be, and how old an event
   */
  public static ParsedLogs parse(
      SparkSession spark,
      Map<String, List<RawFile>> files,
      Context context,
      Settings.Ingest settings) {
    int maxLineBytes = settings.maxLineBytes();
    int maxEventAgeDays = settings.maxEventAgeDays();
    Map<String, RawFormat> formats = new LinkedHashMap<>();
    RawFormats.ALL.forEach(format -> formats.put(format.name(), format));
    List<Work> work = new ArrayList<>();
    files.forEach((format, each) -> each.forEach(file -> work.add(new Work(format, file))));
    JavaSparkContext context0 = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = Math.max(1, Math.min(work.size(), TASKS_PER_CORE * context0.defaultParallelism()));
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    Dataset<Row> parsed =
        spark
            .createDataFrame(
                context0
                    .parallelize(spread(work, tasks), tasks)
                    .flatMap(
                        each ->
                            rows(
                                formats.get(each.format()),
                                each.file(),
                                context,
                                hadoop,
                                maxLineBytes,
                                maxEventAgeDays)),
                ParsedRow.SCHEMA)
            .persist(StorageLevel.MEMORY_AND_DISK());
    return ParsedLogs.of(parsed, fileRows(spark, work, context.pseudonyms()));
  }

  /** Large files first, dealt round, so that tasks are about even. */
  private static List<Work> spread(List<Work> work, int tasks) {
    List<Work> bySize = new ArrayList<>(work);
    bySize.sort(
        java.util.Comparator.comparingLong((Work each) -> each.file().size())
            .reversed()
            .thenComparing(each -> each.file().relative()));
    List<Work> dealt = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      for (int i = task; i < bySize.size(); i += tasks) {
        dealt.add(bySize.get(i));
      }
    }
    return dealt;
  }

  private static Iterator<Row> rows(
      RawFormat format,
      RawFile file,
      Context context,
      SerializableConfiguration hadoop,
      int maxLineBytes,
      int maxEventAgeDays) {
    FileParser parser =
        new FileParser(
            format, file, context, LogLines.open(file, hadoop, maxLineBytes), maxEventAgeDays);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) done -> parser.close());
    }
    return parser;
  }

  private static Dataset<Row> fileRows(SparkSession spark, List<Work> work, Pseudonyms pseudonyms) {
    List<Row> rows =
        work.stream()
            .map(
                each ->
                    RowFactory.create(
                        each.file().relative(),
                        java.sql.Date.valueOf(each.file().landed()),
                        each.format(),
                        SourceFiles.withoutPeople(each.file().relative()),
                        storedName(each.file(), pseudonyms),
                        each.file().size(),
                        each.file().version()))
            .toList();
    return spark.createDataFrame(rows, FILES);
  }
}
