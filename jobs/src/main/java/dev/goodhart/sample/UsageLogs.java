package dev.goodhart.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The usage formats that a made-up organisation can write, and where each lands; all at once. */
final class UsageLogs implements UsageLog {
  /** All of them, in order. */
  static final TreeSet<String> FORMATS =
      new TreeSet<>(
          List.of(
              "claude_code_otlp",
              "claude_code_transcript",
              "codex_rollout",
              "litellm",
              "otel_genai",
              "usage_event"));

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
        new TreeSet<>(formats).stream().map(format -> log(format, root, landing)).toList());
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

  private static UsageLog log(String format, Path root, BiFunction<Path, String, Landing> landing) {
    return switch (format) {
      case "claude_code_otlp" ->
          new BatchLog(landing.apply(root.resolve("claude_code"), "logs"), UsageLines::line);
      case "claude_code_transcript" ->
          new SessionFileLog(root.resolve("claude_transcripts"), "", TranscriptLines::lines);
      case "codex_rollout" ->
          new SessionFileLog(root.resolve("codex"), "rollout-", RolloutLines::lines);
      case "litellm" ->
          new BatchLog(landing.apply(root.resolve("litellm"), "calls"), LitellmLines::lines);
      case "otel_genai" ->
          new BatchLog(landing.apply(root.resolve("otel_genai"), "traces"), GenaiSpanLines::line);
      case "usage_event" ->
          new BatchLog(landing.apply(root.resolve("events"), "events"), UsageEventLines::lines);
      default -> throw new IllegalArgumentException("no format " + format);
    };
  }
}
