package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.ingest.LogIngest;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawFile;
import dev.goodhart.schema.InputFiles;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Which days a run takes that was told none. */
public final class Intervals {
  private Intervals() {}

  /**
   * The days that ingest, or a job after it, has yet to take: from the first to which a file came
   * or whose file changed since, or that a job has not taken since, else from the day after the
   * last one taken, to the newest closed landing day; empty where there is none.
   *
   * <p>A day that has lost files, as object stores expire them, is not taken again without being
   * asked for, and neither are the days before it: that would empty what was read of it.
   *
   * @param jobs ingest and the jobs that run after it
   * @param notice is told of days that were left for that reason
   */
  public static Optional<Days> ofRaw(
      JobContext context, Collection<Job> jobs, Clock clock, Consumer<String> notice) {
    LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    List<RawFile> closed =
        LogIngest.formats().stream()
            .map(format -> context.settings().ingest().prefixes().get(format))
            .filter(Objects::nonNull)
            .flatMap(prefix -> context.rawLogs().list(prefix).stream())
            .filter(file -> file.landed().isBefore(today))
            .toList();
    History history = History.of(context.lake());
    Optional<LocalDate> takenTo = history.takenTo();
    Stream<LocalDate> firstNew =
        takenTo.isPresent()
            ? takenTo.stream()
            : closed.stream().map(RawFile::landed).min(LocalDate::compareTo).stream();
    Stream<LocalDate> due =
        jobs.stream()
            .filter(job -> !job.name().equals(IngestJob.NAME))
            .flatMap(job -> history.firstDue(job.name()).stream());
    Optional<FileChanges> changes = changes(closed, context, history);
    Optional<LocalDate> wanted =
        Stream.of(firstNew, due, changes.flatMap(FileChanges::first).stream())
            .flatMap(days -> days)
            .min(LocalDate::compareTo);
    Optional<LocalDate> from =
        wanted.map(day -> afterLost(day, changes.flatMap(FileChanges::lastLost), notice));
    Stream<LocalDate> ends =
        Stream.concat(
            closed.stream().map(file -> file.landed().plusDays(1)),
            takenTo.filter(day -> !day.isAfter(today)).stream());
    return ends.max(Comparator.naturalOrder())
        .filter(to -> from.isPresent() && from.get().isBefore(to))
        .map(to -> new Days(from.orElseThrow(), to));
  }

  private static LocalDate afterLost(
      LocalDate from, Optional<LocalDate> lastLost, Consumer<String> notice) {
    if (lastLost.filter(lost -> !lost.isBefore(from)).isEmpty()) {
      return from;
    }
    LocalDate after = lastLost.get().plusDays(1);
    notice.accept(
        String.format(
            "the days from %s to %s should be taken again, but raw files that were read of them are"
                + " gone, and with them would go what the lake holds of them; left as they are. To"
                + " replace them by what is there, name them with --from %s --to %s",
            from, lastLost.get(), from, after));
    return after;
  }

  /** The days that ingest has taken and a job has not since; empty where there is none. */
  public static Optional<Days> ofJob(Lake lake, String job) {
    History history = History.of(lake);
    return history.firstDue(job).map(from -> new Days(from, history.takenTo().orElseThrow()));
  }

  /**
   * How the files of the days taken differ from those that were read.
   *
   * @param first the first day to which a file came or whose file changed
   * @param lastLost the last day of which a file that was read is there no more
   */
  private record FileChanges(Optional<LocalDate> first, Optional<LocalDate> lastLost) {}

  private static Optional<FileChanges> changes(
      Collection<RawFile> files, JobContext context, History history) {
    if (history.takenTo().isEmpty()) {
      return Optional.empty();
    }
    Days taken = new Days(history.firstTaken().orElseThrow(), history.takenTo().orElseThrow());
    Map<LocalDate, Map<String, String>> there = new TreeMap<>();
    for (RawFile file : files) {
      if (taken.contains(file.landed())) {
        String name = LogIngest.storedName(file, context.pseudonyms());
        add(there, file.landed(), name, file.size(), file.version());
      }
    }
    Map<LocalDate, Map<String, String>> read = new TreeMap<>();
    context
        .lake()
        .read(InputFiles.TABLE)
        .where(DayRows.within(col("landed_date"), taken).and(InputHistory.isThere()))
        .select("landed_date", "file", "size_bytes", "version")
        .collectAsList()
        .forEach(
            (Row row) ->
                add(
                    read,
                    row.getDate(0).toLocalDate(),
                    row.getString(1),
                    row.getLong(2),
                    row.getString(3)));
    return Optional.of(
        new FileChanges(
            there.keySet().stream()
                .filter(day -> !of(read, day).entrySet().containsAll(there.get(day).entrySet()))
                .findFirst(),
            read.keySet().stream()
                .filter(day -> !of(there, day).keySet().containsAll(read.get(day).keySet()))
                .reduce((earlier, later) -> later)));
  }

  private static void add(
      Map<LocalDate, Map<String, String>> stamps,
      LocalDate day,
      String name,
      long size,
      String version) {
    stamps.computeIfAbsent(day, of -> new HashMap<>()).put(name, size + " " + version);
  }

  private static Map<String, String> of(Map<LocalDate, Map<String, String>> stamps, LocalDate day) {
    return stamps.getOrDefault(day, Map.of());
  }
}
