package dev.goodhart.job;

import static org.apache.spark.sql.functions.countDistinct;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.lake.Table;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.schema.Tables;
import dev.goodhart.schema.UsageEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs jobs in the tests' session, each time on a lake opened anew as a command would. */
final class TestRun {
  static final String KEY = "a key of at least thirty-two bytes";
  static final Pseudonyms PSEUDONYMS = new Pseudonyms(KEY.getBytes(StandardCharsets.UTF_8));

  private final String raw;
  private final String lake;
  private final Settings settings;

  TestRun(String raw, String lake, String... settings) {
    this.raw = raw;
    this.lake = lake;
    this.settings = Settings.load(Optional.empty(), List.of(settings));
  }

  void run(List<Job> jobs, Days days) {
    withLake(
        open -> {
          JobRunner runner = new JobRunner(context(open), Clock.systemUTC(), "test", line -> {});
          jobs.forEach(job -> runner.run(job, days));
          return null;
        });
  }

  /** The model that a lake has live before a day, read back from where it is kept. */
  Optional<TrainedModel> liveBefore(LocalDate day) {
    return withLake(open -> Models.liveBefore(context(open), day));
  }

  private JobContext context(Lake open) {
    SparkSession spark = SparkTest.session();
    return new JobContext(spark, open, Optional.of(RawLogs.open(spark, raw)), settings, PSEUDONYMS);
  }

  List<Row> rows(Table table) {
    return withLake(open -> rows(open, table));
  }

  /** The rows of every table that tells nothing of a run, by the table's name. */
  Map<String, List<Row>> rows() {
    return withLake(
        open -> {
          Map<String, List<Row>> rows = new TreeMap<>();
          for (Table table : Tables.ALL) {
            if (!table.layer().equals("ops")) {
              rows.put(table.fullName(), rows(open, table));
            }
          }
          return rows;
        });
  }

  /** Holds every table that tells nothing of a run against the rows that it should have. */
  void assertHas(Map<String, List<Row>> wanted) {
    Map<String, List<Row>> given = rows();
    assertThat(given).containsOnlyKeys(wanted.keySet());
    given.forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(wanted.get(table)));
  }

  private static List<Row> rows(Lake open, Table table) {
    return open.read(table).collectAsList().stream()
        .sorted(java.util.Comparator.comparing(Row::toString))
        .toList();
  }

  /** Sessions of which something landed on more than one day. */
  long sessionsOfSeveralDays() {
    return read(UsageEvents.TABLE)
        .groupBy("session_id")
        .agg(countDistinct("landed_date").as("days"))
        .where("days > 1")
        .count();
  }

  /** What `verify` finds. */
  List<String> findings() {
    return withLake(
        open -> Verification.whole(open, settings.ingest().maxEventAgeDays()).findings());
  }

  Dataset<Row> read(Table table) {
    return withLake(open -> open.read(table));
  }

  <T> T withLake(Function<Lake, T> use) {
    try (Lake open =
        Lake.open(
            SparkTest.session(),
            lake,
            Tables.ALL,
            settings.lake(),
            PSEUDONYMS.fingerprint(),
            Clock.systemUTC())) {
      return use.apply(open);
    }
  }
}
