package dev.goodhart.damage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;

/** A line of Claude Code's telemetry that holds one model call, to be changed. */
final class UsageLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode request;

  private UsageLine(ObjectNode request) {
    this.request = request;
  }

  /** The first model call of an export request, alone; none where it has none. */
  static Optional<UsageLine> firstCall(String line) {
    ObjectNode request = parse(line);
    for (JsonNode ofResource : request.path("resourceLogs")) {
      for (JsonNode ofScope : ofResource.path("scopeLogs")) {
        for (JsonNode logRecord : ofScope.path("logRecords")) {
          if (logRecord.at("/body/stringValue").asText().endsWith(".api_request")) {
            ((ObjectNode) ofScope).putArray("logRecords").add(logRecord);
            ((ObjectNode) ofResource).putArray("scopeLogs").add(ofScope);
            request.putArray("resourceLogs").add(ofResource);
            return Optional.of(new UsageLine(request));
          }
        }
      }
    }
    return Optional.empty();
  }

  String text() {
    return request.toString();
  }

  int size() {
    return text().length();
  }

  UsageLine without(String attribute) {
    UsageLine copy = copy();
    for (Iterator<JsonNode> each = copy.attributes().iterator(); each.hasNext(); ) {
      if (each.next().path("key").asText().equals(attribute)) {
        each.remove();
      }
    }
    return copy;
  }

  UsageLine with(String attribute, String type, String value) {
    UsageLine copy = without(attribute);
    copy.attributes().addObject().put("key", attribute).putObject("value").put(type, value);
    return copy;
  }

  UsageLine withoutField(String field) {
    UsageLine copy = copy();
    copy.logRecord().remove(field);
    return copy;
  }

  UsageLine withField(String field, String value) {
    UsageLine copy = copy();
    copy.logRecord().put(field, value);
    return copy;
  }

  private UsageLine copy() {
    return new UsageLine(request.deepCopy());
  }

  private ObjectNode logRecord() {
    return (ObjectNode) request.at("/resourceLogs/0/scopeLogs/0/logRecords/0");
  }

  private ArrayNode attributes() {
    return (ArrayNode) logRecord().path("attributes");
  }

  private static ObjectNode parse(String line) {
    try {
      return (ObjectNode) JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the line to damage is no JSON", e);
    }
  }
}
