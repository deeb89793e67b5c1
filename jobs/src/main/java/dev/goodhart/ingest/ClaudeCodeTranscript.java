package dev.goodhart.ingest;

import java.util.List;

/** Claude Code's transcripts: one JSON line for each message part, as it keeps them on disk. */
final class ClaudeCodeTranscript implements RawFormat {
  private static final long serialVersionUID = 1L;
  static final String NAME = "claude_code_transcript";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.USAGE;
  }

  @Override
  public List<String> knownKeys() {
    return List.of(
        "type",
        "subtype",
        "sessionId",
        "uuid",
        "parentUuid",
        "timestamp",
        "cwd",
        "gitBranch",
        "version",
        "isSidechain",
        "isMeta",
        "isApiErrorMessage",
        "isCompactSummary",
        "forkedFrom",
        "requestId",
        "message",
        "toolUseResult",
        "costUSD",
        "durationMs",
        "error",
        "retryAttempt",
        "prNumber",
        "prUrl",
        "prRepository",
        "summary",
        "leafUuid");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return new TranscriptReader(context);
  }
}
