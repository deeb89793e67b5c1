package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lines of one rollout. It remembers the thread, the model, the running total of tokens
 * and the tool calls that have no output yet. A call's tokens are the difference of two totals; its
 * id is the total that it led to, so that a file that lands again, longer, repeats no call.
 */
final class RolloutReader implements RawFormat.RecordReader {
  private static final Pattern FILE_NAME =
      Pattern.compile("rollout-.*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[^/]*$");

  /** How texts begin that the program, not a person, put in a user's message. */
  private static final List<String> NOT_TYPED =
      List.of("<environment_context>", "<user_instructions>", "# AGENTS.md instructions");

  private static final Pattern EXIT_CODE =
      Pattern.compile("^(?:Exit code:|Process exited with code) (-?\\d{1,9})", Pattern.MULTILINE);
  private static final Pattern WALL_TIME =
      Pattern.compile("^Wall time: (\\d{1,9}(?:\\.\\d{1,9})?) seconds", Pattern.MULTILINE);

  private static final int TOOLS_REMEMBERED = 10_000;

  /** How much of an output's beginning may tell how the tool ended. */
  private static final int OUTPUT_HEAD_CHARS = 400;

  private final Context.ForFile context;
  private final String person;
  private final Map<String, Event> toolsAtWork = new Newest<>(TOOLS_REMEMBERED);
  private RolloutThread thread;
  private boolean fromItsStart;
  private String model;
  private String turnId;
  private Timestamp lastTime;
  private RolloutUsage total;
  private int resets;
  private long lines;

  RolloutReader(Context.ForFile context) {
    this.context = context;
    this.person = context.identities().identifierOfLogin(context.person());
    Matcher name = FILE_NAME.matcher(context.sourceFile());
    this.thread = name.find() ? RolloutThread.headless(name.group(1)) : null;
  }

  @Override
  public List<Event> events(JsonNode rec) {
    lines++;
    if (!rec.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "type");
    }
    Timestamp written = Fields.time(rec.path("timestamp"), "timestamp");
    lastTime = written == null ? lastTime : written;
    String type = text(rec.path("type"));
    if (type == null) {
      return untyped(rec, written);
    }
    if (!rec.has("payload")) {
      return item(rec, type, written, true);
    }
    JsonNode payload = rec.path("payload");
    if (!payload.isObject()) {
      throw new RejectedException(RejectReason.WRONG_TYPE, "payload");
    }
    return switch (type) {
      case "session_meta" -> head(payload, written);
      case "turn_context" -> turnContext(payload);
      case "event_msg" -> message(payload, written);
      case "response_item" -> item(payload, text(payload.path("type")), written, false);
      case "compacted" -> compaction(written);
      default -> List.of();
    };
  }

  /** Before lines had types, the first one was the head, and states stood between the items. */
  private List<Event> untyped(JsonNode rec, Timestamp written) {
    if (rec.has("record_type")) {
      return List.of();
    }
    if (!rec.has("id")) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "type");
    }
    return head(rec, written);
  }

  private List<Event> head(JsonNode meta, Timestamp written) {
    RolloutThread named = RolloutThread.of(meta, written);
    boolean first = thread == null || lines == 1;
    if (!first && named.id().equals(thread.id())) {
      thread = thread.isHeadless() ? named : thread;
      return List.of();
    }
    if (!first && thread.isHeadOfAncestor(named)) {
      return List.of();
    }
    thread = named;
    fromItsStart = true;
    total = null;
    resets = 0;
    toolsAtWork.clear();
    return List.of();
  }

  private List<Event> turnContext(JsonNode payload) {
    String named = text(payload.path("model"));
    model = named == null ? model : named;
    turn(text(payload.path("turn_id")), null);
    return List.of();
  }

  private void turn(String id, Instant began) {
    turnId = id == null ? turnId : id;
    if (thread != null) {
      thread.turn(id, began);
    }
  }

  private List<Event> message(JsonNode payload, Timestamp written) {
    switch (payload.path("type").asText()) {
      case "task_started", "turn_started" -> {
        turn(text(payload.path("turn_id")), seconds(payload.path("started_at")));
        return List.of();
      }
      case "token_count" -> {
        return tokenCount(payload, written);
      }
      case "user_message" -> {
        String kind = text(payload.path("kind"));
        boolean plain = kind == null || kind.equals("plain");
        return plain ? prompt(text(payload.path("message")), written) : List.of();
      }
      case "error", "stream_error" -> {
        return error(payload, written);
      }
      default -> {
        return List.of();
      }
    }
  }

  private static Instant seconds(JsonNode node) {
    try {
      return node.isNumber() ? Instant.ofEpochSecond(node.asLong()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private List<Event> tokenCount(JsonNode payload, Timestamp written) {
    JsonNode info = payload.path("info");
    if (info.isMissingNode() || info.isNull()) {
      // Rate limits alone.
      return List.of();
    }
    if (!info.isObject()) {
      throw new RejectedException(RejectReason.WRONG_TYPE, "info");
    }
    if (!info.path("total_token_usage").isObject()) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "total_token_usage");
    }
    RolloutUsage now = RolloutUsage.of(info.path("total_token_usage"));
    JsonNode newest = info.path("last_token_usage");
    RolloutUsage last = newest.isObject() ? RolloutUsage.of(newest) : null;
    requireThread();
    RolloutUsage used = used(now, last);
    total = now;
    if (used == null || used.isNothing() || thread.isCopy(written)) {
      return List.of();
    }
    return List.of(modelCall(used, written));
  }

  /** What the newest call used; null where that can't be told. */
  private RolloutUsage used(RolloutUsage now, RolloutUsage last) {
    if (total == null) {
      // The total of a thread whose beginning is elsewhere holds what others counted.
      boolean all = fromItsStart && !thread.isForked();
      return all ? now : last;
    }
    if (now.beganAgainAfter(total)) {
      resets++;
      return last == null ? now : last;
    }
    return now.minus(total);
  }

  private Event modelCall(RolloutUsage used, Timestamp written) {
    Event call =
        event("model_call", written)
            .set("event_id", eventId("model_call", resets + "\n" + total.key()))
            .set("model", ModelNames.normalise(model))
            .set("input_tokens", used.uncached())
            .set("cache_read_tokens", used.cached())
            .set("output_tokens", used.output())
            .set("reasoning_tokens", used.reasoning())
            .set("tokens_estimated", false)
            .set("succeeded", true);
    ModelCost.of(call, model, null, context.prices());
    return call;
  }

  private List<Event> prompt(String typed, Timestamp written) {
    requireThread();
    boolean byPerson =
        typed != null && !typed.isBlank() && NOT_TYPED.stream().noneMatch(typed::startsWith);
    if (!byPerson || thread.isSubagent() || thread.isCopy(written)) {
      return List.of();
    }
    return List.of(
        event("prompt", written)
            .set("event_id", lineId("prompt", written, typed))
            .set("content_hash", context.pseudonyms().hash("content", typed))
            .set("content_chars", (long) typed.length()));
  }

  private List<Event> error(JsonNode payload, Timestamp written) {
    requireThread();
    if (thread.isCopy(written)) {
      return List.of();
    }
    return List.of(
        event("error", written)
            .set("event_id", lineId("error", written, payload.toString()))
            .set("model", ModelNames.normalise(model))
            .set("error_type", ErrorTypes.of(null, payload.toString()))
            .set("succeeded", false));
  }

  private List<Event> compaction(Timestamp written) {
    requireThread();
    return thread.isCopy(written)
        ? List.of()
        : List.of(event("compaction", written).set("event_id", lineId("compaction", written, "")));
  }

  /**
   * An item of the conversation.
   *
   * @param bare whether it is a line of its own, as in older rollouts, whose prompts are items too
   */
  private List<Event> item(JsonNode item, String type, Timestamp written, boolean bare) {
    return switch (type == null ? "" : type) {
      case "message" ->
          bare && "user".equals(text(item.path("role")))
              ? prompt(words(item.path("content")), written)
              : List.of();
      case "function_call" ->
          toolCall(item, text(item.path("name")), parsed(item.path("arguments")), written);
      case "custom_tool_call" ->
          toolCall(item, text(item.path("name")), item.path("input"), written);
      case "local_shell_call" -> toolCall(item, "local_shell", item.path("action"), written);
      case "web_search_call" -> toolCall(item, "web_search", item.path("action"), written);
      case "function_call_output", "custom_tool_call_output" -> toolOutput(item, written);
      default -> List.of();
    };
  }

  private static String words(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder words = new StringBuilder();
    content.forEach(part -> words.append(part.path("text").asText()));
    return words.toString();
  }

  /** Arguments are JSON in a text; what is no JSON is an input all the same. */
  private static JsonNode parsed(JsonNode arguments) {
    if (!arguments.isTextual()) {
      return arguments;
    }
    try {
      JsonNode parsed = JsonLines.MAPPER.readTree(arguments.asText());
      return parsed.isObject() ? parsed : arguments;
    } catch (JsonProcessingException e) {
      return arguments;
    }
  }

  private List<Event> toolCall(JsonNode item, String name, JsonNode input, Timestamp written) {
    requireThread();
    if (thread.isCopy(written)) {
      return List.of();
    }
    String callId = text(item.path("call_id"));
    Event call =
        ToolInputs.describe(event("tool_call", written), name, input, context.pseudonyms())
            .set(
                "event_id",
                callId == null
                    ? lineId("tool_call", written, item.toString())
                    : eventId("tool_call", callId));
    if (callId != null) {
      toolsAtWork.put(callId, call);
    }
    return List.of(call.copy());
  }

  private List<Event> toolOutput(JsonNode item, Timestamp written) {
    requireThread();
    Event call = toolsAtWork.remove(text(item.path("call_id")));
    return call == null || thread.isCopy(written)
        ? List.of()
        : List.of(withOutput(call.copy(), item.path("output")));
  }

  /** Outputs are a text, a JSON text with metadata, or an object that says whether it went well. */
  private static Event withOutput(Event call, JsonNode output) {
    JsonNode inText = parsed(output);
    boolean withMetadata = inText.has("metadata") || inText.has("success");
    JsonNode told = withMetadata ? inText : output;
    String words =
        words(told.isObject() ? told.path(told.has("output") ? "output" : "content") : told);
    String head = words.substring(0, Math.min(words.length(), OUTPUT_HEAD_CHARS));
    JsonNode metadata = told.path("metadata");
    JsonNode exitCode = either(metadata.path("exit_code"), EXIT_CODE.matcher(head));
    JsonNode seconds = either(metadata.path("duration_seconds"), WALL_TIME.matcher(head));
    Boolean succeeded = succeeded(told.path("success"), exitCode);
    return call.set("succeeded", succeeded)
        .set("error_type", Boolean.FALSE.equals(succeeded) ? ErrorTypes.of(null, head) : null)
        .set("duration_ms", Fields.millisOfSeconds(seconds, "duration_seconds"))
        .set("result_chars", ToolInputs.bytes(words));
  }

  private static Boolean succeeded(JsonNode success, JsonNode exitCode) {
    if (success.isBoolean()) {
      return success.asBoolean();
    }
    return exitCode.isValueNode() ? "0".equals(text(exitCode)) : null;
  }

  private static JsonNode either(JsonNode told, Matcher written) {
    return told.isValueNode() || !written.find() ? told : TextNode.valueOf(written.group(1));
  }

  private void requireThread() {
    if (thread == null) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "session_meta.id");
    }
  }

  private Event event(String kind, Timestamp written) {
    if (lastTime == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "timestamp");
    }
    Event event = new Event();
    if (written == null) {
      event.mark("time_of_earlier_line");
    }
    return event
        .set("kind", kind)
        .set("event_time", lastTime)
        .set("session_id", Plain.session(thread.session(), context.pseudonyms()))
        .set("user_id", context.pseudonyms().person(person))
        .set("team", context.identities().teamOf(person))
        .set("agent", thread.isSubagent() ? "subagent" : "main")
        .set("prompt_id", Plain.idOrHash(turnId, context.pseudonyms()))
        .set("repository", thread.repository())
        .set("branch", context.pseudonyms().branch(thread.branch()));
  }

  /** A line without an id of its own is known by its time, or by its place where it has none. */
  private String lineId(String kind, Timestamp written, String content) {
    String place = written == null ? "line " + lines : written.toInstant().toString();
    return eventId(kind, place + "\n" + content);
  }

  private String eventId(String kind, String what) {
    return context
        .pseudonyms()
        .hash("event", String.join("\n", CodexRollout.NAME, thread.id(), kind, what));
  }
}
