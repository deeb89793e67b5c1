package dev.goodhart.ingest;

import static dev.goodhart.ingest.RejectReason.BAD_TIME;
import static dev.goodhart.ingest.RejectReason.MISSING_FIELD;
import static dev.goodhart.ingest.RejectReason.OUT_OF_RANGE;
import static dev.goodhart.ingest.RejectReason.WRONG_TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads single values as producers write them: numbers as texts, texts as numbers, or absent. */
final class Fields {
  /** More tokens, bytes or milliseconds than any event can have. */
  private static final BigDecimal MOST = BigDecimal.valueOf(1L << 53);

  private static final double MOST_USD = 1e7;
  private static final Pattern OFFSET_WITHOUT_COLON = Pattern.compile("([+-]\\d{2})(\\d{2})$");

  private Fields() {}

  /** The text of a scalar, null where it is absent. */
  static String text(JsonNode node) {
    return node == null || node.isMissingNode() || node.isNull() || !node.isValueNode()
        ? null
        : node.asText();
  }

  static String required(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isBlank()) {
      throw new RejectedException(MISSING_FIELD, field);
    }
    return text;
  }

  /** A count of 0 or more, null where it is absent. */
  static Long count(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() < 0 || value.compareTo(MOST) > 0) {
        throw new RejectedException(OUT_OF_RANGE, field);
      }
      return value.longValueExact();
    } catch (NumberFormatException e) {
      throw notANumber(text, field);
    } catch (ArithmeticException e) {
      throw new RejectedException(WRONG_TYPE, field);
    }
  }

  /** An amount in USD of 0 or more, null where it is absent. */
  static Double usd(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      double value = new BigDecimal(text).doubleValue();
      if (!(value >= 0 && value <= MOST_USD)) {
        throw new RejectedException(OUT_OF_RANGE, field);
      }
      return value;
    } catch (NumberFormatException e) {
      throw notANumber(text, field);
    }
  }

  private static RejectedException notANumber(String text, String field) {
    boolean notFinite = text.equals("NaN") || text.endsWith("Infinity");
    return new RejectedException(notFinite ? OUT_OF_RANGE : WRONG_TYPE, field);
  }

  static Boolean truth(JsonNode node) {
    String text = text(node);
    return text == null ? null : Boolean.valueOf(text);
  }

  /**
   * An ISO time with its zone (its offset with a colon or without), UTC where it names none; null
   * where it is absent.
   */
  static Timestamp time(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return Timestamp.from(instant(text));
    } catch (DateTimeParseException e) {
      throw new RejectedException(BAD_TIME, field);
    }
  }

  private static Instant instant(String text) {
    try {
      boolean timed = text.indexOf('T') > 0;
      String iso = timed ? OFFSET_WITHOUT_COLON.matcher(text).replaceFirst("$1:$2") : text;
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeParseException withoutZone) {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }
  }

  /** Nanoseconds since 1970 as a text or a number; null where they are absent or 0. */
  static Timestamp nanos(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isEmpty() || text.equals("0")) {
      return null;
    }
    try {
      long nanos = Long.parseLong(text);
      return Timestamp.from(Instant.ofEpochSecond(0, nanos));
    } catch (NumberFormatException | DateTimeException e) {
      throw new RejectedException(BAD_TIME, field);
    }
  }

  /** A duration in seconds, as milliseconds; null where it is absent. */
  static Long millisOfSeconds(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      BigDecimal millis = new BigDecimal(text).movePointRight(3);
      if (millis.signum() < 0 || millis.compareTo(MOST) > 0) {
        throw new RejectedException(OUT_OF_RANGE, field);
      }
      return millis.longValue();
    } catch (NumberFormatException e) {
      throw notANumber(text, field);
    }
  }

  /** Milliseconds since 1970 as a text or a number; null where they are absent. */
  static Timestamp epochMillis(JsonNode node, String field) {
    String text = text(node);
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Timestamp.from(Instant.ofEpochMilli(new BigDecimal(text).longValueExact()));
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      throw new RejectedException(BAD_TIME, field);
    }
  }
}
