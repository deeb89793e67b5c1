package dev.goodhart.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The generic format of in-house agents: one event a line. */
final class UsageEventLines {
  private UsageEventLines() {}

  static byte[] lines(SessionPlan plan, String terminal, Delivery delivery) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < delivery.events().size(); i++) {
      Event event = delivery.events().get(i);
      String kind = kind(event);
      if (kind != null) {
        lines.add(line(plan, terminal, event, kind, delivery.first() + i));
      }
    }
    return Json.lines(lines);
  }

  private static String kind(Event event) {
    return switch (event.name()) {
      case "user_prompt" -> "prompt";
      case Event.CALL -> "model_call";
      case "api_error" -> "error";
      case "tool_decision" -> "tool_decision";
      case "tool_result" -> "tool_call";
      case "compaction" -> "compaction";
      default -> null;
    };
  }

  private static byte[] line(
      SessionPlan plan, String terminal, Event event, String kind, int number) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("event_id", plan.id() + "/" + number);
          json.writeStringField("occurred_at", Times.iso(event.at()));
          json.writeStringField("session_id", plan.id());
          json.writeStringField("user", plan.person().email());
          json.writeStringField("team", plan.person().team());
          json.writeStringField("kind", kind);
          json.writeStringField("repository", plan.task().repository);
          json.writeStringField("branch", plan.task().branch);
          json.writeBooleanField("unattended", terminal.equals(SessionScript.HEADLESS));
          switch (kind) {
            case "prompt" -> {
              json.writeNumberField("text_chars", event.number("prompt_length"));
              String text = event.text("prompt");
              if (!text.equals(Texts.HIDDEN)) {
                json.writeStringField("content_hash", hash(text));
              }
            }
            case "model_call" -> {
              json.writeStringField("model", event.text("model"));
              json.writeNumberField("input_tokens", event.number("input_tokens"));
              json.writeNumberField("cache_read_tokens", event.number("cache_read_tokens"));
              json.writeNumberField("cache_write_tokens", event.number("cache_creation_tokens"));
              json.writeNumberField("output_tokens", event.number("output_tokens"));
              json.writeNumberField("cost_usd", event.costMicros() / 1e6);
              json.writeNumberField("duration_ms", event.number("duration_ms"));
            }
            case "tool_decision" -> {
              json.writeStringField("tool_name", event.text("tool_name"));
              json.writeStringField("decision", event.text("decision"));
            }
            case "tool_call" -> {
              json.writeStringField("tool_name", event.text("tool_name"));
              json.writeBooleanField("succeeded", event.text("success").equals("true"));
              json.writeNumberField("duration_ms", event.number("duration_ms"));
              json.writeNumberField("text_chars", event.number("tool_input_size_bytes"));
              json.writeStringField("content_hash", hash(event.text("tool_parameters")));
            }
            default -> {
              // Says no more than that it was.
            }
          }
          json.writeEndObject();
        });
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
