package dev.goodhart.ingest;

import static dev.goodhart.ingest.RejectReason.BAD_TIME;
import static dev.goodhart.ingest.RejectReason.MISSING_FIELD;
import static dev.goodhart.ingest.RejectReason.OUT_OF_RANGE;
import static dev.goodhart.ingest.RejectReason.WRONG_TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Reads single values as producers write them: numbers as texts, texts as numbers, or absent. */
final class Fields {
  /** More tokens, bytes or milliseconds than any event has; sums of millions of it fit a long. */
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);

  private static final double MOST_USD = 1e7;

  /** A longer text is no number; reading millions of digits would hold the run up. */
  private static final int MOST_DIGITS = 64;

  /** Beyond the exponents of a double no figure means anything, and arithmetic fails. */
  private static final int MOST_SCALE = 400;

  /** Times that nanoseconds since 1970 can say: far outside them Spark and readers overflow. */
  private static final Instant FIRST = Instant.EPOCH;

  private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);
  private static final BigDecimal NANOS_A_SECOND = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal NANOS_A_MILLISECOND = BigDecimal.valueOf(1_000_000);

  /**
   * ISO, its zone written as {@code Z}, {@code +01:00}, {@code +0100}, {@code +01} or not at all.
   */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private Fields() {}

  /** The text of a scalar, null where it is absent. */
  static String text(JsonNode node) {
    return node == null || node.isMissingNode() || node.isNull() || !node.isValueNode()
        ? null
        : node.asText();
  }

  /** The text of a scalar, null where it is absent; refuses lists and objects. */
  private static String scalar(JsonNode node, String field) {
    if (node != null && node.isContainerNode()) {
      throw new RejectedException(WRONG_TYPE, field);
    }
    String text = text(node);
    return text == null || text.isBlank() ? null : text.strip();
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
    BigDecimal value = number(node, field);
    try {
      return value == null ? null : value.longValueExact();
    } catch (ArithmeticException e) {
      throw new RejectedException(WRONG_TYPE, field);
    }
  }

  /** Milliseconds of 0 or more, a fraction rounded; null where they are absent. */
  static Long millis(JsonNode node, String field) {
    BigDecimal value = number(node, field);
    return value == null ? null : value.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /** A duration in seconds of 0 or more, as milliseconds; null where it is absent. */
  static Long millisOfSeconds(JsonNode node, String field) {
    BigDecimal value = number(node, field);
    return value == null
        ? null
        : bounded(value.movePointRight(3).setScale(0, RoundingMode.DOWN), field).longValue();
  }

  /** Milliseconds from one time to another; null where one is absent or they contradict. */
  static Long millisBetween(Timestamp start, Timestamp end) {
    if (start == null || end == null) {
      return null;
    }
    long millis = end.getTime() - start.getTime();
    return millis < 0 || millis > MOST.longValue() ? null : millis;
  }

  private static BigDecimal number(JsonNode node, String field) {
    BigDecimal value = decimal(scalar(node, field), field);
    return value == null ? null : bounded(value, field);
  }

  private static BigDecimal bounded(BigDecimal value, String field) {
    if (value.signum() < 0 || value.compareTo(MOST) > 0) {
      throw new RejectedException(OUT_OF_RANGE, field);
    }
    return value;
  }

  /** An amount in USD of 0 or more, null where it is absent. */
  static Double usd(JsonNode node, String field) {
    BigDecimal value = decimal(scalar(node, field), field);
    if (value == null) {
      return null;
    }
    double usd = value.doubleValue();
    if (!(usd >= 0 && usd <= MOST_USD)) {
      throw new RejectedException(OUT_OF_RANGE, field);
    }
    return usd;
  }

  private static BigDecimal decimal(String text, String field) {
    if (text == null) {
      return null;
    }
    try {
      if (text.length() > MOST_DIGITS) {
        throw new RejectedException(WRONG_TYPE, field);
      }
      BigDecimal value = new BigDecimal(text);
      if (Math.abs((long) value.scale()) > MOST_SCALE) {
        throw new RejectedException(OUT_OF_RANGE, field);
      }
      return value;
    } catch (NumberFormatException e) {
      boolean notFinite = text.equals("NaN") || text.endsWith("Infinity");
      throw new RejectedException(notFinite ? OUT_OF_RANGE : WRONG_TYPE, field);
    }
  }

  /** A truth value, as such or as a text; null where it is absent. */
  static Boolean truth(JsonNode node, String field) {
    String text = scalar(node, field);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new RejectedException(WRONG_TYPE, field);
    };
  }

  /** An ISO time (a blank for its T), UTC where it names no zone; null where it is absent. */
  static Timestamp time(JsonNode node, String field) {
    String text = scalar(node, field);
    if (text == null) {
      return null;
    }
    try {
      String iso = text.replaceFirst("^(\\S+) ", "$1T");
      TemporalAccessor time = TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
      return timestamp(
          time instanceof OffsetDateTime zoned
              ? zoned.toInstant()
              : LocalDateTime.from(time).toInstant(ZoneOffset.UTC),
          field);
    } catch (DateTimeException e) {
      throw new RejectedException(BAD_TIME, field);
    }
  }

  /** Nanoseconds since 1970 as a text or a number; null where they are absent or 0. */
  static Timestamp nanos(JsonNode node, String field) {
    return sinceEpoch(node, field, BigDecimal.ONE);
  }

  /** Seconds since 1970 with a fraction, as a text or a number; null where absent or 0. */
  static Timestamp seconds(JsonNode node, String field) {
    return sinceEpoch(node, field, NANOS_A_SECOND);
  }

  /** Milliseconds since 1970 as a text or a number; null where they are absent or 0. */
  static Timestamp epochMillis(JsonNode node, String field) {
    return sinceEpoch(node, field, NANOS_A_MILLISECOND);
  }

  private static Timestamp sinceEpoch(JsonNode node, String field, BigDecimal nanosEach) {
    try {
      BigDecimal value = decimal(scalar(node, field), field);
      if (value == null || value.signum() == 0) {
        return null;
      }
      BigDecimal nanos = value.multiply(nanosEach);
      if (nanos.signum() < 0 || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        throw new RejectedException(BAD_TIME, field);
      }
      return timestamp(Instant.ofEpochSecond(0, nanos.longValue()), field);
    } catch (RejectedException e) {
      throw new RejectedException(BAD_TIME, field);
    }
  }

  /** Within the years that a table can hold. */
  private static Timestamp timestamp(Instant instant, String field) {
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new RejectedException(BAD_TIME, field);
    }
    return Timestamp.from(instant);
  }
}
