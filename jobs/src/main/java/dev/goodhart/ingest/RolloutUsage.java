package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tokens as Codex counts them: {@code input} includes {@code cached}, {@code output} includes
 * {@code reasoning}.
 */
record RolloutUsage(long input, long cached, long output, long reasoning) {
  static RolloutUsage of(JsonNode usage) {
    long input = count(usage, "input_tokens");
    long cached = count(usage, "cached_input_tokens");
    if (cached > input) {
      throw new RejectedException(RejectReason.OUT_OF_RANGE, "cached_input_tokens");
    }
    return new RolloutUsage(
        input, cached, count(usage, "output_tokens"), count(usage, "reasoning_output_tokens"));
  }

  private static long count(JsonNode usage, String field) {
    Long count = Fields.count(usage.path(field), field);
    return count == null ? 0 : count;
  }

  boolean isNothing() {
    return input == 0 && output == 0;
  }

  /** Whether this running total can't have followed the other: the counter began again. */
  boolean beganAgainAfter(RolloutUsage earlier) {
    return input < earlier.input || output < earlier.output;
  }

  RolloutUsage minus(RolloutUsage earlier) {
    long more = input - earlier.input;
    return new RolloutUsage(
        more,
        Math.min(more, Math.max(0, cached - earlier.cached)),
        output - earlier.output,
        Math.max(0, reasoning - earlier.reasoning));
  }

  /** Tells one running total of a thread from another. */
  String key() {
    return input + "," + cached + "," + output + "," + reasoning;
  }

  long uncached() {
    return input - cached;
  }
}
