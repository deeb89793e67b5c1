package dev.goodhart.sample;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the made-up tools write them. */
final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 2026-01-05T09:20:46.847Z}. */
  static String iso(long millis) {
    return MILLIS.format(Instant.ofEpochMilli(millis));
  }

  /** {@code 2026-01-05 09:20:46.847000}, in UTC without saying so. */
  static String plain(long millis) {
    return MICROS.format(Instant.ofEpochMilli(millis));
  }
}
