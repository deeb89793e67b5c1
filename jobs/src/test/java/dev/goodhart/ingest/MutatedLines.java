package dev.goodhart.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lines like given ones, changed at random: values of other types and sizes, from other places and
 * out of bounds; fields gone, doubled and renamed; bytes flipped, cut out and put in.
 */
final class MutatedLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double AS_IT_IS = 0.1;
  private static final double BYTES = 0.25;
  private static final int MOST_CHANGES = 4;
  private static final List<JsonNode> VALUES = values();

  private final List<JsonNode> lines = new ArrayList<>();
  private final List<JsonNode> parts = new ArrayList<>();
  private final Random random;

  /** Lines that are no JSON themselves are left out. */
  MutatedLines(List<String> originals, Random random) {
    this.random = random;
    for (String original : originals) {
      try {
        JsonNode line = JSON.readTree(original);
        lines.add(line);
        collect(line, parts);
      } catch (JsonProcessingException broken) {
        parts.add(NODES.textNode(original));
      }
    }
  }

  /** One line, without its end. */
  byte[] next() {
    JsonNode line = pick(lines).deepCopy();
    double what = random.nextDouble();
    if (what < AS_IT_IS) {
      return bytes(line);
    }
    if (what < AS_IT_IS + BYTES) {
      return changedBytes(bytes(line));
    }
    for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
      line = changed(line);
    }
    return bytes(line);
  }

  private JsonNode changed(JsonNode line) {
    List<JsonNode> containers = new ArrayList<>();
    collect(line, containers);
    containers.removeIf(node -> !(node instanceof ContainerNode) || node.isEmpty());
    if (containers.isEmpty()) {
      return value();
    }
    JsonNode container = pick(containers);
    if (container instanceof ObjectNode object) {
      change(object);
    } else {
      change((ArrayNode) container);
    }
    return line;
  }

  private void change(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = pick(names);
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(pick(names), object.get(name).deepCopy());
      case 2 -> object.set(name + random.nextInt(3), object.remove(name));
      default -> object.set(name, value());
    }
  }

  private void change(ArrayNode array) {
    int place = random.nextInt(array.size());
    switch (random.nextInt(4)) {
      case 0 -> array.remove(place);
      case 1 -> array.insert(random.nextInt(array.size()), array.get(place).deepCopy());
      case 2 -> array.add(array.remove(place));
      default -> array.set(place, value());
    }
  }

  private JsonNode value() {
    return pick(random.nextBoolean() ? VALUES : parts).deepCopy();
  }

  private byte[] changedBytes(byte[] line) {
    int place = random.nextInt(line.length);
    int length = random.nextInt(Math.min(8, line.length - place) + 1);
    byte[] inserted = new byte[random.nextInt(8)];
    random.nextBytes(inserted);
    byte[] changed = new byte[line.length - length + inserted.length];
    System.arraycopy(line, 0, changed, 0, place);
    System.arraycopy(inserted, 0, changed, place, inserted.length);
    System.arraycopy(
        line, place + length, changed, place + inserted.length, line.length - place - length);
    for (int i = 0; i < changed.length; i++) {
      changed[i] = changed[i] == '\n' ? 0 : changed[i];
    }
    return changed;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] bytes(JsonNode line) {
    return line.toString().getBytes(UTF_8);
  }

  private static void collect(JsonNode node, List<JsonNode> all) {
    all.add(node);
    node.forEach(child -> collect(child, all));
  }

  private static List<JsonNode> values() {
    List<JsonNode> values = new ArrayList<>();
    for (String json :
        List.of(
            "null",
            "true",
            "[]",
            "{}",
            "[[]]",
            "{\"\":{}}",
            "0",
            "-0.0",
            "-1",
            "0.5",
            "1e400",
            "-1e400",
            "1e-400",
            "9223372036854775807",
            "9223372036854775808",
            "1e12",
            "253402300800",
            "253402300800000000000")) {
      try {
        values.add(JSON.readTree(json));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(json, e);
      }
    }
    for (String text :
        List.of(
            "",
            " ",
            "-1",
            "1e999999999",
            "NaN",
            "-Infinity",
            "null",
            "2026-02-30T25:61:61Z",
            "0000-00-00",
            "+1000000000-12-31T23:59:59Z",
            "2026-09-22T08:00:00+99:99",
            "{\"a\":",
            "[".repeat(2000),
            "\uD83D",
            "\u0000",
            "a@b.c",
            "../../etc",
            "https://",
            "#",
            "/".repeat(500),
            "-".repeat(500),
            "word ".repeat(2000))) {
      values.add(NODES.textNode(text));
    }
    return values;
  }
}
