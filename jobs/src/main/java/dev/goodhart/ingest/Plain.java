package dev.goodhart.ingest;

import java.util.Locale;
import java.util.regex.Pattern;

/** Decides which texts are plain identifiers that may be stored as they are. */
final class Plain {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
  private static final Pattern HOST =
      Pattern.compile("^(?:https?://|ssh://)?(?:[^/@\\s]+@)?[^/\\s]+\\.[a-z]{2,}[/:]");
  private static final Pattern REPOSITORY =
      Pattern.compile("(?:[A-Za-z0-9_.-]{1,100}/)*[A-Za-z0-9_.-]{1,100}");
  private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,9})");
  private static final Pattern PULL_REQUEST =
      Pattern.compile("(?:https?://[^/\\s]+/)?([\\w.-]+/[\\w.-]+)(?:/pull/|#)(\\d{1,9})");
  private static final Pattern ISSUE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,19}-\\d{1,9}");

  private static final Pattern SESSION = Pattern.compile("[^@\\s\\p{Cntrl}]{1,200}");
  private static final Pattern TEAM = Pattern.compile("[^@\\p{Cntrl}]{1,128}");

  /** A longer text is no name; matching it could exhaust the stack. */
  private static final int MOST_CHARS = 300;

  private Plain() {}

  /**
   * A session's id as the source has it; a keyed hash where it could hold an address or a text, as
   * ids have no {@code @}, no blank and no great length.
   */
  static String session(String id, Pseudonyms pseudonyms) {
    if (id == null || id.isBlank()) {
      return null;
    }
    return SESSION.matcher(id).matches() ? id : pseudonyms.hash("session", id);
  }

  /** A team's name, or {@code other} where it could be an address or a text. */
  static String team(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String name = text.strip();
    return TEAM.matcher(name).matches() ? name : "other";
  }

  /** A tool's name as it is, or {@code other} where it could hold more than a name. */
  static String identifierOrOther(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return IDENTIFIER.matcher(text).matches() ? text : "other";
  }

  /** A UUID as it is; any other id as a keyed hash. */
  static String idOrHash(String id, Pseudonyms pseudonyms) {
    if (id == null || id.isBlank()) {
      return null;
    }
    return UUID.matcher(id).matches() ? id : pseudonyms.hash("id", id);
  }

  /** A commit's hash, or null for anything else. */
  static String commit(String sha) {
    if (sha == null) {
      return null;
    }
    String lower = sha.toLowerCase(Locale.ROOT);
    return COMMIT.matcher(lower).matches() ? lower : null;
  }

  /** A repository's name without host and {@code .git}; null for what can't be one. */
  static String repository(String text) {
    if (text == null || text.isBlank() || text.length() > MOST_CHARS) {
      return null;
    }
    String name = HOST.matcher(text.strip()).replaceFirst("");
    name = name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
    return REPOSITORY.matcher(name).matches() ? name : null;
  }

  /**
   * A task's key: {@code owner/repo#12} for a pull request, an issue key in capitals; anything else
   * as a keyed hash, since people write what they like there.
   */
  static String taskKey(String text, String repository, Pseudonyms pseudonyms) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String key = text.strip();
    if (key.length() > MOST_CHARS) {
      return pseudonyms.hash("task", key);
    }
    var pullRequest = PULL_REQUEST.matcher(key);
    if (pullRequest.matches()) {
      return pullRequest.group(1) + "#" + pullRequest.group(2);
    }
    var number = NUMBER.matcher(key);
    if (number.matches() && repository != null) {
      return repository + "#" + number.group(1);
    }
    return ISSUE.matcher(key).matches()
        ? key.toUpperCase(Locale.ROOT)
        : pseudonyms.hash("task", key);
  }
}
