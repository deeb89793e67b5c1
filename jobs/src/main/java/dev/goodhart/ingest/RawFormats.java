package dev.goodhart.ingest;

import java.util.List;

/** The raw formats that are read: one line each. */
final class RawFormats {
  static final List<RawFormat> ALL =
      List.of(
          new ClaudeCodeOtlp(),
          new ClaudeCodeTranscript(),
          new CodexRollout(),
          new OtelGenai(),
          new Litellm(),
          new UsageEvent(),
          new GithubWebhook(),
          new JiraChangelog(),
          new LinearWebhook(),
          new OutcomeEventLines(),
          new ReviewLines());

  private RawFormats() {}
}
