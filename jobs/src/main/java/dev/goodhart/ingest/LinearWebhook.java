package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.required;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Linear's webhooks, one a line; only issues that were created or whose state changed count. */
final class LinearWebhook implements RawFormat {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "linear_webhook";

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
    return List.of(
        "action",
        "type",
        "createdAt",
        "data",
        "updatedFrom",
        "webhookTimestamp",
        "webhookId",
        "actor",
        "url",
        "organizationId");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    if (!rec.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "type");
    }
    if (!required(rec.path("type"), "type").equals("Issue")) {
      return List.of();
    }
    JsonNode issue = rec.path("data");
    List<String> kinds = kinds(required(rec.path("action"), "action"), issue, rec);
    List<Event> events = new ArrayList<>();
    for (String kind : kinds) {
      events.add(event(kind, issue, time(kind, rec), context));
    }
    return events;
  }

  private static List<String> kinds(String action, JsonNode issue, JsonNode rec) {
    JsonNode before = rec.path("updatedFrom");
    return switch (action) {
      case "create" -> {
        List<String> kinds = new ArrayList<>(List.of("task_opened"));
        stage(issue)
            .flatMap(stage -> stage.reachedFrom(Optional.of(TaskStage.OPEN)))
            .ifPresent(kinds::add);
        yield kinds;
      }
      case "update" ->
          before.has("stateId") || before.has("state")
              ? stage(issue).flatMap(stage -> stage.reachedFrom(stageBefore(before))).stream()
                  .toList()
              : List.of();
      default -> List.of();
    };
  }

  /** The type of a state is of a fixed list, whatever the state's name is. */
  private static Optional<TaskStage> stage(JsonNode issue) {
    JsonNode state = issue.path("state");
    String type = text(state.path("type"));
    return switch (type == null ? "" : type.toLowerCase(Locale.ROOT)) {
      case "completed" -> Optional.of(TaskStage.DONE);
      case "canceled", "cancelled", "duplicate" -> Optional.of(TaskStage.ABANDONED);
      case "triage", "backlog", "unstarted", "started" -> Optional.of(TaskStage.OPEN);
      case "" -> TaskStage.of(required(state.path("name"), "data.state"));
      default -> Optional.empty();
    };
  }

  /** An issue that is open again lost the time at which it was closed. */
  private static Optional<TaskStage> stageBefore(JsonNode before) {
    if (before.hasNonNull("completedAt")) {
      return Optional.of(TaskStage.DONE);
    }
    return before.hasNonNull("canceledAt") ? Optional.of(TaskStage.ABANDONED) : Optional.empty();
  }

  private static Timestamp time(String kind, JsonNode rec) {
    JsonNode issue = rec.path("data");
    Timestamp changed =
        kind.equals("task_opened")
            ? Fields.time(issue.path("createdAt"), "createdAt")
            : Fields.time(issue.path("updatedAt"), "updatedAt");
    Timestamp stated = changed == null ? Fields.time(rec.path("createdAt"), "createdAt") : changed;
    Timestamp time =
        stated == null
            ? Fields.epochMillis(rec.path("webhookTimestamp"), "webhookTimestamp")
            : stated;
    if (time == null) {
      throw new RejectedException(RejectReason.BAD_TIME, "webhookTimestamp");
    }
    return time;
  }

  private static Event event(String kind, JsonNode issue, Timestamp time, Context.ForFile context) {
    Pseudonyms pseudonyms = context.pseudonyms();
    String key =
        Plain.taskKey(required(issue.path("identifier"), "data.identifier"), null, pseudonyms);
    JsonNode assignee = issue.path("assignee");
    String email = text(assignee.path("email"));
    String person =
        email == null || email.isBlank()
            ? text(assignee.isObject() ? assignee.path("id") : issue.path("assigneeId"))
            : email;
    return new Event()
        .set("kind", kind)
        .set("event_time", time)
        .set(
            "event_id",
            pseudonyms.hash(
                "event", String.join("\n", NAME, key, kind, time.toInstant().toString())))
        .set("task_key", key)
        .set("actor_id", pseudonyms.person(person))
        .set("team", context.identities().teamOf(person));
  }
}
