package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What OTLP-JSON's signals have in common: nested batches, and attributes with typed values. */
final class Otlp {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonNode OF_ANOTHER_SIGNAL = JSON.objectNode();
  private static final List<String> METRIC_KINDS =
      List.of("sum", "gauge", "histogram", "exponentialHistogram", "summary");

  /** A kind of telemetry, by the names of its nested lists in an export request. */
  enum Signal {
    LOGS("resourceLogs", "scopeLogs", "logRecords"),
    TRACES("resourceSpans", "scopeSpans", "spans"),
    METRICS("resourceMetrics", "scopeMetrics", "metrics");

    private final String byResource;
    private final String byScope;
    private final String items;

    Signal(String byResource, String byScope, String items) {
      this.byResource = byResource;
      this.byScope = byScope;
      this.items = items;
    }
  }

  private static final Set<String> BESIDE_A_LIST = Set.of("resource", "scope", "schemaUrl");

  private Otlp() {}

  /**
   * The log records or spans of one export request, each with its {@code resource} and {@code
   * scope} laid beside the {@code record}. A request of another signal, which collectors write into
   * the same folder, gives one record without these for each log record, span or metric's data
   * point.
   *
   * @throws RejectedException where the line is no export request
   */
  static List<JsonNode> records(JsonNode line, Signal wanted) {
    List<JsonNode> records = new ArrayList<>();
    boolean known = false;
    for (Signal signal : Signal.values()) {
      if (line.has(signal.byResource)) {
        known = true;
        collect(line, signal, signal == wanted, records);
      }
    }
    if (!known) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, wanted.byResource);
    }
    return records;
  }

  /** Whether a record is of the signal that was wanted. */
  static boolean isWanted(JsonNode rec) {
    return rec.has("record");
  }

  private static void collect(
      JsonNode line, Signal signal, boolean wanted, List<JsonNode> records) {
    for (JsonNode ofResource : list(line, signal.byResource)) {
      for (JsonNode ofScope : list(ofResource, signal.byScope)) {
        for (JsonNode item : list(ofScope, signal.items)) {
          if (wanted) {
            ObjectNode rec = JSON.objectNode();
            rec.set("resource", ofResource.path("resource"));
            rec.set("scope", ofScope.path("scope"));
            rec.set("record", item);
            records.add(rec);
          } else {
            int count = signal == Signal.METRICS ? dataPoints(item) : 1;
            for (int i = 0; i < count; i++) {
              records.add(OF_ANOTHER_SIGNAL);
            }
          }
        }
      }
    }
  }

  private static int dataPoints(JsonNode metric) {
    int count = 0;
    for (String kind : METRIC_KINDS) {
      count += metric.path(kind).path("dataPoints").size();
    }
    return count;
  }

  /** A list that may be absent where nothing stands in its place. */
  private static JsonNode list(JsonNode parent, String field) {
    JsonNode list = parent.path(field);
    boolean absent = list.isMissingNode() || list.isNull();
    if (absent && onlyBesideAList(parent, field)) {
      return JSON.arrayNode();
    }
    if (!list.isArray()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, field);
    }
    return list;
  }

  private static boolean onlyBesideAList(JsonNode parent, String field) {
    List<String> keys = new ArrayList<>();
    parent.fieldNames().forEachRemaining(keys::add);
    keys.remove(field);
    return BESIDE_A_LIST.containsAll(keys);
  }

  /** A record's fields with its attributes beside them. */
  static JsonNode flat(JsonNode rec) {
    if (!rec.path("record").isObject()) {
      return rec.path("record");
    }
    ObjectNode flat = rec.path("record").deepCopy();
    attributes(flat.path("attributes")).forEach(flat::set);
    return flat;
  }

  /** The attributes by key, as plain JSON; the last of a key wins. */
  static Map<String, JsonNode> attributes(JsonNode list) {
    Map<String, JsonNode> attributes = new HashMap<>();
    for (JsonNode attribute : list) {
      JsonNode value = plain(attribute.path("value"));
      if (!value.isNull()) {
        attributes.put(attribute.path("key").asText(), value);
      }
    }
    return attributes;
  }

  /** A typed value ({@code {"intValue":"3"}}) without its type; null where it holds none. */
  private static JsonNode plain(JsonNode typed) {
    if (!typed.isObject() || typed.isEmpty()) {
      return NullNode.getInstance();
    }
    Map.Entry<String, JsonNode> only = typed.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "arrayValue" -> {
        ArrayNode array = JSON.arrayNode();
        value.path("values").forEach(each -> array.add(plain(each)));
        yield array;
      }
      case "kvlistValue" -> {
        ObjectNode object = JSON.objectNode();
        attributes(value.path("values")).forEach(object::set);
        yield object;
      }
      default -> value;
    };
  }
}
