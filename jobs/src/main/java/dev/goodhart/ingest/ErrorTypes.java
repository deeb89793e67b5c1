package dev.goodhart.ingest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Error classes that may be stored; an error's text could hold anything. */
final class ErrorTypes {
  private static final Map<String, String> BY_STATUS =
      Map.ofEntries(
          Map.entry("400", "bad_request"),
          Map.entry("401", "authentication"),
          Map.entry("403", "permission"),
          Map.entry("404", "not_found"),
          Map.entry("408", "timeout"),
          Map.entry("413", "too_large"),
          Map.entry("422", "bad_request"),
          Map.entry("429", "rate_limit"),
          Map.entry("500", "server_error"),
          Map.entry("502", "server_error"),
          Map.entry("503", "overloaded"),
          Map.entry("504", "timeout"),
          Map.entry("529", "overloaded"));

  /** The first that an error's text holds says its class; without blanks, underlines, dashes. */
  private static final Map<String, String> BY_WORD = new LinkedHashMap<>();

  static {
    BY_WORD.put("ratelimit", "rate_limit");
    BY_WORD.put("toomanyrequests", "rate_limit");
    BY_WORD.put("quota", "rate_limit");
    BY_WORD.put("budget", "rate_limit");
    BY_WORD.put("contextwindow", "too_large");
    BY_WORD.put("contextlength", "too_large");
    BY_WORD.put("toolarge", "too_large");
    BY_WORD.put("toolong", "too_large");
    BY_WORD.put("overload", "overloaded");
    BY_WORD.put("unavailable", "overloaded");
    BY_WORD.put("timeout", "timeout");
    BY_WORD.put("timedout", "timeout");
    BY_WORD.put("deadline", "timeout");
    BY_WORD.put("permission", "permission");
    BY_WORD.put("denied", "permission");
    BY_WORD.put("notfound", "not_found");
    BY_WORD.put("abort", "aborted");
    BY_WORD.put("cancel", "aborted");
    BY_WORD.put("interrupt", "aborted");
    BY_WORD.put("connection", "connection");
    BY_WORD.put("network", "connection");
    BY_WORD.put("auth", "authentication");
    BY_WORD.put("badrequest", "bad_request");
    BY_WORD.put("invalidrequest", "bad_request");
    BY_WORD.put("servererror", "server_error");
    BY_WORD.put("unknown", "unknown");
  }

  private ErrorTypes() {}

  static String of(String status, String error) {
    String byStatus = status == null ? null : BY_STATUS.get(status);
    if (byStatus != null) {
      return byStatus;
    }
    String lower = error == null ? "" : error.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    return BY_WORD.entrySet().stream()
        .filter(word -> lower.contains(word.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("other");
  }
}
