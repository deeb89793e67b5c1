package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.LogIngest;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawFile;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.schema.InputFiles;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Which days a run takes that was told none. */
public final class Intervals {
  private Intervals() {}

  /**
   * The days that ingest, or a job after it, has yet to take: from the first whose files changed
   * since they were read or that a job has not taken since, else from the day after the last one
   * taken, to the newest closed landing day; empty where there is none.
   *
   * @param jobs ingest and the jobs that run after it
   */
  public static Optional<Days> ofRaw(
      RawLogs raw, Lake lake, Settings settings, Collection<Job> jobs, Clock clock) {
    LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    List<RawFile> closed =
        LogIngest.formats().stream()
            .map(format -> settings.ingest().prefixes().get(format))
            .filter(Objects::nonNull)
            .flatMap(prefix -> raw.list(prefix).stream())
            .filter(file -> file.landed().isBefore(today))
            .toList();
    History history = History.of(lake);
    Optional<LocalDate> takenTo = history.takenTo();
    Stream<LocalDate> firstNew =
        takenTo.isPresent()
            ? takenTo.stream()
            : closed.stream().map(RawFile::landed).min(LocalDate::compareTo).stream();
    Stream<LocalDate> due =
        jobs.stream()
            .filter(job -> !job.name().equals(IngestJob.NAME))
            .flatMap(job -> history.firstDue(job.name()).stream());
    Optional<LocalDate> from =
        Stream.of(firstNew, due, firstChanged(closed, lake, history).stream())
            .flatMap(days -> days)
            .min(LocalDate::compareTo);
    // Days that were taken may have lost their files, and so lie after the newest that has any.
    Stream<LocalDate> ends =
        Stream.concat(
            closed.stream().map(file -> file.landed().plusDays(1)),
            takenTo.filter(day -> !day.isAfter(today)).stream());
    return ends.max(Comparator.naturalOrder())
        .filter(to -> from.isPresent() && from.get().isBefore(to))
        .map(to -> new Days(from.orElseThrow(), to));
  }

  /** The days that ingest has taken and a job has not since; empty where there is none. */
  public static Optional<Days> ofJob(Lake lake, String job) {
    History history = History.of(lake);
    return history.firstDue(job).map(from -> new Days(from, history.takenTo().orElseThrow()));
  }

  /** The first of the days taken whose files are others than those that were read. */
  private static Optional<LocalDate> firstChanged(
      Collection<RawFile> files, Lake lake, History history) {
    if (history.takenTo().isEmpty()) {
      return Optional.empty();
    }
    Days taken = new Days(history.firstTaken().orElseThrow(), history.takenTo().orElseThrow());
    Map<LocalDate, List<String>> there = new TreeMap<>();
    files.stream()
        .filter(file -> taken.contains(file.landed()))
        .forEach(file -> add(there, file.landed(), file.size(), file.version()));
    Map<LocalDate, List<String>> read = new TreeMap<>();
    lake.read(InputFiles.TABLE)
        .where(DayRows.within(col("landed_date"), taken).and(InputHistory.isThere()))
        .select("landed_date", "size_bytes", "version")
        .collectAsList()
        .forEach(
            (Row row) -> add(read, row.getDate(0).toLocalDate(), row.getLong(1), row.getString(2)));
    TreeSet<LocalDate> days = new TreeSet<>(there.keySet());
    days.addAll(read.keySet());
    return days.stream().filter(day -> !sorted(there, day).equals(sorted(read, day))).findFirst();
  }

  private static void add(
      Map<LocalDate, List<String>> stamps, LocalDate day, long size, String version) {
    stamps.computeIfAbsent(day, of -> new ArrayList<>()).add(size + " " + version);
  }

  private static List<String> sorted(Map<LocalDate, List<String>> stamps, LocalDate day) {
    return stamps.getOrDefault(day, List.of()).stream().sorted().toList();
  }
}
