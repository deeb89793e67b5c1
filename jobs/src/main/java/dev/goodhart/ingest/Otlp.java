package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** OTLP-JSON's attribute lists as maps from key to scalar. */
final class Otlp {
  private Otlp() {}

  /** The attributes by key, each the scalar inside its typed value; the last of a key wins. */
  static Map<String, JsonNode> attributes(JsonNode list) {
    Map<String, JsonNode> attributes = new HashMap<>();
    if (list == null) {
      return attributes;
    }
    for (JsonNode attribute : list) {
      JsonNode typed = attribute.path("value");
      if (typed.isObject() && typed.size() > 0) {
        attributes.put(attribute.path("key").asText(), typed.elements().next());
      }
    }
    return attributes;
  }
}
