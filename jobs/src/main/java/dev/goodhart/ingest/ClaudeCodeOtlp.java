package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.count;
import static dev.goodhart.ingest.Fields.required;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Claude Code's telemetry: OTLP-JSON log batches, one export request a line. */
final class ClaudeCodeOtlp implements RawFormat {
  private static final long serialVersionUID = 1L;
  private static final String SCOPE = "com.anthropic.claude_code.events";
  private static final String PREFIX = "claude_code.";
  private static final String REDACTED = "<REDACTED>";
  private static final Set<String> AUTOMATIC_SOURCES = Set.of("config", "hook", "auto");

  @Override
  public String name() {
    return "claude_code_otlp";
  }

  @Override
  public Target target() {
    return Target.USAGE;
  }

  @Override
  public List<String> knownKeys() {
    return List.of(
        "resourceLogs",
        "resource",
        "scope",
        "timeUnixNano",
        "observedTimeUnixNano",
        "severityNumber",
        "body",
        "attributes",
        "session.id",
        "user.id",
        "user.email",
        "prompt.id",
        "event.name",
        "event.timestamp",
        "event.sequence",
        "model",
        "input_tokens",
        "output_tokens",
        "cache_read_tokens",
        "cache_creation_tokens",
        "cost_usd",
        "cost_usd_micros",
        "duration_ms",
        "prompt",
        "prompt_length",
        "tool_name",
        "success",
        "tool_parameters");
  }

  /** Each log record, with its resource and scope laid beside it. */
  @Override
  public List<JsonNode> records(JsonNode line) {
    JsonNode resourceLogs = line.path("resourceLogs");
    if (!resourceLogs.isArray()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "resourceLogs");
    }
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode resourceLog : resourceLogs) {
      for (JsonNode scopeLog : resourceLog.path("scopeLogs")) {
        for (JsonNode logRecord : scopeLog.path("logRecords")) {
          ObjectNode rec = JsonNodeFactory.instance.objectNode();
          rec.set("resource", resourceLog.path("resource"));
          rec.set("scope", scopeLog.path("scope"));
          rec.set("record", logRecord);
          records.add(rec);
        }
      }
    }
    return records;
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    String scope = text(rec.path("scope").path("name"));
    if (scope != null && !scope.isEmpty() && !scope.equals(SCOPE)) {
      return List.of();
    }
    JsonNode logRecord = rec.path("record");
    if (!logRecord.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "logRecords");
    }
    Attributes own =
        new Attributes(
            Otlp.attributes(logRecord.path("attributes")),
            Otlp.attributes(rec.path("resource").path("attributes")));
    String name = eventName(own, logRecord);
    Event event = new Event();
    switch (name) {
      case "user_prompt" -> prompt(event, own, context);
      case "api_request" -> modelCall(event, own);
      case "api_error" -> error(event, own);
      case "tool_decision" -> decision(event, own);
      case "tool_result" -> toolCall(event, own, context);
      case "compaction" -> event.set("kind", "compaction");
      default -> {
        return List.of();
      }
    }
    Timestamp time = time(own, logRecord, event);
    common(event, own, time, context);
    event.set("event_id", eventId(own, logRecord, name, context.pseudonyms()));
    if ("model_call".equals(event.get("kind"))) {
      ModelCost.of(event, own.text("model"), reportedUsd(own), context.prices());
    }
    return List.of(event);
  }

  private static String eventName(Attributes own, JsonNode logRecord) {
    String name = own.text("event.name");
    if (name == null) {
      name = text(logRecord.path("body").path("stringValue"));
    }
    if (name == null || name.isBlank()) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "event.name");
    }
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  private static Timestamp time(Attributes own, JsonNode logRecord, Event event) {
    Timestamp envelope = Fields.nanos(logRecord.path("timeUnixNano"), "timeUnixNano");
    try {
      Timestamp stamped = Fields.time(own.node("event.timestamp"), "event.timestamp");
      if (stamped != null) {
        return stamped;
      }
    } catch (RejectedException unreadable) {
      if (envelope == null) {
        throw unreadable;
      }
      event.mark("time_of_envelope");
    }
    if (envelope == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "event.timestamp");
    }
    return envelope;
  }

  private static void common(Event event, Attributes own, Timestamp time, Context.ForFile context) {
    Pseudonyms pseudonyms = context.pseudonyms();
    String person = own.person();
    String team = own.text("team.id");
    team = team == null ? context.identities().teamOf(person) : team;
    String repository = Plain.repository(own.text("vcs.repository.name"));
    event
        .set("event_time", time)
        .set("session_id", required(own.node("session.id"), "session.id"))
        .set("user_id", pseudonyms.person(person))
        .set("team", team == null ? own.text("department") : team)
        .set("prompt_id", Plain.idOrHash(own.text("prompt.id"), pseudonyms))
        .set("repository", repository)
        .set("branch", pseudonyms.branch(own.text("vcs.ref.head.name")))
        .set("task_key", Plain.taskKey(own.text("task.id"), repository, pseudonyms));
    if (event.get("agent") == null) {
      event.set("agent", agent(own.text("query_source")));
    }
    if ("non-interactive".equals(own.text("terminal.type"))) {
      event.set("unattended", true);
    }
  }

  private static String agent(String querySource) {
    if (querySource == null) {
      return null;
    }
    String source = querySource.toLowerCase(Locale.ROOT);
    if (source.contains("main") || source.equals("sdk")) {
      return "main";
    }
    return source.contains("agent") ? "subagent" : "auxiliary";
  }

  private static void prompt(Event event, Attributes own, Context.ForFile context) {
    event
        .set("kind", "prompt")
        .set("content_hash", contentHash(own.text("prompt"), context.pseudonyms()))
        .set("content_chars", count(own.node("prompt_length"), "prompt_length"));
  }

  private static String contentHash(String content, Pseudonyms pseudonyms) {
    boolean withheld = content == null || content.isEmpty() || content.equals(REDACTED);
    return withheld ? null : pseudonyms.hash("content", content);
  }

  private static void modelCall(Event event, Attributes own) {
    event
        .set("kind", "model_call")
        .set("model", ModelNames.normalise(own.text("model")))
        .set("input_tokens", count(own.node("input_tokens"), "input_tokens"))
        .set("output_tokens", count(own.node("output_tokens"), "output_tokens"))
        .set("cache_read_tokens", count(own.node("cache_read_tokens"), "cache_read_tokens"))
        .set(
            "cache_write_tokens", count(own.node("cache_creation_tokens"), "cache_creation_tokens"))
        .set("tokens_estimated", false)
        .set("duration_ms", count(own.node("duration_ms"), "duration_ms"))
        .set("succeeded", true);
  }

  private static Double reportedUsd(Attributes own) {
    Double usd = Fields.usd(own.node("cost_usd"), "cost_usd");
    if (usd != null) {
      return usd;
    }
    Long micros = count(own.node("cost_usd_micros"), "cost_usd_micros");
    return micros == null ? null : micros / 1e6;
  }

  private static void error(Event event, Attributes own) {
    event
        .set("kind", "error")
        .set("model", ModelNames.normalise(own.text("model")))
        .set("error_type", ErrorTypes.of(own.text("status_code"), own.text("error")))
        .set("attempt", count(own.node("attempt"), "attempt"))
        .set("duration_ms", count(own.node("duration_ms"), "duration_ms"))
        .set("succeeded", false);
  }

  private static void decision(Event event, Attributes own) {
    event
        .set("kind", "tool_decision")
        .set("tool_name", Plain.identifierOrOther(own.text("tool_name")))
        .set("decision", decisionWord(own.text("decision")))
        .set("unattended", automatic(own.text("source")));
  }

  private static void toolCall(Event event, Attributes own, Context.ForFile context) {
    ToolParameters parameters = ToolParameters.parse(own.text("tool_parameters"));
    if (parameters.unreadable()) {
      event.mark("tool_parameters_unreadable");
    }
    Boolean succeeded = Fields.truth(own.node("success"));
    event
        .set("kind", "tool_call")
        .set("tool_name", Plain.identifierOrOther(own.text("tool_name")))
        .set("command", Commands.firstWord(parameters.command()))
        .set("succeeded", succeeded)
        .set(
            "error_type",
            own.text("error_type") == null ? null : ErrorTypes.of(null, own.text("error_type")))
        .set("duration_ms", count(own.node("duration_ms"), "duration_ms"))
        .set("decision", decisionWord(own.text("decision_type")))
        .set("unattended", automatic(own.text("decision_source")))
        .set("content_hash", contentHash(parameters.content(), context.pseudonyms()))
        .set("content_chars", count(own.node("tool_input_size_bytes"), "tool_input_size_bytes"))
        .set("result_chars", count(own.node("tool_result_size_bytes"), "tool_result_size_bytes"))
        .set("file_hash", fileHash(parameters.file(), context.pseudonyms()))
        .set("commit_sha", Plain.commit(parameters.commit()));
  }

  private static String fileHash(String file, Pseudonyms pseudonyms) {
    return file == null || file.equals(REDACTED) ? null : pseudonyms.hash("file", file);
  }

  private static String decisionWord(String decision) {
    if (decision == null) {
      return null;
    }
    return decision.toLowerCase(Locale.ROOT).startsWith("accept") ? "accept" : "reject";
  }

  private static Boolean automatic(String source) {
    return source == null ? null : AUTOMATIC_SOURCES.contains(source.toLowerCase(Locale.ROOT));
  }

  /** A resumed process may start its sequence again, so the time and the name are in the key. */
  private static String eventId(
      Attributes own, JsonNode logRecord, String name, Pseudonyms pseudonyms) {
    String session = own.text("session.id");
    String sequence = own.text("event.sequence");
    String timestamp = own.text("event.timestamp");
    if (sequence != null && timestamp != null) {
      return pseudonyms.hash(
          "event", String.join("\n", "claude_code_otlp", session, sequence, timestamp, name));
    }
    TreeMap<String, String> content = new TreeMap<>();
    own.own().forEach((key, value) -> content.put(key, value.toString()));
    String time = text(logRecord.path("timeUnixNano"));
    return pseudonyms.hash(
        "event", String.join("\n", "claude_code_otlp", session, time, name, content.toString()));
  }

  /** A record's attributes; what stands only on its resource serves where the record is silent. */
  private record Attributes(Map<String, JsonNode> own, Map<String, JsonNode> resource) {
    JsonNode node(String key) {
      JsonNode node = own.get(key);
      return node == null ? resource.get(key) : node;
    }

    String text(String key) {
      String text = Fields.text(node(key));
      return text == null || text.isBlank() ? null : text;
    }

    String person() {
      for (String key : List.of("user.email", "user.account_uuid", "user.account_id", "user.id")) {
        String identifier = text(key);
        if (identifier != null) {
          return identifier;
        }
      }
      return null;
    }
  }

  /** The JSON text {@code tool_parameters}: kept are hashes of it and a command's first word. */
  private record ToolParameters(
      String command, String content, String file, String commit, boolean unreadable) {
    private static final ToolParameters NONE = new ToolParameters(null, null, null, null, false);

    static ToolParameters parse(String json) {
      if (json == null || json.equals(REDACTED)) {
        return NONE;
      }
      JsonNode parameters;
      try {
        parameters = JsonLines.MAPPER.readTree(json);
      } catch (JsonProcessingException e) {
        return new ToolParameters(null, json, null, null, true);
      }
      if (!parameters.isObject()) {
        return new ToolParameters(null, json, null, null, true);
      }
      String inputHash = Fields.text(parameters.path("input_sha256"));
      String fileHash = Fields.text(parameters.path("file_path_sha256"));
      String file = Fields.text(parameters.path("file_path"));
      ObjectNode content = ((ObjectNode) parameters).deepCopy();
      content.remove("git_commit_id");
      return new ToolParameters(
          Fields.text(parameters.path("bash_command")),
          inputHash != null ? inputHash : content.isEmpty() ? null : content.toString(),
          file != null ? file : fileHash,
          Fields.text(parameters.path("git_commit_id")),
          false);
    }
  }
}
