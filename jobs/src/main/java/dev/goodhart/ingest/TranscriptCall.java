package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One model call out of the lines that tell of it. Each line repeats the call's usage and holds a
 * part of its content; while the answer streams the figures grow. The largest figures count.
 */
final class TranscriptCall {
  private static final int CHARS_PER_TOKEN = 4;

  /** An answer has a handful of parts; with more they are no longer compared, only counted. */
  private static final int PARTS_COMPARED = 256;

  /** A part of the answer; a later line may hold the same part, grown. */
  private record Part(String of, String text) {
    boolean grownFrom(Part earlier) {
      return of.equals(earlier.of) && text.startsWith(earlier.text);
    }
  }

  /** What one line says of the call's usage; null where it is silent. */
  private record Usage(
      Long input, Long cacheRead, Long cacheWrite, Long longCacheWrite, Long output, Double usd) {
    static Usage of(JsonNode rec) {
      JsonNode usage = rec.path("message").path("usage");
      JsonNode kept = usage.path("cache_creation");
      Long brief = count(kept, "ephemeral_5m_input_tokens");
      Long hour = count(kept, "ephemeral_1h_input_tokens");
      Long parts =
          brief == null && hour == null ? null : Long.valueOf(zeroIfNull(brief) + zeroIfNull(hour));
      return new Usage(
          count(usage, "input_tokens"),
          count(usage, "cache_read_input_tokens"),
          // The parts add up to the whole where both are given.
          larger(count(usage, "cache_creation_input_tokens"), parts),
          hour,
          count(usage, "output_tokens"),
          Fields.usd(rec.path("costUSD"), "costUSD"));
    }

    private static Long count(JsonNode node, String field) {
      return Fields.count(node.path(field), field);
    }

    /** An estimate of the output alone has no price: the input is what most of it costs. */
    boolean isSilentOnCost() {
      return usd == null && input == null && cacheRead == null && cacheWrite == null;
    }

    Usage largest(Usage other) {
      return new Usage(
          larger(input, other.input),
          larger(cacheRead, other.cacheRead),
          larger(cacheWrite, other.cacheWrite),
          larger(longCacheWrite, other.longCacheWrite),
          larger(output, other.output),
          larger(usd, other.usd));
    }
  }

  private final Event first;
  private final String model;
  private final List<Part> parts = new ArrayList<>();
  private long charsBeyond;
  private Usage usage = new Usage(null, null, null, null, null, null);

  /**
   * A call of which nothing is counted yet.
   *
   * @param first what its first line says of where and when it was
   * @param model the model's name as it is written, which its price is looked up by
   */
  TranscriptCall(Event first, String model) {
    this.first = first.set("model", ModelNames.normalise(model));
    this.model = model;
  }

  /** Takes in another line of the call. */
  void add(JsonNode rec) {
    usage = usage.largest(Usage.of(rec));
    JsonNode content = rec.path("message").path("content");
    if (content.isTextual()) {
      add(new Part("text", content.asText()));
    }
    for (JsonNode part : content) {
      switch (part.path("type").asText()) {
        case "text" -> add(new Part("text", part.path("text").asText()));
        case "thinking" -> add(new Part("thinking", part.path("thinking").asText()));
        case "tool_use", "server_tool_use" -> {
          String input = ToolInputs.content(part.path("input"));
          add(new Part(part.path("id").asText("tool"), Objects.requireNonNullElse(input, "")));
        }
        default -> {
          // Parts without text of the model's own, such as hidden reasoning.
        }
      }
    }
  }

  private void add(Part part) {
    if (parts.size() >= PARTS_COMPARED) {
      charsBeyond += part.text().length();
    } else if (parts.stream().noneMatch(earlier -> earlier.grownFrom(part))) {
      parts.removeIf(part::grownFrom);
      parts.add(part);
    }
  }

  /** The call as far as it is known. */
  Event event(Prices prices) {
    long chars = charsBeyond + parts.stream().mapToLong(part -> part.text().length()).sum();
    long estimated = (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN;
    boolean takesEstimate = estimated > zeroIfNull(usage.output());
    Event call =
        first
            .copy()
            .set("kind", "model_call")
            .set("input_tokens", usage.input())
            .set("cache_read_tokens", usage.cacheRead())
            .set("cache_write_tokens", usage.cacheWrite())
            .set("output_tokens", takesEstimate ? Long.valueOf(estimated) : usage.output())
            .set("tokens_estimated", takesEstimate)
            .set("succeeded", true);
    if (usage.isSilentOnCost()) {
      return call.set("cost_source", "unknown");
    }
    ModelCost.of(call, model, usage.usd(), prices, zeroIfNull(usage.longCacheWrite()));
    return call;
  }

  private static long zeroIfNull(Long value) {
    return value == null ? 0 : value;
  }

  private static <T extends Comparable<T>> T larger(T one, T other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
