package dev.goodhart.ingest;

import java.util.Locale;

/** What was decided on a tool call, in two words. */
final class Decisions {
  private Decisions() {}

  /** {@code accept} or {@code reject}; null for no word or one that says neither. */
  static String word(String decision) {
    String lower = decision == null ? "" : decision.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith("accept") || lower.startsWith("allow") || lower.startsWith("approve")) {
      return "accept";
    }
    return lower.startsWith("reject") || lower.startsWith("den") ? "reject" : null;
  }
}
