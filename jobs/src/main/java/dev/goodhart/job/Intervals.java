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
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Which days a run takes that was told none. */
public final class Intervals {
  private Intervals() {}

  /**
   * The days not yet ingested: from the first whose files changed since they were read, else from
   * the day after the last one taken, to the newest closed landing day; empty where there is none.
   */
  public static Optional<Days> ofRaw(RawLogs raw, Lake lake, Settings settings, Clock clock) {
    LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
    List<RawFile> closed =
        LogIngest.formats().stream()
            .map(format -> settings.ingest().prefixes().get(format))
            .filter(Objects::nonNull)
            .flatMap(prefix -> raw.list(prefix).stream())
            .filter(file -> file.landed().isBefore(today))
            .toList();
    Optional<LocalDate> newest = closed.stream().map(RawFile::landed).max(LocalDate::compareTo);
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    LocalDate to = newest.get().plusDays(1);
    Optional<LocalDate> lastTo = Runs.lastTo(lake, "ingest");
    Optional<LocalDate> firstNew =
        lastTo.isPresent()
            ? lastTo
            : closed.stream().map(RawFile::landed).min(LocalDate::compareTo);
    Optional<LocalDate> from =
        Stream.concat(firstNew.stream(), firstChanged(closed, lake, lastTo).stream())
            .min(LocalDate::compareTo);
    return from.filter(day -> day.isBefore(to)).map(day -> new Days(day, to));
  }

  /** The days that ingest has taken and a job has not; empty where there is none. */
  public static Optional<Days> ofJob(Lake lake, String job) {
    Optional<LocalDate> ingested = Runs.lastTo(lake, "ingest");
    Optional<LocalDate> from = Runs.lastTo(lake, job).or(() -> Runs.firstFrom(lake, "ingest"));
    return ingested
        .filter(to -> from.isPresent() && from.get().isBefore(to))
        .map(to -> new Days(from.orElseThrow(), to));
  }

  private static Optional<LocalDate> firstChanged(
      Collection<RawFile> files, Lake lake, Optional<LocalDate> lastTo) {
    if (lastTo.isEmpty()) {
      return Optional.empty();
    }
    Set<String> read =
        lake
            .read(InputFiles.TABLE)
            .select(col("landed_date"), col("size_bytes"), col("version"))
            .collectAsList()
            .stream()
            .map(Intervals::stamp)
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> file.landed().isBefore(lastTo.get()))
        .filter(file -> !read.contains(stamp(file)))
        .map(RawFile::landed)
        .min(LocalDate::compareTo);
  }

  private static String stamp(Row row) {
    return row.getDate(0).toLocalDate() + " " + row.getLong(1) + " " + row.getString(2);
  }

  private static String stamp(RawFile file) {
    return file.landed() + " " + file.size() + " " + file.version();
  }
}
