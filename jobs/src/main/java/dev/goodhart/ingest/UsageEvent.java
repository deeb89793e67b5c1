package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.count;
import static dev.goodhart.ingest.Fields.required;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The generic format, for in-house agents that have none of their own: one JSON object an event, in
 * the columns' own meaning. Published as {@code docs/usage_event.schema.json}.
 */
public final class UsageEvent implements RawFormat {
  public static final String NAME = "usage_event";

  private static final long serialVersionUID = 1L;
  static final Set<String> KINDS =
      Set.of("prompt", "model_call", "tool_call", "tool_decision", "error", "compaction");

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
        "event_id",
        "occurred_at",
        "session_id",
        "user",
        "team",
        "kind",
        "model",
        "input_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
        "output_tokens",
        "cost_usd",
        "duration_ms",
        "tool_name",
        "succeeded",
        "decision",
        "unattended",
        "text_chars",
        "content_hash",
        "repository",
        "branch",
        "commit_sha",
        "task_key");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> List.of(event(rec, context));
  }

  private static Event event(JsonNode rec, Context.ForFile context) {
    if (!rec.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "event_id");
    }
    Pseudonyms pseudonyms = context.pseudonyms();
    String kind = required(rec.path("kind"), "kind").strip().toLowerCase(Locale.ROOT);
    if (!KINDS.contains(kind)) {
      throw new RejectedException(RejectReason.UNKNOWN_VALUE, "kind");
    }
    String id = required(rec.path("event_id"), "event_id");
    Timestamp time = Fields.time(rec.path("occurred_at"), "occurred_at");
    if (time == null) {
      throw new RejectedException(RejectReason.MISSING_FIELD, "occurred_at");
    }
    String user = context.identities().identifierOfLogin(required(rec.path("user"), "user"));
    String team = Plain.team(text(rec.path("team")));
    String repository = Plain.repository(text(rec.path("repository")));
    Event event =
        new Event()
            .set("event_id", pseudonyms.hash("event", "usage_event\n" + id))
            .set("event_time", time)
            .set("kind", kind)
            .set("session_id", Plain.session(text(rec.path("session_id")), pseudonyms))
            .set("user_id", pseudonyms.person(user))
            .set("team", team == null ? context.identities().teamOf(user) : team)
            .set("model", ModelNames.normalise(text(rec.path("model"))))
            .set("duration_ms", Fields.millis(rec.path("duration_ms"), "duration_ms"))
            .set("tool_name", Plain.identifierOrOther(text(rec.path("tool_name"))))
            .set("succeeded", Fields.truth(rec.path("succeeded"), "succeeded"))
            .set("decision", decision(rec))
            .set("unattended", Fields.truth(rec.path("unattended"), "unattended"))
            .set("content_hash", contentHash(rec, pseudonyms))
            .set("repository", repository)
            .set("branch", pseudonyms.branch(text(rec.path("branch"))))
            .set("commit_sha", Plain.commit(text(rec.path("commit_sha"))))
            .set("task_key", Plain.taskKey(text(rec.path("task_key")), repository, pseudonyms));
    costAndLength(event, rec, context.prices());
    return event;
  }

  private static String decision(JsonNode rec) {
    String written = text(rec.path("decision"));
    String word = Decisions.word(written);
    if (word == null && written != null && !written.isBlank()) {
      throw new RejectedException(RejectReason.UNKNOWN_VALUE, "decision");
    }
    return word;
  }

  /** Hashed once more under our key: another's hash of a short text can be guessed. */
  private static String contentHash(JsonNode rec, Pseudonyms pseudonyms) {
    String hash = text(rec.path("content_hash"));
    return hash == null || hash.isBlank() ? null : pseudonyms.hash("content", hash);
  }

  private static void costAndLength(Event event, JsonNode rec, Prices prices) {
    Long chars = count(rec.path("text_chars"), "text_chars");
    Double reported = Fields.usd(rec.path("cost_usd"), "cost_usd");
    if (!"model_call".equals(event.get("kind"))) {
      event
          .set("content_chars", chars)
          .set("cost_usd", reported)
          .set("cost_source", reported == null ? null : "reported");
      return;
    }
    event
        .set("input_tokens", count(rec.path("input_tokens"), "input_tokens"))
        .set("cache_read_tokens", count(rec.path("cache_read_tokens"), "cache_read_tokens"))
        .set("cache_write_tokens", count(rec.path("cache_write_tokens"), "cache_write_tokens"))
        .set("output_tokens", count(rec.path("output_tokens"), "output_tokens"))
        .set("tokens_estimated", false);
    TokenCounts.estimate(event, 0, chars == null ? 0 : chars);
    ModelCost.of(event, text(rec.path("model")), reported, prices);
  }
}
