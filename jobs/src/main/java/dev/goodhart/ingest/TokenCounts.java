package dev.goodhart.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** The one meaning of token counts, for formats whose numbers include one another. */
final class TokenCounts {
  private static final int CHARS_A_TOKEN = 4;
  private static final String CONTRADICTION = "tokens_contradict";

  /** Where requests and responses of the usual shapes keep their texts. */
  private static final Set<String> TEXT_FIELDS =
      Set.of(
          "arguments",
          "choices",
          "content",
          "function",
          "input",
          "message",
          "messages",
          "output",
          "parts",
          "response",
          "result",
          "text",
          "thinking",
          "tool_calls");

  /** What producers write in place of a text that they keep back. */
  private static final Set<String> WITHHELD = Set.of("<REDACTED>", "redacted-by-litellm");

  private TokenCounts() {}

  /**
   * Sets the counts of a call whose input includes cached tokens and whose output includes
   * reasoning. Uncached input is what remains, never less than 0; where the figures contradict each
   * other the call is marked.
   */
  static void set(
      Event call, Long input, Long cacheRead, Long cacheWrite, Long output, Long reasoning) {
    long cached = orZero(cacheRead) + orZero(cacheWrite);
    boolean tooMuchCached = input != null && input < cached;
    boolean tooMuchReasoning = output != null && reasoning != null && reasoning > output;
    if (tooMuchCached || tooMuchReasoning) {
      call.mark(CONTRADICTION);
    }
    call.set("input_tokens", input == null ? null : (Long) Math.max(0, input - cached))
        .set("cache_read_tokens", cacheRead)
        .set("cache_write_tokens", cacheWrite)
        .set("output_tokens", output)
        .set("reasoning_tokens", tooMuchReasoning ? output : reasoning)
        .set("tokens_estimated", false);
  }

  private static long orZero(Long count) {
    return count == null ? 0 : count;
  }

  /**
   * Fills in what a call does not count from the characters of its texts, and marks it estimated.
   *
   * @param sent characters sent, 0 where the text is not at hand
   * @param received characters received, 0 where the text is not at hand
   */
  static void estimate(Event call, long sent, long received) {
    boolean input = call.get("input_tokens") == null && sent > 0;
    boolean output = call.get("output_tokens") == null && received > 0;
    if (input) {
      call.set("input_tokens", ofChars(sent));
    }
    if (output) {
      call.set("output_tokens", ofChars(received));
    }
    if (input || output) {
      call.set("tokens_estimated", true);
    }
  }

  private static long ofChars(long chars) {
    return (chars + CHARS_A_TOKEN - 1) / CHARS_A_TOKEN;
  }

  /** The characters of text in a request or response, as JSON or as a text that holds JSON. */
  static long chars(JsonNode content) {
    if (content == null) {
      return 0;
    }
    if (content.isTextual()) {
      String text = content.textValue();
      boolean json = text.startsWith("{") || text.startsWith("[");
      return json ? charsOfJson(text) : chars(text);
    }
    return charsWithin(content);
  }

  private static long chars(String text) {
    return WITHHELD.contains(text) ? 0 : text.length();
  }

  private static long charsOfJson(String text) {
    try {
      return charsWithin(JsonLines.MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return text.length();
    }
  }

  private static long charsWithin(JsonNode content) {
    if (content.isTextual()) {
      return chars(content.textValue());
    }
    long chars = 0;
    if (content.isArray()) {
      for (JsonNode each : content) {
        chars += charsWithin(each);
      }
    }
    for (Map.Entry<String, JsonNode> field : content.properties()) {
      chars += TEXT_FIELDS.contains(field.getKey()) ? charsWithin(field.getValue()) : 0;
    }
    return chars;
  }
}
