package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Claude Code's transcripts. A model call is told twice, as it begins and when it is whole, with
 * the same ids, as streaming leaves it there.
 */
final class TranscriptLines {
  private TranscriptLines() {}

  static byte[] lines(SessionPlan plan, String terminal, List<Event> events) {
    List<byte[]> lines = new ArrayList<>();
    int number = 0;
    for (Event event : events) {
      String id = Draw.of(plan.seed(), "line", number++).hex(32);
      switch (event.name()) {
        case "user_prompt" -> lines.add(prompt(plan, event, id));
        case Event.CALL -> {
          long output = event.number("output_tokens");
          lines.add(call(plan, event, id + "a", Math.min(output, 1)));
          lines.add(call(plan, event, id + "b", output));
        }
        case "compaction" -> lines.add(compaction(plan, event, id));
        default -> {
          // What tools did is not held against the truth.
        }
      }
    }
    return Json.lines(lines);
  }

  private static void head(
      JsonGenerator json, SessionPlan plan, Event event, String type, String id)
      throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("sessionId", plan.id());
    json.writeStringField("uuid", id);
    json.writeStringField("timestamp", Times.iso(event.at()));
    json.writeStringField("gitBranch", plan.task().branch);
    json.writeStringField("version", plan.person().client().version());
    String source = event.text("query_source");
    json.writeBooleanField("isSidechain", source != null && source.startsWith("agent:"));
  }

  private static byte[] prompt(SessionPlan plan, Event event, String id) {
    return Json.line(
        json -> {
          json.writeStartObject();
          head(json, plan, event, "user", id);
          json.writeObjectFieldStart("message");
          json.writeStringField("role", "user");
          json.writeStringField("content", event.text("prompt"));
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static byte[] call(SessionPlan plan, Event event, String id, long output) {
    return Json.line(
        json -> {
          json.writeStartObject();
          head(json, plan, event, "assistant", id);
          json.writeStringField("requestId", event.text("request_id"));
          json.writeObjectFieldStart("message");
          json.writeStringField("id", "msg_" + event.text("request_id"));
          json.writeStringField("role", "assistant");
          json.writeStringField("model", event.text("model"));
          json.writeArrayFieldStart("content");
          json.writeEndArray();
          json.writeObjectFieldStart("usage");
          json.writeNumberField("input_tokens", event.number("input_tokens"));
          json.writeNumberField("cache_read_input_tokens", event.number("cache_read_tokens"));
          json.writeNumberField(
              "cache_creation_input_tokens", event.number("cache_creation_tokens"));
          json.writeNumberField("output_tokens", output);
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static byte[] compaction(SessionPlan plan, Event event, String id) {
    return Json.line(
        json -> {
          json.writeStartObject();
          head(json, plan, event, "system", id);
          json.writeStringField("subtype", "compact_boundary");
          json.writeEndObject();
        });
  }
}
