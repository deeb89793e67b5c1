package dev.goodhart.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Reads raw logs and the truth back, independently of the code that wrote them. */
final class RawWorld {
  /** One usage event with the attributes of its record and its resource as text. */
  record Seen(long at, String name, String landed, Map<String, String> fields) {
    double number(String key) {
      String value = fields.get(key);
      return value == null ? 0 : Double.parseDouble(value);
    }

    double cost() {
      return fields.containsKey("cost_usd") ? number("cost_usd") : number("cost_usd_micros") / 1e6;
    }
  }

  /** One row of the truth. */
  record Truth(String user, String kind, String label, String startedAt, double cost, long calls) {}

  /** What became of a branch, by repository and name. */
  static final class Branch {
    boolean opened;
    boolean merged;
    double added;
    double removed;
    int pushes;
    Set<String> commits = new HashSet<>();
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Map<String, List<Seen>> sessions = new TreeMap<>();
  final Map<String, Truth> truth = new LinkedHashMap<>();
  final Map<String, Branch> branches = new HashMap<>();
  final List<JsonNode> reviews = new ArrayList<>();
  final Set<String> outcomes = new HashSet<>();
  int usageRecords;
  int outcomeLines;

  static RawWorld read(Path raw, Path truth) throws IOException {
    RawWorld world = new RawWorld();
    Map<String, Map<String, Seen>> events = new TreeMap<>();
    eachLine(raw.resolve("usage"), (line, file) -> world.usage(line, file, events));
    events.forEach(
        (session, seen) ->
            world.sessions.put(
                session,
                seen.values().stream().sorted(Comparator.comparingLong(Seen::at)).toList()));
    eachLine(raw.resolve("outcomes"), (line, file) -> world.outcome(line));
    eachLine(raw.resolve("reviews"), (line, file) -> world.reviews.add(line));
    for (String row : Files.readAllLines(truth).stream().skip(1).toList()) {
      String[] cells = row.split(",", -1);
      world.truth.put(
          cells[0],
          new Truth(
              cells[1],
              cells[3],
              cells[4],
              cells[5],
              Double.parseDouble(cells[6]),
              Long.parseLong(cells[7])));
    }
    return world;
  }

  private interface LineReader {
    void read(JsonNode line, Path file) throws IOException;
  }

  private static void eachLine(Path root, LineReader reader) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream bytes = Files.newInputStream(file);
            BufferedReader lines =
                new BufferedReader(
                    new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            reader.read(MAPPER.readTree(line), file);
          }
        }
      }
    }
  }

  private void usage(JsonNode batch, Path file, Map<String, Map<String, Seen>> events) {
    for (JsonNode resource : batch.path("resourceLogs")) {
      Map<String, String> shared = new HashMap<>();
      attributes(resource.path("resource").path("attributes"), shared::putAll);
      for (JsonNode scope : resource.path("scopeLogs")) {
        for (JsonNode record : scope.path("logRecords")) {
          usageRecords++;
          Map<String, String> fields = new HashMap<>(shared);
          attributes(record.path("attributes"), fields::putAll);
          Seen seen =
              new Seen(
                  record.path("timeUnixNano").asLong() / 1_000_000,
                  fields.get("event.name"),
                  file.getParent().toString(),
                  fields);
          events
              .computeIfAbsent(fields.get("session.id"), session -> new TreeMap<>())
              .put(fields.get("event.sequence") + seen.name() + seen.at(), seen);
        }
      }
    }
  }

  private static void attributes(JsonNode attributes, Consumer<Map<String, String>> sink) {
    for (JsonNode attribute : attributes) {
      JsonNode value = attribute.path("value").elements().next();
      sink.accept(Map.of(attribute.path("key").asText(), value.asText()));
    }
  }

  private void outcome(JsonNode delivery) {
    outcomeLines++;
    if (!outcomes.add(delivery.path("delivery").asText())) {
      return;
    }
    JsonNode payload = delivery.path("payload");
    String repository = payload.path("repository").path("full_name").asText();
    switch (delivery.path("event").asText()) {
      case "push" -> {
        String name = payload.path("ref").asText().replace("refs/heads/", "");
        Branch branch = branch(repository, name);
        branch.pushes++;
        payload.path("commits").forEach(commit -> branch.commits.add(commit.path("id").asText()));
      }
      case "pull_request" -> {
        JsonNode pull = payload.path("pull_request");
        Branch branch = branch(repository, pull.path("head").path("ref").asText());
        branch.opened = true;
        branch.merged |= !pull.path("merged_at").isNull();
        branch.added = Math.max(branch.added, pull.path("additions").asDouble());
        branch.removed = Math.max(branch.removed, pull.path("deletions").asDouble());
      }
      default -> {
        // Checks say nothing that these tests look at.
      }
    }
  }

  Branch branch(String repository, String name) {
    return branches.computeIfAbsent(repository + " " + name, key -> new Branch());
  }
}
