package dev.goodhart.report;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The report for reviewers, {@code review/queue.html}: the queue's sessions, each with its facts
 * first and what the classifier says behind a fold, so that it does not lead the reviewer.
 */
public final class ReviewReport {
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:/@-]*");

  private ReviewReport() {}

  /** One HTML file that needs no network; equal data gives an equal file. */
  public static String render(ReviewData data) {
    return Page.plain("queue.ftlh", Map.of("queue", data, "shell", new Shell()));
  }

  /** Quotes for a shell what comes out of raw logs, as reviewers paste it. */
  public static final class Shell {
    /** The text as one word of a POSIX shell. */
    public String word(String text) {
      return PLAIN_WORD.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
  }
}
