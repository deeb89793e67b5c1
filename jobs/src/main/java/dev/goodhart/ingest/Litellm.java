package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.count;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The LiteLLM proxy's calls, one JSON object a line, in either of its shapes: the
 * StandardLoggingPayload of its logging callbacks, and rows of its table SpendLogs.
 */
public final class Litellm implements RawFormat {
  public static final String NAME = "litellm";

  private static final long serialVersionUID = 1L;
  private static final String SESSION_HEADER = "x-claude-code-session-id";
  private static final String TOOL_CALL = "call_mcp_tool";

  /** The proxy's own name for whoever holds its master key. */
  private static final String NOBODY = "default_user_id";

  /** Call types that ask a model, without the {@code a} of their asynchronous twins. */
  private static final Set<String> MODEL_CALLS =
      Set.of(
          "completion",
          "text_completion",
          "embedding",
          "responses",
          "anthropic_messages",
          "generate_content",
          "generate_content_stream",
          "image_generation",
          "image_edit",
          "transcription",
          "speech",
          "moderation",
          "rerank",
          "ocr",
          "realtime",
          "pass_through_endpoint");

  /** A call has at least one of these. */
  private static final List<String> CALL_FIELDS =
      List.of("id", "request_id", "call_type", "model", "prompt_tokens");

  /** What the proxy adds to the id of a call that it answered from its own cache: the time. */
  private static final Pattern CACHE_HIT = Pattern.compile("_cache_hit[0-9.]+$");

  /** How coding clients name themselves as an end user: a new name for each session. */
  private static final Pattern CLIENT_USER =
      Pattern.compile("^user_(\\w*?)_account_([\\w-]*?)_session_.*$");

  private static final Pattern TAG = Pattern.compile("([a-z.]+)[:=](.+)");

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
        "id",
        "request_id",
        "trace_id",
        "session_id",
        "call_type",
        "status",
        "model",
        "model_group",
        "custom_llm_provider",
        "request_tags",
        "end_user",
        "user",
        "user_agent",
        "team_id",
        "response_cost",
        "spend",
        "prompt_tokens",
        "completion_tokens",
        "total_tokens",
        "cache_hit",
        "startTime",
        "endTime",
        "metadata",
        "messages",
        "response",
        "error_information",
        "error_str");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    if (!rec.isObject() || CALL_FIELDS.stream().noneMatch(rec::has)) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "id");
    }
    Event event = new Event();
    Call call = Call.of(rec, event);
    String type = callType(rec);
    if (type.equals(TOOL_CALL)) {
      toolCall(event, call, context.pseudonyms());
    } else if (!isModelCall(call, type)) {
      return List.of();
    } else if (call.failed()) {
      error(event, call);
    } else {
      modelCall(event, call, type);
    }
    common(event, call, context);
    if ("model_call".equals(event.get("kind"))) {
      ModelCost.of(event, call.listedModel(), call.reportedUsd(), context.prices());
    }
    return List.of(event);
  }

  private static String callType(JsonNode rec) {
    String type = text(rec.path("call_type"));
    if (type == null || type.isBlank()) {
      return "completion";
    }
    String plain = type.strip().toLowerCase(Locale.ROOT).replaceFirst("^_", "");
    boolean asynchronous = plain.startsWith("a") && MODEL_CALLS.contains(plain.substring(1));
    return asynchronous ? plain.substring(1) : plain;
  }

  /** Managing files, batches and the like asks no model, unless it says what it used. */
  private static boolean isModelCall(Call call, String type) {
    Long total = count(call.rec().path("total_tokens"), "total_tokens");
    Double cost = call.costField();
    return MODEL_CALLS.contains(type) || isPositive(total) || (cost != null && cost > 0);
  }

  private static void modelCall(Event event, Call call, String type) {
    boolean embedding = type.equals("embedding");
    Long input = call.tokens("prompt_tokens");
    Long output = call.tokens("completion_tokens");
    // The proxy writes 0 where a provider counted nothing.
    boolean counted = isPositive(input) || isPositive(output);
    TokenCounts.set(
        event.set("kind", "model_call").set("model", call.model()).set("succeeded", true),
        counted ? input : null,
        call.detail("cache_read_input_tokens", "cached_tokens"),
        call.detail("cache_creation_input_tokens", "cache_creation_tokens"),
        embedding ? (Long) 0L : counted ? output : null,
        call.detail("reasoning_tokens", "reasoning_tokens"));
    TokenCounts.estimate(
        event,
        TokenCounts.chars(call.rec().get("messages")),
        TokenCounts.chars(call.rec().get("response")));
    if (call.cacheHit()) {
      event.mark("proxy_cache_hit");
    }
  }

  private static boolean isPositive(Long count) {
    return count != null && count > 0;
  }

  private static void error(Event event, Call call) {
    event
        .set("kind", "error")
        .set("model", call.model())
        .set("error_type", call.errorType())
        .set("succeeded", false);
  }

  private static void toolCall(Event event, Call call, Pseudonyms pseudonyms) {
    JsonNode tool = call.metadata().path("mcp_tool_call_metadata");
    JsonNode arguments = tool.get("arguments");
    event
        .set("kind", "tool_call")
        .set("tool_name", Plain.identifierOrOther(call.toolName(tool)))
        .set("succeeded", !call.failed())
        .set("error_type", call.failed() ? call.errorType() : null);
    if (arguments != null && !arguments.isEmpty()) {
      String content = arguments.toString();
      event
          .set("content_hash", pseudonyms.hash("content", content))
          .set("content_chars", (long) content.length());
    }
    if (call.reportedUsd() != null) {
      event.set("cost_usd", call.reportedUsd()).set("cost_source", "reported");
    }
  }

  private static void common(Event event, Call call, Context.ForFile context) {
    Pseudonyms pseudonyms = context.pseudonyms();
    Timestamp start = time(call.rec().path("startTime"), "startTime");
    Timestamp end = time(call.rec().path("endTime"), "endTime");
    Timestamp time = start == null ? end : start;
    if (time == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "startTime");
    }
    event.set("duration_ms", Fields.millisBetween(start, end));
    String person = context.identities().identifierOfLogin(call.person());
    String team = call.team();
    String repository = Plain.repository(call.said("vcs.repository.name"));
    event
        .set("event_time", time)
        .set("event_id", eventId(call, time, pseudonyms))
        .set("session_id", Plain.session(call.session(), pseudonyms))
        .set("user_id", pseudonyms.person(person))
        .set("team", team == null ? context.identities().teamOf(person) : team)
        .set("repository", repository)
        .set("branch", pseudonyms.branch(call.said("vcs.ref.head.name")))
        .set("task_key", Plain.taskKey(call.said("task.id"), repository, pseudonyms));
  }

  /** Seconds since 1970, or an ISO time with a blank. */
  private static Timestamp time(JsonNode node, String field) {
    String text = text(node);
    boolean seconds = text != null && text.matches("[0-9.eE+]+");
    return seconds ? Fields.seconds(node, field) : Fields.time(node, field);
  }

  /**
   * One call has one id in both shapes. Of a call answered from the proxy's cache each shape says
   * the answer's id and the time at which itself was written, so its start tells it apart instead.
   */
  private static String eventId(Call call, Timestamp time, Pseudonyms pseudonyms) {
    String id = text(call.rec().path("id"));
    String written =
        id == null || id.isBlank()
            ? Fields.required(call.rec().path("request_id"), "request_id")
            : id;
    Matcher cached = CACHE_HIT.matcher(written);
    String own = cached.find() ? cached.replaceFirst("") + "\n" + time.getTime() : written;
    return pseudonyms.hash("event", "litellm\n" + own);
  }

  /** One call with what stands in JSON texts parsed. */
  private record Call(JsonNode rec, JsonNode metadata, JsonNode tags) {
    static Call of(JsonNode rec, Event event) {
      return new Call(
          rec, parsed(rec.path("metadata"), event), parsed(rec.path("request_tags"), event));
    }

    private static JsonNode parsed(JsonNode node, Event event) {
      if (!node.isTextual() || node.textValue().isBlank()) {
        return node;
      }
      try {
        return JsonLines.MAPPER.readTree(node.textValue());
      } catch (JsonProcessingException e) {
        event.mark("metadata_unreadable");
        return JsonNodeFactory.instance.missingNode();
      }
    }

    boolean failed() {
      String status = text(rec.path("status"));
      return "failure".equalsIgnoreCase(status == null ? text(metadata.path("status")) : status);
    }

    boolean cacheHit() {
      return "true".equalsIgnoreCase(text(rec.path("cache_hit")));
    }

    private String written() {
      String model = text(rec.path("model"));
      return model == null || model.isBlank() ? text(rec.path("model_group")) : model;
    }

    String model() {
      return ModelNames.normalise(written());
    }

    /** The model as a price table lists it, below its provider. */
    String listedModel() {
      String model = written();
      String provider = text(rec.path("custom_llm_provider"));
      boolean below = provider == null || provider.isBlank() || model == null;
      return below || model.startsWith(provider + "/") ? model : provider + "/" + model;
    }

    Double costField() {
      String field = rec.has("response_cost") ? "response_cost" : "spend";
      return Fields.usd(rec.path(field), field);
    }

    /** The proxy writes 0 where it knows no price; only from its own cache is a call free. */
    Double reportedUsd() {
      Double usd = costField();
      return usd == null || (usd == 0 && !cacheHit()) ? null : usd;
    }

    Long tokens(String field) {
      Long tokens = count(rec.path(field), field);
      return tokens == null ? usage(field) : tokens;
    }

    private Long usage(String field) {
      return usages()
          .map(usage -> count(usage.path(field), field))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }

    private Stream<JsonNode> usages() {
      return Stream.of("usage_object", "additional_usage_values").map(metadata::path);
    }

    /** A part of the counts: by a name of its own, else among the details of its whole. */
    Long detail(String own, String ofWhole) {
      Long tokens = usage(own);
      return tokens != null
          ? tokens
          : usages()
              .flatMap(
                  usage ->
                      Stream.of("prompt_tokens_details", "completion_tokens_details")
                          .map(usage::path))
              .map(details -> count(details.path(ofWhole), ofWhole))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
    }

    /** The tool's own name, else that with its server before it. */
    String toolName(JsonNode tool) {
      String name = first(tool.path("name"), rec.path("mcp_namespaced_tool_name"));
      return name == null ? null : name.replace('/', '.');
    }

    String errorType() {
      JsonNode error =
          rec.path("error_information").isObject()
              ? rec.path("error_information")
              : metadata.path("error_information");
      String type = text(error.path("error_class"));
      return ErrorTypes.of(
          text(error.path("error_code")),
          type == null || type.isBlank() ? text(rec.path("error_str")) : type);
    }

    String session() {
      for (Map.Entry<String, JsonNode> header :
          metadata.path("requester_custom_headers").properties()) {
        if (header.getKey().equalsIgnoreCase(SESSION_HEADER)
            && text(header.getValue()) != null
            && !header.getValue().asText().isBlank()) {
          return text(header.getValue());
        }
      }
      return text(rec.path("trace_id"));
    }

    /** The owner of the key; of a key that nobody owns, whom the caller names. */
    String person() {
      String owner =
          first(
              metadata.path("user_api_key_user_email"),
              metadata.path("user_api_key_user_id"),
              rec.path("user"));
      if (owner != null) {
        return owner;
      }
      String endUser = first(rec.path("end_user"), metadata.path("user_api_key_end_user_id"));
      Matcher client = CLIENT_USER.matcher(endUser == null ? "" : endUser);
      if (!client.matches()) {
        return endUser;
      }
      return client.group(2).isEmpty() ? client.group(1) : client.group(2);
    }

    String team() {
      return Plain.team(
          first(
              metadata.path("user_api_key_team_alias"),
              metadata.path("user_api_key_team_id"),
              rec.path("team_id")));
    }

    private static String first(JsonNode... nodes) {
      return Stream.of(nodes)
          .map(Fields::text)
          .filter(text -> text != null && !text.isBlank() && !text.equals(NOBODY))
          .findFirst()
          .orElse(null);
    }

    /** What the caller says of its work, in a tag {@code key:value} or in its own metadata. */
    String said(String key) {
      for (JsonNode tag : tags) {
        Matcher pair = TAG.matcher(tag.asText());
        if (pair.matches() && pair.group(1).equals(key)) {
          return pair.group(2);
        }
      }
      return first(
          metadata.path("spend_logs_metadata").path(key),
          metadata.path("requester_metadata").path(key));
    }
  }
}
