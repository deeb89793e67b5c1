package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.schema.InputFiles;
import dev.goodhart.schema.JobRuns;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * When raw logs were read and when jobs ran, and so which days a job has yet to take: those on
 * which it never ran, or last ran before something that landed by then was read. A day builds on
 * those before it, so a changed one makes all later ones stale.
 */
final class History {
  private final Map<String, NavigableMap<LocalDate, Instant>> ranOn = new HashMap<>();
  private final NavigableMap<LocalDate, Instant> readBy = new TreeMap<>();

  /** A successful run. */
  record Run(String job, Days days, Instant startedAt) {}

  /**
   * Lays runs and readings out by day.
   *
   * @param readOn when the raw files of each landing day were last found new or changed
   */
  History(Collection<Run> runs, NavigableMap<LocalDate, Instant> readOn) {
    for (Run run : runs) {
      NavigableMap<LocalDate, Instant> days =
          ranOn.computeIfAbsent(run.job(), job -> new TreeMap<>());
      run.days().list().forEach(day -> days.merge(day, run.startedAt(), History::later));
    }
    Instant latest = Instant.MIN;
    for (Map.Entry<LocalDate, Instant> read : readOn.entrySet()) {
      latest = later(latest, read.getValue());
      readBy.put(read.getKey(), latest);
    }
  }

  static History of(Lake lake) {
    List<Run> runs =
        lake
            .read(JobRuns.TABLE)
            .where(col("status").equalTo(Runs.SUCCEEDED))
            .select("job", "from_date", "to_date", "started_at")
            .collectAsList()
            .stream()
            .map(History::run)
            .toList();
    NavigableMap<LocalDate, Instant> readOn = new TreeMap<>();
    lake.read(InputFiles.TABLE)
        .where(col("read_at").isNotNull())
        .groupBy("landed_date")
        .agg(max("read_at"))
        .collectAsList()
        .forEach(row -> readOn.put(row.getDate(0).toLocalDate(), instant(row, 1)));
    return new History(runs, readOn);
  }

  private static Run run(Row row) {
    Days days = new Days(row.getDate(1).toLocalDate(), row.getDate(2).toLocalDate());
    return new Run(row.getString(0), days, instant(row, 3));
  }

  private static Instant instant(Row row, int column) {
    return ((Timestamp) row.get(column)).toInstant();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The days that a job has taken, in order. */
  private NavigableMap<LocalDate, Instant> taken(String job) {
    return ranOn.getOrDefault(job, Collections.emptyNavigableMap());
  }

  /** The first day that ingest has taken. */
  Optional<LocalDate> firstTaken() {
    return Optional.ofNullable(taken(IngestJob.NAME).firstEntry()).map(Map.Entry::getKey);
  }

  /** The day after the last one that ingest has taken. */
  Optional<LocalDate> takenTo() {
    return Optional.ofNullable(taken(IngestJob.NAME).lastEntry())
        .map(entry -> entry.getKey().plusDays(1));
  }

  /** The first of the days taken by ingest that a job has yet to take, or to take again. */
  Optional<LocalDate> firstDue(String job) {
    return taken(IngestJob.NAME).keySet().stream()
        .filter(day -> !taken(job).containsKey(day) || isStale(job, day))
        .findFirst();
  }

  /**
   * From the first to the last of the days, from {@code since} on, on which one of the jobs ran
   * before something that landed by then was read; empty where there is none.
   */
  Optional<Days> stale(Collection<String> jobs, LocalDate since) {
    List<LocalDate> days =
        jobs.stream()
            .flatMap(
                job ->
                    taken(job).tailMap(since, true).keySet().stream()
                        .filter(day -> isStale(job, day)))
            .sorted()
            .toList();
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(new Days(days.get(0), days.get(days.size() - 1).plusDays(1)));
  }

  private boolean isStale(String job, LocalDate day) {
    Map.Entry<LocalDate, Instant> read = readBy.floorEntry(day);
    return read != null && taken(job).get(day).isBefore(read.getValue());
  }
}
