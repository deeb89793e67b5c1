package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.required;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Generic outcomes, for trackers that have no format of their own: one JSON object an event. */
final class OutcomeEventLines implements RawFormat {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "outcome_event";
  private static final Set<String> KINDS =
      Set.of(
          "task_opened",
          "task_done",
          "task_reopened",
          "task_abandoned",
          "change_merged",
          "change_reverted",
          "check_passed",
          "check_failed");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.OUTCOME;
  }

  @Override
  public List<String> knownKeys() {
    return List.of("outcome_id", "occurred_at", "task_key", "kind", "actor", "repository", "value");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    if (!rec.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "outcome_id");
    }
    String id = required(rec.path("outcome_id"), "outcome_id");
    String kind = required(rec.path("kind"), "kind").strip().toLowerCase(Locale.ROOT);
    if (!KINDS.contains(kind)) {
      throw new RejectedException(RejectReason.UNKNOWN_VALUE, "kind");
    }
    Timestamp time = Fields.time(rec.path("occurred_at"), "occurred_at");
    if (time == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "occurred_at");
    }
    Pseudonyms pseudonyms = context.pseudonyms();
    String repository = Plain.repository(text(rec.path("repository")));
    String task = required(rec.path("task_key"), "task_key");
    String actor = context.identities().identifierOfLogin(text(rec.path("actor")));
    return List.of(
        new Event()
            .set("kind", kind)
            .set("event_time", time)
            .set("event_id", pseudonyms.hash("event", NAME + "\n" + id))
            .set("task_key", Plain.taskKey(task, repository, pseudonyms))
            .set("actor_id", pseudonyms.person(actor))
            .set("team", context.identities().teamOf(actor))
            .set("repository", repository));
  }
}
