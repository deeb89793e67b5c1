package dev.goodhart.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What GitHub delivers about a task: pushes, checks, its pull request, and what became of it. */
final class Deliveries {
  /** Where deliveries go: the moment of the event, and its line. */
  @FunctionalInterface
  interface Sink {
    void deliver(Instant at, byte[] line) throws IOException;
  }

  private final Fitted fitted;
  private final Sink sink;
  private final long seed;

  Deliveries(Fitted fitted, Sink sink, long seed) {
    this.fitted = fitted;
    this.sink = sink;
    this.seed = seed;
  }

  /** Delivers what a session's commits led to. */
  void worked(SessionPlan plan, List<Task.Commit> commits, Instant ended) throws IOException {
    Task task = plan.task();
    Draw draw = Draw.of(plan.seed(), "deliveries");
    String login = plan.person().login();
    for (Task.Commit commit : commits) {
      Instant at = commit.at().plusSeconds(2L + draw.below(120));
      push(task, task.branch, commit, login, at, draw);
      if (draw.chance(0.85)) {
        check(task, commit, at.plusSeconds(90L + draw.below(900)), draw);
      }
      if (plan.yields() && task.opened) {
        pull(task, "synchronize", at, null, commit.sha(), draw);
      }
    }
    if (!plan.yields()) {
      return;
    }
    task.add(commits);
    boolean finished = plan.closes();
    if (task.wantsPull
        && !task.opened
        && !task.onDefaultBranch()
        && task.commits > 0
        && (task.opensEarly || finished)) {
      task.opened = true;
      task.openedAt = ended.plusSeconds(60L + draw.below(2400));
      pull(task, "opened", task.openedAt, null, task.head, draw);
    }
    if (finished) {
      finish(task, ended);
    }
  }

  /** Decides what becomes of a task that nobody works on any more. */
  void finish(Task task, Instant last) throws IOException {
    if (!task.opened || task.finished) {
      return;
    }
    task.finished = true;
    Draw draw = Draw.of(seed, "finish", task.repository, task.number);
    Instant from = last.isAfter(task.openedAt) ? last : task.openedAt;
    double hours = fitted.at("merge_hours", draw.normal() - 0.4);
    if (task.mergeScore > -0.85) {
      Instant at = from.plusSeconds(60 + Math.round(hours * 3600));
      String sha = draw.hex(40);
      pull(task, "closed", at, sha, task.head, draw);
      if (draw.chance(Fitted.logistic(-4 - 0.7 * task.mergeScore))) {
        Task.Commit revert =
            new Task.Commit(
                draw.hex(40),
                at.plusSeconds(3600L * (8 + draw.below(96))),
                /* added= */ task.removed,
                /* removed= */ task.added,
                task.files,
                "Revert \""
                    + Texts.message(task.number)
                    + "\"\n\nThis reverts commit "
                    + sha
                    + ".");
        push(task, "main", revert, task.authorLogin, revert.at(), draw);
      }
    } else if (draw.chance(0.6)) {
      pull(task, "closed", from.plusSeconds(60 + Math.round(hours * 7200)), null, task.head, draw);
    }
  }

  private void pull(Task task, String action, Instant at, String mergeSha, String head, Draw draw)
      throws IOException {
    boolean closed = action.equals("closed");
    deliver(
        "pull_request",
        at,
        draw,
        json -> {
          json.writeStringField("action", action);
          json.writeNumberField("number", task.number);
          json.writeObjectFieldStart("pull_request");
          json.writeNumberField("number", task.number);
          json.writeStringField("state", closed ? "closed" : "open");
          json.writeBooleanField("draft", false);
          json.writeBooleanField("merged", mergeSha != null);
          json.writeStringField("merged_at", mergeSha == null ? null : text(at));
          json.writeStringField("closed_at", closed ? text(at) : null);
          json.writeStringField("created_at", text(task.openedAt));
          json.writeStringField("updated_at", text(at));
          json.writeStringField("merge_commit_sha", mergeSha);
          json.writeObjectFieldStart("head");
          json.writeStringField("ref", task.branch);
          json.writeStringField("sha", head);
          json.writeEndObject();
          json.writeObjectFieldStart("base");
          json.writeStringField("ref", "main");
          json.writeEndObject();
          json.writeObjectFieldStart("user");
          json.writeStringField("login", task.authorLogin);
          json.writeEndObject();
          json.writeArrayFieldStart("labels");
          json.writeEndArray();
          json.writeNumberField("commits", task.commits);
          json.writeNumberField("additions", task.added);
          json.writeNumberField("deletions", task.removed);
          json.writeNumberField("changed_files", task.files);
          json.writeEndObject();
          repository(json, task);
        });
  }

  private void push(
      Task task, String branch, Task.Commit commit, String login, Instant at, Draw draw)
      throws IOException {
    deliver(
        "push",
        at,
        draw,
        json -> {
          json.writeStringField("ref", "refs/heads/" + branch);
          json.writeStringField("after", commit.sha());
          json.writeArrayFieldStart("commits");
          json.writeStartObject();
          json.writeStringField("id", commit.sha());
          json.writeStringField("message", commit.message());
          json.writeStringField("timestamp", text(commit.at()));
          json.writeObjectFieldStart("author");
          json.writeStringField("username", login);
          json.writeEndObject();
          json.writeEndObject();
          json.writeEndArray();
          repository(json, task);
        });
  }

  private void check(Task task, Task.Commit commit, Instant at, Draw draw) throws IOException {
    boolean passed = draw.chance(0.84);
    deliver(
        "check_suite",
        at,
        draw,
        json -> {
          json.writeStringField("action", "completed");
          json.writeObjectFieldStart("check_suite");
          json.writeStringField("head_branch", task.branch);
          json.writeStringField("head_sha", commit.sha());
          json.writeStringField("conclusion", passed ? "success" : "failure");
          json.writeStringField("updated_at", text(at));
          json.writeArrayFieldStart("pull_requests");
          if (task.opened) {
            json.writeStartObject();
            json.writeNumberField("number", task.number);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
          repository(json, task);
        });
  }

  private static void repository(JsonGenerator json, Task task) throws IOException {
    json.writeObjectFieldStart("repository");
    json.writeStringField("full_name", task.repository);
    json.writeEndObject();
    json.writeObjectFieldStart("sender");
    json.writeStringField("login", "github");
    json.writeEndObject();
  }

  private void deliver(String event, Instant at, Draw draw, Json.Body payload) throws IOException {
    String id = draw.uuid();
    Instant received = at.plus(Duration.ofMillis(draw.below(4000)));
    byte[] line =
        Json.line(
            json -> {
              json.writeStartObject();
              json.writeStringField("delivery", id);
              json.writeStringField("event", event);
              json.writeStringField("received_at", received.toString());
              json.writeObjectFieldStart("payload");
              payload.write(json);
              json.writeEndObject();
              json.writeEndObject();
            });
    sink.deliver(received, line);
  }

  private static String text(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
