package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * OpenTelemetry GenAI spans: model calls and tool calls as OTLP-JSON traces, one export request a
 * line. Half of the installations know older attribute names only.
 */
final class GenaiSpanLines {
  private GenaiSpanLines() {}

  static byte[] line(SessionPlan plan, String terminal, Delivery delivery) {
    List<Event> events = delivery.events();
    if (events.stream().noneMatch(GenaiSpanLines::isSpan)) {
      return new byte[0];
    }
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("resourceSpans");
          json.writeStartObject();
          json.writeObjectFieldStart("resource");
          json.writeArrayFieldStart("attributes");
          attribute(json, "service.name", "agent");
          attribute(json, "user.email", plan.person().email());
          OtlpAttributes.place(json, plan);
          json.writeEndArray();
          json.writeEndObject();
          json.writeArrayFieldStart("scopeSpans");
          json.writeStartObject();
          json.writeArrayFieldStart("spans");
          for (int i = 0; i < events.size(); i++) {
            if (isSpan(events.get(i))) {
              span(json, plan, events.get(i), delivery.first() + i);
            }
          }
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static boolean isSpan(Event event) {
    return switch (event.name()) {
      case Event.CALL, "api_error", "tool_result" -> true;
      default -> false;
    };
  }

  private static void span(JsonGenerator json, SessionPlan plan, Event event, int number)
      throws IOException {
    boolean tool = event.name().equals("tool_result");
    String what = tool ? event.text("tool_name") : event.text("model");
    json.writeStartObject();
    json.writeStringField("traceId", Draw.of(plan.seed(), "trace", event.prompt()).hex(32));
    json.writeStringField("spanId", Draw.of(plan.seed(), "span", number).hex(16));
    json.writeStringField("name", (tool ? "execute_tool " : "chat ") + what);
    json.writeStringField(
        "startTimeUnixNano", (event.at() - event.number("duration_ms")) + "000000");
    json.writeStringField("endTimeUnixNano", event.at() + "000000");
    json.writeArrayFieldStart("attributes");
    attribute(json, "gen_ai.operation.name", tool ? "execute_tool" : "chat");
    attribute(json, "gen_ai.conversation.id", plan.id());
    if (tool) {
      attribute(json, "gen_ai.tool.name", what);
    } else {
      call(json, plan, event);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void call(JsonGenerator json, SessionPlan plan, Event event) throws IOException {
    boolean newer = plan.person().client().numbers();
    attribute(json, newer ? "gen_ai.provider.name" : "gen_ai.system", "anthropic");
    attribute(json, "gen_ai.request.model", event.text("model"));
    if (!event.call()) {
      attribute(json, "error.type", event.text("status_code"));
      return;
    }
    attribute(json, "gen_ai.response.model", event.text("model"));
    attribute(json, "gen_ai.response.id", event.text("request_id"));
    attribute(
        json,
        newer ? "gen_ai.usage.input_tokens" : "gen_ai.usage.prompt_tokens",
        event.allInputTokens());
    attribute(
        json,
        newer ? "gen_ai.usage.output_tokens" : "gen_ai.usage.completion_tokens",
        event.number("output_tokens"));
    attribute(json, "gen_ai.usage.cache_read.input_tokens", event.number("cache_read_tokens"));
    attribute(
        json, "gen_ai.usage.cache_creation.input_tokens", event.number("cache_creation_tokens"));
  }

  private static void attribute(JsonGenerator json, String key, Object value) throws IOException {
    OtlpAttributes.attribute(json, key, value, false);
  }
}
