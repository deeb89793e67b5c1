package dev.goodhart.ingest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far a task is, by the word that its tracker has for it. Trackers let people name states as
 * they like: these are the words in common use; any other word says nothing.
 */
enum TaskStage {
  OPEN,
  REOPENED,
  DONE,
  ABANDONED;

  private static final Map<String, TaskStage> BY_WORD = new HashMap<>();

  static {
    say(
        OPEN,
        "open",
        "new",
        "to do",
        "todo",
        "backlog",
        "triage",
        "ready",
        "ready for development",
        "selected for development",
        "planned",
        "unstarted",
        "started",
        "in progress",
        "in development",
        "doing",
        "in review",
        "in code review",
        "code review",
        "review",
        "in test",
        "in testing",
        "testing",
        "in qa",
        "qa",
        "on hold",
        "blocked",
        "waiting",
        "patch available");
    say(REOPENED, "reopened", "re-opened");
    say(
        DONE,
        "done",
        "closed",
        "resolved",
        "complete",
        "completed",
        "fixed",
        "finished",
        "released",
        "deployed",
        "shipped",
        "merged");
    say(
        ABANDONED,
        "won't do",
        "wont do",
        "won't fix",
        "wont fix",
        "canceled",
        "cancelled",
        "abandoned",
        "declined",
        "rejected",
        "invalid",
        "duplicate",
        "obsolete",
        "cannot reproduce",
        "not a bug",
        "not a problem",
        "incomplete");
  }

  private static void say(TaskStage stage, String... words) {
    for (String word : words) {
      BY_WORD.put(word, stage);
    }
  }

  /** The stage that a word stands for; empty for null and for words that say nothing. */
  static Optional<TaskStage> of(String word) {
    return word == null
        ? Optional.empty()
        : Optional.ofNullable(
            BY_WORD.get(word.strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'')));
  }

  private boolean isOpen() {
    return this == OPEN || this == REOPENED;
  }

  /**
   * The kind of outcome that a move from one stage to this one is; empty where nothing turned.
   *
   * @param before empty where it is not known
   */
  Optional<String> reachedFrom(Optional<TaskStage> before) {
    if (before.filter(stage -> stage == this).isPresent()) {
      return Optional.empty();
    }
    return switch (this) {
      case DONE -> Optional.of("task_done");
      case ABANDONED -> Optional.of("task_abandoned");
      case REOPENED -> Optional.of("task_reopened");
      case OPEN -> before.filter(stage -> !stage.isOpen()).map(stage -> "task_reopened");
    };
  }
}
