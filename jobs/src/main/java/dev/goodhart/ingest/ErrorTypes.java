package dev.goodhart.ingest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Error classes that may be stored; an error's text could hold anything. */
final class ErrorTypes {
  private static final Map<String, String> BY_STATUS =
      Map.of(
          "400", "bad_request",
          "401", "authentication",
          "403", "permission",
          "404", "not_found",
          "408", "timeout",
          "413", "too_large",
          "429", "rate_limit",
          "500", "server_error",
          "503", "overloaded",
          "529", "overloaded");
  private static final Map<String, String> BY_WORD = new LinkedHashMap<>();

  static {
    BY_WORD.put("rate", "rate_limit");
    BY_WORD.put("overload", "overloaded");
    BY_WORD.put("timeout", "timeout");
    BY_WORD.put("timed out", "timeout");
    BY_WORD.put("permission", "permission");
    BY_WORD.put("denied", "permission");
    BY_WORD.put("not found", "not_found");
    BY_WORD.put("abort", "aborted");
    BY_WORD.put("interrupt", "aborted");
    BY_WORD.put("connection", "connection");
    BY_WORD.put("network", "connection");
    BY_WORD.put("auth", "authentication");
    BY_WORD.put("unknown", "unknown");
  }

  private ErrorTypes() {}

  static String of(String status, String error) {
    String byStatus = status == null ? null : BY_STATUS.get(status);
    if (byStatus != null) {
      return byStatus;
    }
    String lower = error == null ? "" : error.toLowerCase(Locale.ROOT);
    return BY_WORD.entrySet().stream()
        .filter(word -> lower.contains(word.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("other");
  }
}
