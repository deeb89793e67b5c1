package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.required;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Jira's issues with their changelogs, one issue a line, or its webhooks, which hold an issue and
 * its newest change. Both name a change by the same id, so that a change known from both is one.
 */
final class JiraChangelog implements RawFormat {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "jira_changelog";

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
        "id",
        "key",
        "self",
        "expand",
        "fields",
        "changelog",
        "webhookEvent",
        "timestamp",
        "issue",
        "user");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    if (!rec.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "key");
    }
    String webhook = text(rec.path("webhookEvent"));
    if (webhook != null && !webhook.startsWith("jira:issue_")) {
      return List.of();
    }
    Issue issue = Issue.of(webhook == null ? rec : rec.path("issue"), context);
    List<Event> events = new ArrayList<>();
    issue.opened().ifPresent(events::add);
    for (JsonNode history : issue.histories()) {
      issue.turned(history, Fields.time(history.path("created"), "created")).ifPresent(events::add);
    }
    if (webhook != null) {
      Timestamp sent = Fields.epochMillis(rec.path("timestamp"), "timestamp");
      issue.turned(rec.path("changelog"), sent).ifPresent(events::add);
    }
    return events;
  }

  /** What all events of an issue have in common. */
  private record Issue(String key, JsonNode node, String assignee, Context.ForFile context) {
    static Issue of(JsonNode node, Context.ForFile context) {
      String key = required(node.path("key"), "key");
      return new Issue(
          Plain.taskKey(key, null, context.pseudonyms()),
          node,
          person(node.path("fields").path("assignee"), context.identities()),
          context);
    }

    /** Whoever has the issue; shown names are never read. */
    private static String person(JsonNode assignee, Identities identities) {
      String email = text(assignee.path("emailAddress"));
      if (email != null && !email.isBlank()) {
        return email;
      }
      String login = text(assignee.path("name"));
      return login == null ? text(assignee.path("accountId")) : identities.identifierOfLogin(login);
    }

    JsonNode histories() {
      return node.path("changelog").path("histories");
    }

    Optional<Event> opened() {
      Timestamp created = Fields.time(node.path("fields").path("created"), "created");
      return created == null
          ? Optional.empty()
          : Optional.of(event("task_opened", created, "created"));
    }

    /** The turn that a change is, if it is one. */
    Optional<Event> turned(JsonNode change, Timestamp time) {
      Optional<TaskStage> resolution = Optional.empty();
      Optional<Event> turn = Optional.empty();
      for (JsonNode item : change.path("items")) {
        String field = Objects.requireNonNullElse(text(item.path("field")), "");
        if (field.equalsIgnoreCase("resolution")) {
          resolution = TaskStage.of(text(item.path("toString")));
        }
      }
      for (JsonNode item : change.path("items")) {
        String field = Objects.requireNonNullElse(text(item.path("field")), "");
        if (field.equalsIgnoreCase("status")) {
          Optional<String> kind = kind(item, resolution);
          turn = kind.isEmpty() ? turn : Optional.of(event(kind.get(), time, changeId(change)));
        }
      }
      return turn;
    }

    /** A task closed as one that nobody will do was not done. */
    private Optional<String> kind(JsonNode item, Optional<TaskStage> resolution) {
      Optional<TaskStage> to = stage(text(item.path("toString")));
      boolean givenUp =
          to.filter(stage -> stage == TaskStage.DONE).isPresent()
              && resolution.filter(stage -> stage == TaskStage.ABANDONED).isPresent();
      Optional<TaskStage> reached = givenUp ? resolution : to;
      return reached.flatMap(stage -> stage.reachedFrom(stage(text(item.path("fromString")))));
    }

    /** A state's own name, or the category of the state that the issue is in now. */
    private Optional<TaskStage> stage(String word) {
      JsonNode status = node.path("fields").path("status");
      Optional<TaskStage> named = TaskStage.of(word);
      if (named.isPresent() || word == null || !word.equals(text(status.path("name")))) {
        return named;
      }
      String category = text(status.path("statusCategory").path("key"));
      return switch (category == null ? "" : category) {
        case "done" -> Optional.of(TaskStage.DONE);
        case "new", "indeterminate" -> Optional.of(TaskStage.OPEN);
        default -> Optional.empty();
      };
    }

    private static String changeId(JsonNode change) {
      String id = text(change.path("id"));
      return id == null ? change.toString() : id;
    }

    private Event event(String kind, Timestamp time, String what) {
      if (time == null) {
        throw new RejectedException(RejectReason.BAD_TIME, "created");
      }
      return new Event()
          .set("kind", kind)
          .set("event_time", time)
          .set("event_id", context.pseudonyms().hash("event", NAME + "\n" + key + "\n" + what))
          .set("task_key", key)
          .set("actor_id", context.pseudonyms().person(assignee))
          .set("team", context.identities().teamOf(assignee));
    }
  }
}
