package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Attributes as OTLP writes them in JSON, of logs and of traces. */
final class OtlpAttributes {
  private OtlpAttributes() {}

  /** Where a session works, as installations say it of all that they send. */
  static void place(JsonGenerator json, SessionPlan plan) throws IOException {
    attribute(json, "team.id", plan.person().team(), false);
    attribute(json, "vcs.repository.name", plan.task().repository, false);
    attribute(json, "vcs.ref.head.name", plan.task().branch, false);
  }

  /**
   * One attribute.
   *
   * @param numbers whole numbers as JSON numbers, else as strings
   */
  static void attribute(JsonGenerator json, String key, Object value, boolean numbers)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeObjectFieldStart("value");
    if (value instanceof Long number) {
      if (numbers) {
        json.writeNumberField("intValue", number);
      } else {
        json.writeStringField("intValue", number.toString());
      }
    } else if (value instanceof Double number) {
      json.writeNumberField("doubleValue", number);
    } else {
      json.writeStringField("stringValue", value.toString());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
