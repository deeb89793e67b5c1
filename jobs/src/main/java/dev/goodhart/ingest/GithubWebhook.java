package dev.goodhart.ingest;

import static dev.goodhart.ingest.Fields.count;
import static dev.goodhart.ingest.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** GitHub's webhook deliveries, one a line, in an envelope or bare. */
final class GithubWebhook implements RawFormat {
  private static final long serialVersionUID = 1L;
  private static final Pattern REVERT =
      Pattern.compile("This reverts commit ([0-9a-f]{7,64})", Pattern.CASE_INSENSITIVE);

  @Override
  public String name() {
    return "github_webhook";
  }

  @Override
  public Target target() {
    return Target.OUTCOME;
  }

  @Override
  public List<String> knownKeys() {
    return List.of(
        "delivery",
        "event",
        "received_at",
        "payload",
        "action",
        "number",
        "pull_request",
        "repository",
        "ref",
        "after",
        "commits",
        "check_suite",
        "review",
        "sender");
  }

  @Override
  public RecordReader reader(Context.ForFile context) {
    return rec -> events(rec, context);
  }

  private static List<Event> events(JsonNode rec, Context.ForFile context) {
    if (!rec.isObject()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "delivery");
    }
    boolean wrapped = rec.path("payload").isObject();
    JsonNode payload = wrapped ? rec.path("payload") : rec;
    Delivery delivery =
        new Delivery(
            wrapped ? text(rec.path("delivery")) : null,
            wrapped ? Fields.time(rec.path("received_at"), "received_at") : null,
            payload,
            context);
    String event = wrapped && rec.hasNonNull("event") ? text(rec.path("event")) : kindOf(payload);
    if (event == null && !payload.has("repository") && !payload.has("sender")) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "event");
    }
    List<Event> events =
        switch (event == null ? "" : event) {
          case "pull_request" -> pullRequest(delivery);
          case "push" -> push(delivery);
          case "check_suite" -> checkSuite(delivery);
          case "pull_request_review" -> review(delivery);
          default -> List.of();
        };
    for (int place = 0; place < events.size(); place++) {
      events.get(place).set("event_id", delivery.eventId(place));
    }
    return events;
  }

  /** A bare payload tells its event only by what it holds. */
  private static String kindOf(JsonNode payload) {
    if (payload.has("check_suite")) {
      return "check_suite";
    }
    if (payload.has("review") && payload.has("pull_request")) {
      return "pull_request_review";
    }
    if (payload.has("pull_request")) {
      return "pull_request";
    }
    return payload.has("ref") && payload.has("commits") ? "push" : null;
  }

  private static List<Event> pullRequest(Delivery delivery) {
    JsonNode payload = delivery.payload();
    JsonNode pull = payload.path("pull_request");
    String action = Fields.required(payload.path("action"), "action");
    Timestamp merged = Fields.time(pull.path("merged_at"), "merged_at");
    Timestamp created = Fields.time(pull.path("created_at"), "created_at");
    Timestamp updated = Fields.time(pull.path("updated_at"), "updated_at");
    Timestamp closed = Fields.time(pull.path("closed_at"), "closed_at");
    String headSha = text(pull.path("head").path("sha"));
    Event event = delivery.event().set("task_key", delivery.taskKey(number(payload, pull)));
    switch (action) {
      case "opened" -> event.set("kind", "task_opened").set("event_time", created);
      case "synchronize" -> event.set("kind", "task_updated").set("event_time", updated);
      case "reopened" -> event.set("kind", "task_reopened").set("event_time", updated);
      case "closed" -> {
        // merged_at is to be trusted, the flag beside it is not.
        event.set("kind", merged == null ? "task_abandoned" : "change_merged");
        event.set("event_time", merged == null ? closed : merged);
      }
      default -> {
        return List.of();
      }
    }
    String author = text(pull.path("user").path("login"));
    return List.of(
        delivery
            .actor(event, delivery.context().identities().identifierOfLogin(author))
            .set(
                "branch",
                delivery.context().pseudonyms().branch(text(pull.path("head").path("ref"))))
            .set(
                "commit_sha",
                Plain.commit(
                    "change_merged".equals(event.get("kind"))
                        ? text(pull.path("merge_commit_sha"))
                        : headSha))
            .set("lines_added", count(pull.path("additions"), "additions"))
            .set("lines_removed", count(pull.path("deletions"), "deletions"))
            .set("files_changed", count(pull.path("changed_files"), "changed_files"))
            .set("event_time", delivery.timeOr(event)));
  }

  private static String number(JsonNode payload, JsonNode pull) {
    String number = text(payload.path("number"));
    return numeral(number == null ? pull.path("number") : payload.path("number"));
  }

  /** A pull request's number; nothing else may become a part of a task's key. */
  private static String numeral(JsonNode node) {
    Fields.required(node, "number");
    return String.valueOf(count(node, "number"));
  }

  private static List<Event> push(Delivery delivery) {
    JsonNode payload = delivery.payload();
    JsonNode commits = payload.path("commits");
    if (!commits.isArray() && !commits.isNull()) {
      throw new RejectedException(RejectReason.UNKNOWN_SHAPE, "commits");
    }
    String ref = text(payload.path("ref"));
    if (ref != null && ref.startsWith("refs/tags/")) {
      // A tag names commits that a branch has brought.
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    for (JsonNode commit : commits) {
      List<String> reverted =
          REVERT
              .matcher(commit.path("message").asText(""))
              .results()
              .map(says -> Plain.commit(says.group(1)))
              .toList();
      if (reverted.isEmpty()) {
        events.add(commit(delivery, commit, ref).set("kind", "commit_pushed"));
      }
      for (String sha : reverted) {
        events.add(
            commit(delivery, commit, ref).set("kind", "change_reverted").set("reverted_sha", sha));
      }
    }
    return events;
  }

  private static Event commit(Delivery delivery, JsonNode commit, String ref) {
    String email = text(commit.path("author").path("email"));
    String login = text(commit.path("author").path("username"));
    Event event =
        delivery
            .event()
            .set("event_time", Fields.time(commit.path("timestamp"), "timestamp"))
            .set("branch", delivery.context().pseudonyms().branch(ref))
            .set("commit_sha", Plain.commit(text(commit.path("id"))));
    delivery.actor(
        event,
        email == null || email.isBlank()
            ? delivery.context().identities().identifierOfLogin(login)
            : email);
    return event.set("event_time", delivery.timeOr(event));
  }

  private static List<Event> checkSuite(Delivery delivery) {
    JsonNode suite = delivery.payload().path("check_suite");
    String conclusion = text(suite.path("conclusion"));
    if (conclusion == null) {
      return List.of();
    }
    String kind =
        switch (conclusion.toLowerCase(Locale.ROOT)) {
          case "success" -> "check_passed";
          case "failure", "timed_out", "startup_failure" -> "check_failed";
          default -> null;
        };
    if (kind == null) {
      return List.of();
    }
    List<String> tasks = new ArrayList<>();
    for (JsonNode pull : suite.path("pull_requests")) {
      tasks.add(delivery.taskKey(numeral(pull.path("number"))));
    }
    if (tasks.isEmpty()) {
      tasks.add(null);
    }
    List<Event> events = new ArrayList<>();
    for (String task : tasks) {
      Event event =
          delivery
              .event()
              .set("kind", kind)
              .set("task_key", task)
              .set("event_time", Fields.time(suite.path("updated_at"), "updated_at"))
              .set(
                  "branch", delivery.context().pseudonyms().branch(text(suite.path("head_branch"))))
              .set("commit_sha", Plain.commit(text(suite.path("head_sha"))));
      events.add(event.set("event_time", delivery.timeOr(event)));
    }
    return events;
  }

  private static List<Event> review(Delivery delivery) {
    JsonNode payload = delivery.payload();
    JsonNode pull = payload.path("pull_request");
    JsonNode review = payload.path("review");
    String action = text(payload.path("action"));
    if (action != null && !action.equals("submitted")) {
      // An edited review was counted when it was given.
      return List.of();
    }
    String state = text(review.path("state"));
    String kind =
        switch (state == null ? "" : state.toLowerCase(Locale.ROOT)) {
          case "approved" -> "review_approved";
          case "changes_requested" -> "review_requested_changes";
          case "commented" -> "review_commented";
          default -> null;
        };
    if (kind == null) {
      return List.of();
    }
    Event event =
        delivery
            .event()
            .set("kind", kind)
            .set("task_key", delivery.taskKey(number(payload, pull)))
            .set("event_time", Fields.time(review.path("submitted_at"), "submitted_at"))
            .set(
                "branch",
                delivery.context().pseudonyms().branch(text(pull.path("head").path("ref"))))
            .set("commit_sha", Plain.commit(text(pull.path("head").path("sha"))));
    String login = text(review.path("user").path("login"));
    delivery.actor(event, delivery.context().identities().identifierOfLogin(login));
    return List.of(event.set("event_time", delivery.timeOr(event)));
  }

  /** One delivery: what its events have in common. */
  private record Delivery(
      String id, Timestamp received, JsonNode payload, Context.ForFile context) {
    Event event() {
      return new Event().set("repository", repository());
    }

    private String repository() {
      return Plain.repository(text(payload.path("repository").path("full_name")));
    }

    String taskKey(String number) {
      String repository = repository();
      if (repository == null) {
        throw new RejectedException(RejectReason.MISSING_FIELD, "repository.full_name");
      }
      return Plain.taskKey(number, repository, context.pseudonyms());
    }

    Event actor(Event event, String identifier) {
      return event
          .set("actor_id", context.pseudonyms().person(identifier))
          .set("team", context.identities().teamOf(identifier));
    }

    /** The event's own time, else when the delivery came. */
    Timestamp timeOr(Event event) {
      Timestamp time = (Timestamp) event.get("event_time");
      if (time == null && received == null) {
        throw new RejectedException(RejectReason.BAD_TIME, "received_at");
      }
      return time == null ? received : time;
    }

    String eventId(int place) {
      String what = id == null ? payload.toString() : id;
      return context.pseudonyms().hash("event", "github_webhook\n" + what + "\n" + place);
    }
  }
}
