package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.StringJoiner;

/** A rejected record's keys and their types: the format's own by name, all others only counted. */
final class Shape {
  private Shape() {}

  static String of(JsonNode node, List<String> knownKeys) {
    if (!node.isObject()) {
      return type(node);
    }
    StringJoiner shape = new StringJoiner(", ");
    int others = 0;
    for (String key : knownKeys) {
      if (node.has(key)) {
        shape.add(key + ": " + type(node.path(key)));
      }
    }
    var names = node.fieldNames();
    while (names.hasNext()) {
      others += knownKeys.contains(names.next()) ? 0 : 1;
    }
    if (others > 0) {
      shape.add(others + " other");
    }
    return shape.toString();
  }

  private static String type(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case ARRAY -> "array";
      case OBJECT -> "object";
      default -> "none";
    };
  }
}
