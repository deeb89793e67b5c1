package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Codex's rollouts. Its counters run on over the session, and it knows of no cache writes: what is
 * written to a cache is input like any other.
 */
final class RolloutLines {
  private RolloutLines() {}

  /** What the session used so far, and what the newest call did. */
  private record Used(long input, long cached, long output) {
    Used plus(Used more) {
      return new Used(input + more.input, cached + more.cached, output + more.output);
    }
  }

  static byte[] lines(SessionPlan plan, String terminal, List<Event> events) {
    List<byte[]> lines = new ArrayList<>();
    lines.add(
        line(
            events.get(0).at(),
            "session_meta",
            json -> {
              json.writeStringField("id", plan.id());
              json.writeObjectFieldStart("git");
              json.writeStringField("branch", plan.task().branch);
              json.writeStringField(
                  "repository_url", "https://github.com/" + plan.task().repository + ".git");
              json.writeEndObject();
            }));
    String model = null;
    Used total = new Used(0, 0, 0);
    for (Event event : events) {
      if (event.name().equals("user_prompt")) {
        lines.add(prompt(event));
      } else if (event.call()) {
        if (!event.text("model").equals(model)) {
          model = event.text("model");
          lines.add(turn(event, model));
        }
        Used call =
            new Used(
                event.allInputTokens(),
                event.number("cache_read_tokens"),
                event.number("output_tokens"));
        total = total.plus(call);
        lines.add(tokenCount(event, total, call));
      }
    }
    return Json.lines(lines);
  }

  private static byte[] line(long at, String type, Json.Body payload) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("timestamp", Times.iso(at));
          json.writeStringField("type", type);
          json.writeObjectFieldStart("payload");
          payload.write(json);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static byte[] turn(Event event, String model) {
    return line(event.at(), "turn_context", json -> json.writeStringField("model", model));
  }

  private static byte[] prompt(Event event) {
    return line(
        event.at(),
        "event_msg",
        json -> {
          json.writeStringField("type", "user_message");
          json.writeStringField("message", event.text("prompt"));
        });
  }

  private static byte[] tokenCount(Event event, Used total, Used last) {
    return line(
        event.at(),
        "event_msg",
        json -> {
          json.writeStringField("type", "token_count");
          json.writeObjectFieldStart("info");
          used(json, "total_token_usage", total);
          used(json, "last_token_usage", last);
          json.writeEndObject();
        });
  }

  private static void used(JsonGenerator json, String field, Used used) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("input_tokens", used.input);
    json.writeNumberField("cached_input_tokens", used.cached);
    json.writeNumberField("output_tokens", used.output);
    json.writeNumberField("reasoning_output_tokens", 0);
    json.writeEndObject();
  }
}
