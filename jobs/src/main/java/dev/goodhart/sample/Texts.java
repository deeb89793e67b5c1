package dev.goodhart.sample;

import java.util.List;

/** Made-up words for what people type, where their installation does not hide it. */
final class Texts {
  /** Stands in every plain prompt and command, so that a leak can be searched for. */
  static final String MARKER = "plumbago-falcon";

  /** Stands where an installation hides what people type. */
  static final String HIDDEN = "<REDACTED>";

  private static final int LONGEST = 600;

  private static final List<String> WORDS =
      List.of(
          "please",
          "rename",
          "the",
          "invoice",
          "rounding",
          "test",
          "fails",
          "when",
          "customer",
          "has",
          "no",
          "address",
          "look",
          "at",
          "module",
          "and",
          "explain",
          "why",
          "this",
          "query",
          "is",
          "slow",
          "add",
          "a",
          "case",
          "for",
          "empty",
          "basket",
          "then",
          "run",
          "all",
          "checks");
  private static final List<String> FOLDERS =
      List.of("billing", "orders", "users", "search", "report", "auth", "cart", "sync");
  private static final List<String> ENDINGS = List.of("java", "ts", "py", "sql", "md", "yaml");

  private Texts() {}

  /** The text of a prompt: the same key gives the same text. */
  static String prompt(long key, int chars) {
    Draw draw = Draw.of(key, "words");
    StringBuilder text = new StringBuilder(MARKER);
    int length = Math.max(1, Math.min(chars, LONGEST));
    while (text.length() < length) {
      text.append(' ').append(draw.pick(WORDS));
    }
    text.append(' ').append(draw.hex(6));
    return text.toString();
  }

  static String path(long key) {
    Draw draw = Draw.of(key, "path");
    return "/home/dev/src/" + draw.pick(FOLDERS) + "/" + draw.hex(8) + "." + draw.pick(ENDINGS);
  }

  static String command(String word, long key) {
    Draw draw = Draw.of(key, "command");
    return word + " " + draw.pick(FOLDERS) + " --note " + MARKER + "-" + draw.hex(6);
  }

  static String message(long key) {
    Draw draw = Draw.of(key, "message");
    return draw.pick(List.of("Fix ", "Add ", "Move ", "Speed up ", "Test ", "Document "))
        + draw.pick(FOLDERS)
        + " "
        + draw.pick(WORDS);
  }

  /** Twelve hexadecimal digits that stand for a hashed text. */
  static String hash(long key) {
    return Draw.of(key, "hash").hex(12);
  }
}
