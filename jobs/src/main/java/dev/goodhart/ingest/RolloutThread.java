package dev.goodhart.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The thread that a rollout records, and how much of the file is its own. A forked or spawned
 * thread names its parent, and its file begins with lines of the parent's, at times stamped anew.
 * What was copied tells only by when its turns began: turns have ids that hold their time, and the
 * thread's own begin when it exists.
 */
final class RolloutThread {
  /** Where turns have no ids, lines stamped this soon after the thread was made are copies. */
  private static final Duration COPYING_TIME = Duration.ofSeconds(3);

  private final String id;
  private final String session;
  private final boolean subagent;
  private final Instant created;
  private final String repository;
  private final String branch;
  private final boolean forked;
  private boolean copying;
  private boolean turnsTell;

  private RolloutThread(
      String id, String session, boolean subagent, Instant created, JsonNode git, boolean forked) {
    this.id = id;
    this.session = session;
    this.subagent = subagent;
    this.created = created;
    this.repository = Plain.repository(Fields.text(git.path("repository_url")));
    this.branch = Fields.text(git.path("branch"));
    this.forked = forked;
    this.copying = forked;
  }

  /**
   * A thread by its head.
   *
   * @param written when the head's line was written; may be null
   */
  static RolloutThread of(JsonNode meta, Timestamp written) {
    String id = Fields.text(meta.path("id"));
    String session = Fields.text(meta.path("session_id"));
    id = Fields.required(id == null ? meta.path("session_id") : meta.path("id"), "id");
    JsonNode spawn = meta.path("source").path("subagent").path("thread_spawn");
    String parent = Fields.text(spawn.path("parent_thread_id"));
    parent = parent == null ? Fields.text(meta.path("parent_thread_id")) : parent;
    boolean subagent =
        meta.path("source").has("subagent")
            || "subagent".equals(Fields.text(meta.path("thread_source")));
    boolean forked = parent != null || meta.hasNonNull("forked_from_id");
    Timestamp stamped = Fields.time(meta.path("timestamp"), "timestamp");
    return new RolloutThread(
        id,
        subagent ? firstOf(session, parent, id) : id,
        subagent,
        created(id, stamped == null ? written : stamped),
        meta.path("git"),
        forked);
  }

  /** A thread of which only the id is known: its head is in another file. */
  static RolloutThread headless(String id) {
    return new RolloutThread(id, id, false, null, MissingNode.getInstance(), false);
  }

  private static String firstOf(String... ids) {
    for (String id : ids) {
      if (id != null && !id.isBlank()) {
        return id;
      }
    }
    throw new IllegalArgumentException("no id");
  }

  private static Instant created(String id, Timestamp stamped) {
    Instant minted = minted(id);
    return minted == null && stamped != null ? stamped.toInstant() : minted;
  }

  /** The time in an id, if it is of the kind that holds one (UUID version 7). */
  private static Instant minted(String id) {
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.version() == 7
          ? Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16)
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether its head has not been read. */
  boolean isHeadless() {
    return created == null;
  }

  String id() {
    return id;
  }

  /** A subagent's thread belongs to the session that sent it out. */
  String session() {
    return session;
  }

  /** Whether it began as a copy, its running total of tokens perhaps too. */
  boolean isForked() {
    return forked;
  }

  boolean isSubagent() {
    return subagent;
  }

  String repository() {
    return repository;
  }

  String branch() {
    return branch;
  }

  /** Whether the head of another thread tells of a copied ancestor, not of a new rollout. */
  boolean isHeadOfAncestor(RolloutThread other) {
    return copying && (other.created == null || created == null || !other.created.isAfter(created));
  }

  /**
   * Notes that a turn begins.
   *
   * @param turnId may be null
   * @param began when the file says that it began; may be null
   */
  void turn(String turnId, Instant began) {
    Instant minted = turnId == null ? null : minted(turnId);
    if (!copying || created == null || (minted == null && began == null)) {
      return;
    }
    turnsTell = true;
    copying =
        minted != null
            ? minted.isBefore(created)
            : began.isBefore(created.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether a line, written at this time, is a copy of another thread's. */
  boolean isCopy(Timestamp written) {
    if (copying && !turnsTell && created != null && written != null) {
      copying = !written.toInstant().isAfter(created.plus(COPYING_TIME));
    }
    return copying;
  }
}
