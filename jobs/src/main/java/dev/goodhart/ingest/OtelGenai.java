package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.count;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * OpenTelemetry's GenAI spans: OTLP-JSON traces, one export request a line. Calls of models and of
 * tools are used; spans of agents and workflows carry the totals of their children and are not.
 */
public final class OtelGenai implements RawFormat {
  public static final String NAME = "otel_genai";

  private static final long serialVersionUID = 1L;
  private static final Set<String> MODEL_CALLS =
      Set.of("chat", "text_completion", "generate_content", "embeddings");

  private static final List<String> INPUT =
      List.of("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens");
  private static final List<String> OUTPUT =
      List.of("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens");
  private static final List<String> CACHE_READ =
      List.of("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens");
  private static final List<String> CACHE_WRITE =
      List.of(
          "gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens");
  private static final List<String> REASONING =
      List.of("gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens");
  private static final List<String> PROVIDER = List.of("gen_ai.provider.name", "gen_ai.system");
  private static final List<String> MODEL =
      List.of("gen_ai.response.model", "gen_ai.request.model");
  private static final List<String> SESSION = List.of("gen_ai.conversation.id", "session.id");
  private static final List<String> SENT =
      List.of("gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.prompt");
  private static final List<String> RECEIVED =
      List.of("gen_ai.output.messages", "gen_ai.completion");

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
        "resourceSpans",
        "traceId",
        "spanId",
        "parentSpanId",
        "name",
        "kind",
        "startTimeUnixNano",
        "endTimeUnixNano",
        "attributes",
        "status",
        "gen_ai.operation.name",
        "gen_ai.provider.name",
        "gen_ai.system",
        "gen_ai.request.model",
        "gen_ai.response.model",
        "gen_ai.response.id",
        "gen_ai.conversation.id",
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.cache_creation.input_tokens",
        "gen_ai.usage.reasoning.output_tokens",
        "gen_ai.usage.prompt_tokens",
        "gen_ai.usage.completion_tokens",
        "gen_ai.agent.name",
        "gen_ai.tool.name",
        "error.type");
  }

  @Override
  public List<JsonNode> records(JsonNode line) {
    return Otlp.records(line, Otlp.Signal.TRACES);
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
    if (!Otlp.isWanted(rec)) {
      return List.of();
    }
    JsonNode span = rec.path("record");
    if (!span.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "spans");
    }
    OtlpAttributes own = OtlpAttributes.of(rec);
    String operation = operation(own);
    Event event = new Event();
    if (MODEL_CALLS.contains(operation)) {
      modelCall(event, operation, own, span);
    } else if (operation.equals("execute_tool")) {
      toolCall(event, own, span, context);
    } else {
      return List.of();
    }
    common(event, own, span, context);
    if ("model_call".equals(event.get("kind"))) {
      String model = Fields.text(own.first(MODEL));
      ModelCost.of(event, model, null, context.prices());
    }
    return List.of(event);
  }

  /** The operation's name; older instrumentations name none, but only the model and its usage. */
  private static String operation(OtlpAttributes own) {
    String operation = own.text("gen_ai.operation.name");
    if (operation != null) {
      return operation.strip().toLowerCase(Locale.ROOT);
    }
    boolean ofModel = own.first(PROVIDER) != null && own.first(MODEL) != null;
    return ofModel || hasUsage(own) ? "chat" : "none";
  }

  private static boolean hasUsage(OtlpAttributes own) {
    return own.first(INPUT) != null || own.first(OUTPUT) != null;
  }

  private static void modelCall(Event event, String operation, OtlpAttributes own, JsonNode span) {
    String error = error(own, span);
    event
        .set("model", ModelNames.normalise(Fields.text(own.first(MODEL))))
        .set("error_type", error);
    if (error != null && !hasUsage(own)) {
      event.set("kind", "error").set("succeeded", false);
      return;
    }
    Long output = count(own.first(OUTPUT), OUTPUT.get(0));
    TokenCounts.set(
        event.set("kind", "model_call").set("succeeded", error == null),
        count(own.first(INPUT), INPUT.get(0)),
        count(own.first(CACHE_READ), CACHE_READ.get(0)),
        count(own.first(CACHE_WRITE), CACHE_WRITE.get(0)),
        operation.equals("embeddings") ? (Long) 0L : output,
        count(own.first(REASONING), REASONING.get(0)));
    TokenCounts.estimate(event, chars(own, SENT), chars(own, RECEIVED));
  }

  private static long chars(OtlpAttributes own, List<String> keys) {
    return keys.stream().mapToLong(key -> TokenCounts.chars(own.node(key))).sum();
  }

  private static void toolCall(
      Event event, OtlpAttributes own, JsonNode span, Context.ForFile context) {
    String error = error(own, span);
    JsonNode arguments = own.node("gen_ai.tool.call.arguments");
    JsonNode result = own.node("gen_ai.tool.call.result");
    event
        .set("kind", "tool_call")
        .set("tool_name", Plain.identifierOrOther(own.text("gen_ai.tool.name")))
        .set("command", Commands.firstWord(command(arguments)))
        .set("succeeded", error == null)
        .set("error_type", error);
    if (arguments != null) {
      String content = written(arguments);
      event
          .set("content_hash", context.pseudonyms().hash("content", content))
          .set("content_chars", (long) content.length());
    }
    event.set("result_chars", result == null ? null : (Long) (long) written(result).length());
  }

  private static String written(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** The shell command among a tool's arguments, where there is one. */
  private static String command(JsonNode arguments) {
    if (arguments == null) {
      return null;
    }
    try {
      JsonNode parsed =
          arguments.isTextual() ? JsonLines.MAPPER.readTree(arguments.textValue()) : arguments;
      return Fields.text(parsed.path("command"));
    } catch (JsonProcessingException e) {
      // Arguments may be any text.
      return null;
    }
  }

  /** The class of a span's error; null where it ended well. */
  private static String error(OtlpAttributes own, JsonNode span) {
    String type = own.text("error.type");
    String status = span.path("status").path("code").asText();
    boolean failed = status.equals("2") || status.equals("STATUS_CODE_ERROR");
    return type == null && !failed ? null : ErrorTypes.of(type, type);
  }

  private static void common(
      Event event, OtlpAttributes own, JsonNode span, Context.ForFile context) {
    Timestamp start = Fields.nanos(span.path("startTimeUnixNano"), "startTimeUnixNano");
    Timestamp end = Fields.nanos(span.path("endTimeUnixNano"), "endTimeUnixNano");
    Timestamp time = start == null ? end : start;
    if (time == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "startTimeUnixNano");
    }
    event.set("duration_ms", Fields.millisBetween(start, end));
    own.describe(event, context);
    event
        .set("event_time", time)
        .set("session_id", Plain.session(Fields.text(own.first(SESSION)), context.pseudonyms()))
        .set("event_id", eventId(span, context.pseudonyms()));
  }

  private static String eventId(JsonNode span, Pseudonyms pseudonyms) {
    String trace = Fields.required(span.path("traceId"), "traceId").toLowerCase(Locale.ROOT);
    String id = Fields.required(span.path("spanId"), "spanId").toLowerCase(Locale.ROOT);
    return pseudonyms.hash("event", String.join("\n", NAME, trace, id));
  }
}
