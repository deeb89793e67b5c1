package dev.goodhart.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The usage formats that a made-up organisation can write, and where each lands; all at once. */
final class UsageLogs implements UsageLog {
  /** Opens the log of one format below the folder of the usage logs. */
  @FunctionalInterface
  private interface Opening {
    UsageLog open(Path root, BiFunction<Path, String, Landing> landing);
  }

  private static final SortedMap<String, Opening> OPENINGS =
      new TreeMap<>(
          Map.of(
              "claude_code_otlp", batches("claude_code", "logs", UsageLines::line),
              "claude_code_transcript", files("claude_transcripts", "", TranscriptLines::lines),
              "codex_rollout", files("codex", "rollout-", RolloutLines::lines),
              "litellm", batches("litellm", "calls", LitellmLines::lines),
              "otel_genai", batches("otel_genai", "traces", GenaiSpanLines::line),
              "usage_event", batches("events", "events", UsageEventLines::lines)));

  /** The names of all formats, in order. */
  static final Set<String> FORMATS = Collections.unmodifiableSet(OPENINGS.keySet());

  private final List<UsageLog> logs;

  private UsageLogs(List<UsageLog> logs) {
    this.logs = logs;
  }

  /**
   * A log of each of the formats, all of them of the same sessions.
   *
   * @param root folder of the usage logs
   * @param landing opens the files below a prefix, by how their names begin
   */
  static UsageLogs of(Set<String> formats, Path root, BiFunction<Path, String, Landing> landing) {
    return new UsageLogs(
        new TreeSet<>(formats)
            .stream().map(format -> OPENINGS.get(format).open(root, landing)).toList());
  }

  @Override
  public void write(SessionPlan plan, String terminal, List<Delivery> deliveries)
      throws IOException {
    for (UsageLog log : logs) {
      log.write(plan, terminal, deliveries);
    }
  }

  @Override
  public void closeBefore(LocalDate day) throws IOException {
    for (UsageLog log : logs) {
      log.closeBefore(day);
    }
  }

  @Override
  public void close() throws IOException {
    for (UsageLog log : logs) {
      log.close();
    }
  }

  private static Opening batches(String folder, String name, BatchLog.Format format) {
    return (root, landing) -> new BatchLog(landing.apply(root.resolve(folder), name), format);
  }

  private static Opening files(String folder, String name, SessionFileLog.Format format) {
    return (root, landing) -> new SessionFileLog(root.resolve(folder), name, format);
  }
}
