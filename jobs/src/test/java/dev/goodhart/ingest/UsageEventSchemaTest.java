package dev.goodhart.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The published JSON Schema against the reader: what the schema allows is read, what the reader
 * refuses the schema forbids.
 */
class UsageEventSchemaTest extends FormatTest {
  private static final Path SCHEMA = Path.of("..", "docs", "usage_event.schema.json");

  private static JsonNode written;
  private static JsonSchema schema;

  UsageEventSchemaTest() {
    super(new UsageEvent());
  }

  @BeforeAll
  static void readSchema() throws IOException {
    written = new ObjectMapper().readTree(SCHEMA.toFile());
    schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                written, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }

  private static List<String> lines(String fixture) throws IOException, URISyntaxException {
    return Files.readAllLines(
        Path.of(
            Objects.requireNonNull(
                    UsageEventSchemaTest.class.getResource("fixtures/usage_event/" + fixture))
                .toURI()));
  }

  private static boolean isValid(String line) {
    try {
      return schema.validate(JsonLines.MAPPER.readTree(line)).isEmpty();
    } catch (JsonProcessingException noJson) {
      return false;
    }
  }

  @Test
  void shouldNameTheReadersFieldsAndKinds() {
    List<String> fields = new ArrayList<>();
    written.path("properties").fieldNames().forEachRemaining(fields::add);
    List<String> kinds = new ArrayList<>();
    written.path("properties").path("kind").path("enum").forEach(kind -> kinds.add(kind.asText()));

    assertThat(fields).containsExactlyElementsOf(new UsageEvent().knownKeys());
    assertThat(kinds).containsExactlyInAnyOrderElementsOf(UsageEvent.KINDS);
  }

  @Test
  void shouldAllowEventsThatTheReaderReads() throws IOException, URISyntaxException {
    for (String line : lines("events.jsonl")) {
      assertThat(schema.validate(JsonLines.MAPPER.readTree(line))).as(line).isEmpty();
      assertThat(read(line)).as(line).hasSize(1);
    }
  }

  @Test
  void shouldForbidWhatTheReaderRefuses() throws IOException, URISyntaxException {
    assertThat(lines("broken.jsonl")).noneMatch(UsageEventSchemaTest::isValid);
  }

  @Test
  void shouldForbidWhatTheReaderOnlyPutsUpWith() throws IOException, URISyntaxException {
    assertThat(lines("lenient.jsonl")).noneMatch(UsageEventSchemaTest::isValid);
  }

  @Test
  void shouldForbidAnEventWithoutAFieldThatMustBeThere() throws IOException, URISyntaxException {
    List<String> required = new ArrayList<>();
    written.path("required").forEach(field -> required.add(field.asText()));

    assertThat(required).containsExactlyInAnyOrder("event_id", "occurred_at", "user", "kind");
    String whole = lines("events.jsonl").get(0);
    assertThat(required).allSatisfy(field -> assertThat(isValid(without(whole, field))).isFalse());
  }

  private static String without(String line, String field) {
    try {
      JsonNode event = JsonLines.MAPPER.readTree(line);
      ((ObjectNode) event).remove(field);
      return event.toString();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
