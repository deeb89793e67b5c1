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
}
