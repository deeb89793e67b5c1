package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.count;
import static dev.goodhart.ingest.Fields.millis;
import static dev.goodhart.ingest.Fields.required;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Claude Code's telemetry: OTLP-JSON log batches, one export request a line. */
public final class ClaudeCodeOtlp implements RawFormat {
  public static final String NAME = "claude_code_otlp";

  private static final long serialVersionUID = 1L;
  private static final String SCOPE = "com.anthropic.claude_code.events";
  private static final String PREFIX = "claude_code.";
  private static final String REDACTED = "<REDACTED>";
  private static final Set<String> AUTOMATIC_SOURCES = Set.of("config", "hook", "auto");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.USAGE;
  }

  @Override
  public List<String> knownKeys() {
    return List.of(
        "resourceLogs",
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

  /** Each log record; lines of metrics and traces land in the same folder and are not used. */
  @Override
  public List<JsonNode> records(JsonNode line) {
    return Otlp.records(line, Otlp.Signal.LOGS);
  }

  @Override
  public JsonNode shown(JsonNode rec) {
    return Otlp.flat(rec);
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    String scope = text(rec.path("scope").path("name"));
    boolean foreign = scope != null && !scope.isEmpty() && !scope.equals(SCOPE);
    if (foreign || !Otlp.isWanted(rec)) {
      return List.of();
    }
    JsonNode logRecord = rec.path("record");
    if (!logRecord.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "logRecords");
    }
    OtlpAttributes own = OtlpAttributes.of(rec);
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

  private static String eventName(OtlpAttributes own, JsonNode logRecord) {
    String name = own.text("event.name");
    if (name == null) {
      name = text(logRecord.path("body").path("stringValue"));
    }
    if (name == null || name.isBlank()) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "event.name");
    }
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
  }

  /** The event's own time, else its envelope's, else when the envelope was seen. */
  private static Timestamp time(OtlpAttributes own, JsonNode logRecord, Event event) {
    Timestamp stamped = null;
    try {
      stamped = Fields.time(own.node("event.timestamp"), "event.timestamp");
    } catch (RejectedException unreadable) {
      event.mark("time_of_envelope");
    }
    return stamped == null ? envelopeTime(logRecord) : stamped;
  }

  private static Timestamp envelopeTime(JsonNode logRecord) {
    Timestamp time = Fields.nanos(logRecord.path("timeUnixNano"), "timeUnixNano");
    if (time == null) {
      time = Fields.nanos(logRecord.path("observedTimeUnixNano"), "observedTimeUnixNano");
    }
    if (time == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "event.timestamp");
    }
    return time;
  }

  private static void common(
      Event event, OtlpAttributes own, Timestamp time, Context.ForFile context) {
    Pseudonyms pseudonyms = context.pseudonyms();
    String session = required(own.node("session.id"), "session.id");
    own.describe(event, context);
    event
        .set("event_time", time)
        .set("session_id", Plain.session(session, pseudonyms))
        .set("prompt_id", Plain.idOrHash(own.text("prompt.id"), pseudonyms))
        .set("agent", agent(own.text("query_source"), own.text("agent.name")));
    if ("non-interactive".equals(own.text("terminal.type"))) {
      event.set("unattended", true);
    }
  }

  /** Only sub-agents have a name; older versions do not say where a query came from. */
  private static String agent(String querySource, String agentName) {
    if (querySource == null) {
      return agentName == null ? null : "subagent";
    }
    String source = querySource.toLowerCase(Locale.ROOT);
    if (source.contains("main") || source.equals("sdk")) {
      return "main";
    }
    return source.contains("agent") ? "subagent" : "auxiliary";
  }

  private static void prompt(Event event, OtlpAttributes own, Context.ForFile context) {
    String text = own.text("prompt");
    String hash = contentHash(text, context.pseudonyms());
    Long length = count(own.node("prompt_length"), "prompt_length");
    event
        .set("kind", "prompt")
        .set("content_hash", hash)
        .set(
            "content_chars", length == null && hash != null ? (Long) (long) text.length() : length);
  }

  private static String contentHash(String content, Pseudonyms pseudonyms) {
    boolean withheld = content == null || content.isEmpty() || content.equals(REDACTED);
    return withheld ? null : pseudonyms.hash("content", content);
  }

  private static void modelCall(Event event, OtlpAttributes own) {
    event
        .set("kind", "model_call")
        .set("model", ModelNames.normalise(own.text("model")))
        .set("input_tokens", count(own.node("input_tokens"), "input_tokens"))
        .set("output_tokens", count(own.node("output_tokens"), "output_tokens"))
        .set("cache_read_tokens", count(own.node("cache_read_tokens"), "cache_read_tokens"))
        .set(
            "cache_write_tokens", count(own.node("cache_creation_tokens"), "cache_creation_tokens"))
        .set("tokens_estimated", false)
        .set("duration_ms", millis(own.node("duration_ms"), "duration_ms"))
        .set("succeeded", true);
  }

  private static Double reportedUsd(OtlpAttributes own) {
    Double usd = Fields.usd(own.node("cost_usd"), "cost_usd");
    if (usd != null) {
      return usd;
    }
    Long micros = count(own.node("cost_usd_micros"), "cost_usd_micros");
    return micros == null ? null : micros / 1e6;
  }

  private static void error(Event event, OtlpAttributes own) {
    event
        .set("kind", "error")
        .set("model", ModelNames.normalise(own.text("model")))
        .set("error_type", ErrorTypes.of(own.text("status_code"), own.text("error")))
        .set("attempt", count(own.node("attempt"), "attempt"))
        .set("duration_ms", millis(own.node("duration_ms"), "duration_ms"))
        .set("succeeded", false);
  }

  private static void decision(Event event, OtlpAttributes own) {
    event
        .set("kind", "tool_decision")
        .set("tool_name", Plain.identifierOrOther(own.text("tool_name")))
        .set("decision", Decisions.word(own.text("decision")))
        .set("unattended", automatic(own.text("source")));
  }

  private static void toolCall(Event event, OtlpAttributes own, Context.ForFile context) {
    ToolParameters parameters = ToolParameters.of(own.node("tool_parameters"));
    if (parameters.unreadable()) {
      event.mark("tool_parameters_unreadable");
    }
    Boolean succeeded = Fields.truth(own.node("success"), "success");
    event
        .set("kind", "tool_call")
        .set("tool_name", Plain.identifierOrOther(own.text("tool_name")))
        .set("command", Commands.firstWord(parameters.command()))
        .set("succeeded", succeeded)
        .set(
            "error_type",
            own.text("error_type") == null ? null : ErrorTypes.of(null, own.text("error_type")))
        .set("duration_ms", millis(own.node("duration_ms"), "duration_ms"))
        .set("decision", Decisions.word(own.text("decision_type")))
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

  private static Boolean automatic(String source) {
    return source == null ? null : AUTOMATIC_SOURCES.contains(source.toLowerCase(Locale.ROOT));
  }

  /** A resumed process may start its sequence again, so the time and the name are in the key. */
  private static String eventId(
      OtlpAttributes own, JsonNode logRecord, String name, Pseudonyms pseudonyms) {
    String session = own.text("session.id");
    String sequence = own.text("event.sequence");
    String timestamp = own.text("event.timestamp");
    if (sequence != null && timestamp != null) {
      return pseudonyms.hash("event", String.join("\n", NAME, session, sequence, timestamp, name));
    }
    TreeMap<String, String> content = new TreeMap<>();
    own.own()
        .forEach(
            (key, value) ->
                content.put(key, value.isValueNode() ? value.asText() : value.toString()));
    String time = text(logRecord.path("timeUnixNano"));
    return pseudonyms.hash(
        "event", String.join("\n", NAME, session, time, name, content.toString()));
  }

  /** The JSON text {@code tool_parameters}: kept are hashes of it and a command's first word. */
  private record ToolParameters(
      String command, String content, String file, String commit, boolean unreadable) {
    private static final ToolParameters NONE = new ToolParameters(null, null, null, null, false);

    /** They say which tool, skill or agent was called, and all there is of some; not with what. */
    private static final Set<String> NAMES =
        Set.of("mcp_server_name", "mcp_tool_name", "skill_name", "subagent_type");

    static ToolParameters of(JsonNode written) {
      if (written != null && written.isObject()) {
        return of((ObjectNode) written);
      }
      String json = Fields.text(written);
      if (json == null || json.isBlank() || json.equals(REDACTED)) {
        return NONE;
      }
      try {
        if (JsonLines.MAPPER.readTree(json) instanceof ObjectNode parameters) {
          return of(parameters);
        }
      } catch (JsonProcessingException e) {
        return new ToolParameters(null, json, null, null, true);
      }
      return new ToolParameters(null, json, null, null, true);
    }

    private static ToolParameters of(ObjectNode parameters) {
      String inputHash = Fields.text(parameters.path("input_sha256"));
      String fileHash = Fields.text(parameters.path("file_path_sha256"));
      String file = Fields.text(parameters.path("file_path"));
      return new ToolParameters(
          Fields.text(parameters.path("bash_command")),
          inputHash != null ? inputHash : content(parameters),
          file != null ? file : fileHash,
          Fields.text(parameters.path("git_commit_id")),
          false);
    }

    private static String content(ObjectNode parameters) {
      ObjectNode content = parameters.deepCopy();
      content.remove("git_commit_id");
      boolean nothingButNames =
          content.properties().stream().allMatch(field -> NAMES.contains(field.getKey()));
      return nothingButNames ? null : content.toString();
    }
  }
}
