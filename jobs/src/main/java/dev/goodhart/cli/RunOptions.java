package dev.goodhart.cli;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that every command on a lake has. */
final class RunOptions {
  @Option(
      names = "--raw",
      paramLabel = "ROOT",
      description = "Root of the raw logs: a folder or an s3a:// address.")
  private String raw;

  @Option(
      names = "--lake",
      paramLabel = "ROOT",
      description = "Root of the lake: a folder or an s3a:// address.")
  private String lake;

  @Option(names = "--from", paramLabel = "DATE", description = "First landing day, UTC.")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "Day after the last landing day. Without --from and --to: what is new.")
  private LocalDate to;

  @Option(names = "--conf", paramLabel = "FILE", description = "Settings in HOCON.")
  private Path conf;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; may be repeated; wins over --conf.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master; bin/goodhart then goes through spark-submit.")
  private String master;

  Settings settings() {
    List<String> pairs = new ArrayList<>(set);
    if (master != null) {
      pairs.add("spark.master=" + master);
    }
    return Settings.load(Optional.ofNullable(conf), pairs);
  }

  String requiredRaw() {
    if (raw == null) {
      throw new UsageException("--raw is missing; name the root of the raw logs");
    }
    return raw;
  }

  Optional<String> raw() {
    return Optional.ofNullable(raw);
  }

  String requiredLake() {
    if (lake == null) {
      throw new UsageException("--lake is missing; name the root of the lake");
    }
    return lake;
  }

  Optional<String> lake() {
    return Optional.ofNullable(lake);
  }

  /** The interval named, if any. */
  Optional<Days> days() {
    if (from == null && to == null) {
      return Optional.empty();
    }
    if (from == null || to == null) {
      throw new UsageException(
          (from == null ? "--to" : "--from")
              + " alone is not an interval; give --from and --to, or neither");
    }
    if (!from.isBefore(to)) {
      throw new UsageException("--from " + from + " must be before --to " + to + " (exclusive)");
    }
    return Optional.of(new Days(from, to));
  }

  Pseudonyms pseudonyms(Settings settings) {
    return PseudonymKey.read(settings, System.getenv());
  }
}
