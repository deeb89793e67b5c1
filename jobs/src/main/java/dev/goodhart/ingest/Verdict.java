package dev.goodhart.ingest;

import java.util.Set;

/** What a reviewer may say of a session. */
public final class Verdict {
  public static final Set<String> WORDS = Set.of("tokenmaxxing", "runaway", "legitimate", "unsure");

  private Verdict() {}
}
