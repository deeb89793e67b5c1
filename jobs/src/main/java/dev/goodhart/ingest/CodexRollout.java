package dev.goodhart.ingest;

import java.util.List;

/** Codex's rollouts: one JSON line for each item of a thread, as it keeps them on disk. */
final class CodexRollout implements RawFormat {
  private static final long serialVersionUID = 1L;
  static final String NAME = "codex_rollout";

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
        "timestamp",
        "type",
        "payload",
        "record_type",
        "id",
        "instructions",
        "git",
        "role",
        "content",
        "name",
        "arguments",
        "call_id",
        "output",
        "action",
        "status",
        "input");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return new RolloutReader(context);
  }
}
