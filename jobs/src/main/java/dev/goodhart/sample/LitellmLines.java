package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A LiteLLM proxy's log: one model call a line, as the payload that a callback gets, or, for half
 * of the people, as a row of the proxy's own table.
 */
final class LitellmLines {
  private LitellmLines() {}

  static byte[] lines(SessionPlan plan, String terminal, Delivery delivery) {
    boolean payload = plan.person().client().numbers();
    List<byte[]> lines =
        delivery.events().stream()
            .filter(Event::call)
            .map(call -> payload ? payload(plan, call) : row(plan, call))
            .toList();
    return Json.lines(lines);
  }

  private static byte[] payload(SessionPlan plan, Event call) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", call.text("request_id"));
          json.writeStringField("trace_id", plan.id());
          common(json, call);
          json.writeStringField("status", "success");
          json.writeStringField("model_group", call.text("model"));
          json.writeNumberField("response_cost", call.costMicros() / 1e6);
          json.writeNumberField("startTime", (call.at() - call.number("duration_ms")) / 1000.0);
          json.writeNumberField("endTime", call.at() / 1000.0);
          json.writeFieldName("metadata");
          metadata(json, plan, call);
          json.writeEndObject();
        });
  }

  private static byte[] row(SessionPlan plan, Event call) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeStringField("request_id", call.text("request_id"));
          // The proxy makes a new one for each call.
          json.writeStringField("session_id", call.text("request_id"));
          common(json, call);
          json.writeNumberField("spend", call.costMicros() / 1e6);
          json.writeStringField("user", plan.person().email());
          json.writeStringField("startTime", Times.plain(call.at() - call.number("duration_ms")));
          json.writeStringField("endTime", Times.plain(call.at()));
          byte[] metadata = Json.line(inner -> metadata(inner, plan, call));
          json.writeStringField(
              "metadata", new String(metadata, StandardCharsets.UTF_8).stripTrailing());
          json.writeStringField("request_tags", "[]");
          json.writeEndObject();
        });
  }

  private static void common(JsonGenerator json, Event call) throws IOException {
    json.writeStringField("call_type", "anthropic_messages");
    json.writeStringField("model", call.text("model"));
    json.writeStringField("custom_llm_provider", "anthropic");
    json.writeNumberField("prompt_tokens", call.allInputTokens());
    json.writeNumberField("completion_tokens", call.number("output_tokens"));
    json.writeNumberField("total_tokens", call.allInputTokens() + call.number("output_tokens"));
  }

  private static void metadata(JsonGenerator json, SessionPlan plan, Event call)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("user_api_key_user_email", plan.person().email());
    json.writeStringField("user_api_key_team_alias", plan.person().team());
    json.writeObjectFieldStart("requester_custom_headers");
    json.writeStringField("x-claude-code-session-id", plan.id());
    json.writeEndObject();
    json.writeObjectFieldStart("usage_object");
    json.writeNumberField("prompt_tokens", call.allInputTokens());
    json.writeNumberField("completion_tokens", call.number("output_tokens"));
    json.writeNumberField("cache_read_input_tokens", call.number("cache_read_tokens"));
    json.writeNumberField("cache_creation_input_tokens", call.number("cache_creation_tokens"));
    json.writeEndObject();
    json.writeEndObject();
  }
}
