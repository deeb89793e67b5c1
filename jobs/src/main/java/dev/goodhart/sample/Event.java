package dev.goodhart.sample;

import java.util.Map;

/**
 * One usage event.
 *
 * @param at milliseconds since the epoch
 * @param prompt the prompt that it belongs to
 * @param attributes what this kind of event says, in the order in which it is written
 * @param costMicros millionths of a dollar; 0 but for model calls
 */
record Event(long at, String name, String prompt, Map<String, Object> attributes, long costMicros) {
  static final String CALL = "api_request";

  boolean call() {
    return name.equals(CALL);
  }

  /** A whole number that the event says; 0 where it says none. */
  long number(String attribute) {
    return attributes.get(attribute) instanceof Number number ? number.longValue() : 0;
  }

  /** A text that the event says; null where it says none. */
  String text(String attribute) {
    return attributes.get(attribute) instanceof String text ? text : null;
  }

  /** Tokens that went into a call, cached ones included. */
  long allInputTokens() {
    return number("input_tokens") + number("cache_read_tokens") + number("cache_creation_tokens");
  }
}
