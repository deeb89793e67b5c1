package dev.goodhart.sample;

import static dev.goodhart.sample.OtlpAttributes.attribute;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Claude Code's telemetry: usage events as OTLP-JSON log batches, one export request a line. */
final class UsageLines {
  private static final String ORGANIZATION = "dc9f6c26-b22c-4831-8d01-0446bada88f1";

  private UsageLines() {}

  /** One batch of a session's events; their numbers in the session are their sequence. */
  static byte[] line(SessionPlan plan, String terminal, Delivery delivery) {
    List<Event> events = delivery.events();
    int first = delivery.first();
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("resourceLogs");
          json.writeStartObject();
          json.writeObjectFieldStart("resource");
          json.writeArrayFieldStart("attributes");
          attribute(json, "service.name", "claude-code", false);
          attribute(json, "service.version", plan.person().client().version(), false);
          OtlpAttributes.place(json, plan);
          json.writeEndArray();
          json.writeEndObject();
          json.writeArrayFieldStart("scopeLogs");
          json.writeStartObject();
          json.writeObjectFieldStart("scope");
          json.writeStringField("name", "com.anthropic.claude_code.events");
          json.writeStringField("version", plan.person().client().version());
          json.writeEndObject();
          json.writeArrayFieldStart("logRecords");
          for (int i = 0; i < events.size(); i++) {
            record(json, plan, terminal, events.get(i), first + i);
          }
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void record(
      JsonGenerator json, SessionPlan plan, String terminal, Event event, int sequence)
      throws IOException {
    Person person = plan.person();
    boolean numbers = person.client().numbers();
    String nanos = event.at() + "000000";
    json.writeStartObject();
    json.writeStringField("timeUnixNano", nanos);
    json.writeStringField("observedTimeUnixNano", nanos);
    json.writeNumberField("severityNumber", 0);
    json.writeObjectFieldStart("body");
    json.writeStringField("stringValue", "claude_code." + event.name());
    json.writeEndObject();
    json.writeArrayFieldStart("attributes");
    attribute(json, "session.id", plan.id(), numbers);
    attribute(json, "organization.id", ORGANIZATION, numbers);
    attribute(json, "user.id", person.userId(), numbers);
    attribute(json, "user.email", person.email(), numbers);
    attribute(json, "user.account_uuid", person.accountId(), numbers);
    attribute(json, "terminal.type", terminal, numbers);
    attribute(json, "prompt.id", event.prompt(), numbers);
    attribute(json, "event.name", event.name(), numbers);
    attribute(json, "event.timestamp", Times.iso(event.at()), numbers);
    attribute(json, "event.sequence", (long) sequence, numbers);
    for (Map.Entry<String, Object> field : event.attributes().entrySet()) {
      attribute(json, field.getKey(), field.getValue(), numbers);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
