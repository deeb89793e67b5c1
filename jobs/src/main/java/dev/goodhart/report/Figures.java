package dev.goodhart.report;

import dev.goodhart.ingest.RejectReason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/** Numbers and days as people read them; the same on every machine. */
public final class Figures {
  private static final String SPACE = "\u00a0";
  private static final String MINUS = "\u2212";
  private static final String NOTHING = "\u2013";
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** {@code 12,345}. */
  public String count(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace("-", MINUS);
  }

  /** {@code 1 session}, {@code 12,345 sessions}. */
  public String count(long value, String one, String many) {
    return count(value) + SPACE + (value == 1 ? one : many);
  }

  /** {@code 1.24 M}: three digits and a unit from a thousand on. */
  public String compact(double value) {
    String[] units = {"", "K", "M", "B", "T"};
    BigDecimal rest = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP));
    int unit = 0;
    while (rest.abs().compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < units.length - 1) {
      rest = rest.movePointLeft(3);
      unit++;
    }
    String digits = rest.stripTrailingZeros().toPlainString();
    return unit == 0 ? digits : digits + SPACE + units[unit];
  }

  /**
   * {@code $3.42}, {@code $342}, {@code $3,412}, {@code $1.23 M}: cents below 100 dollars alone.
   */
  public String money(double usd) {
    if (usd >= 1e6) {
      return "$" + compact(usd);
    }
    String pattern = usd != 0 && usd < 100 ? "$%,.2f" : "$%,.0f";
    return String.format(Locale.ROOT, pattern, usd);
  }

  /** Money a piece, or a dash where there are none. */
  public String moneyPer(double usd, long pieces) {
    return pieces == 0 ? NOTHING : money(usd / pieces);
  }

  /** {@code 67 %}, one decimal below 10, or a dash where the whole is nothing. */
  public String share(double part, double whole) {
    if (whole == 0) {
      return NOTHING;
    }
    double percent = 100 * part / whole;
    if (percent > 0 && percent < 0.1) {
      return "<" + SPACE + "0.1" + SPACE + "%";
    }
    if (percent > 99 && percent < 100) {
      return ">" + SPACE + "99" + SPACE + "%";
    }
    boolean hasDecimal = percent > 0 && percent < 9.95;
    return String.format(Locale.ROOT, hasDecimal ? "%.1f" : "%.0f", percent) + SPACE + "%";
  }

  /** A probability as a share of one. */
  public String percent(double probability) {
    return share(probability, 1.0);
  }

  /** Likewise of whole numbers. */
  public String share(long part, long whole) {
    return share((double) part, (double) whole);
  }

  /** {@code 19 % to 51 %}. */
  public String interval(double low, double high) {
    return percent(low) + " to " + percent(high);
  }

  /** {@code 2.3 times}. */
  public String times(double value) {
    return String.format(Locale.ROOT, "%.1f", value) + SPACE + "times";
  }

  /** {@code +0.42}, {@code −0.10}. */
  public String signed(double value) {
    String digits = String.format(Locale.ROOT, "%.2f", Math.abs(value));
    if (digits.equals("0.00")) {
      return digits;
    }
    return (value < 0 ? MINUS : "+") + digits;
  }

  /** {@code 45 s}, {@code 12 min}, {@code 2 h 5 min}. */
  public String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + SPACE + "s";
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 60) {
      return minutes + SPACE + "min";
    }
    String hours = count(minutes / 60) + SPACE + "h";
    return minutes % 60 == 0 ? hours : hours + SPACE + minutes % 60 + SPACE + "min";
  }

  /** {@code 5 Jan 2026}. */
  public String day(LocalDate day) {
    return DAY.format(day);
  }

  /** {@code 5 Jan}. */
  public String shortDay(LocalDate day) {
    return SHORT_DAY.format(day);
  }

  /** {@code 5 Jan 2026, 14:03}, UTC. */
  public String time(Instant time) {
    return TIME.format(time);
  }

  /** A raw format, as its users call it. */
  public String source(String name) {
    return switch (name) {
      case "claude_code_otlp" -> "Claude Code telemetry";
      case "claude_code_transcript" -> "Claude Code transcripts";
      case "codex_rollout" -> "Codex rollouts";
      case "github_webhook" -> "GitHub webhooks";
      case "jira_changelog" -> "Jira";
      case "linear_webhook" -> "Linear";
      case "review" -> "Reviews";
      default -> words(name);
    };
  }

  /** Why a record was rejected, said to somebody who does not know the format. */
  public String reject(String code) {
    return Arrays.stream(RejectReason.values())
        .filter(reason -> reason.code().equals(code))
        .findFirst()
        .map(Figures::plain)
        .orElse(words(code));
  }

  private static String plain(RejectReason reason) {
    return switch (reason) {
      case NOT_JSON -> "the line can't be read as JSON";
      case BEYOND_LIMITS -> "nested too deep, or with too long a number, to be read";
      case BROKEN_UTF8 -> "the text is damaged";
      case REPEATED_KEY -> "a field is there twice";
      case UNKNOWN_SHAPE -> "not built as this source's records are";
      case LINE_TOO_LONG -> "the line is too long";
      case FILE_TRUNCATED -> "the file breaks off in the middle";
      case MISSING_FIELD -> "a necessary field is missing";
      case WRONG_TYPE -> "a field holds another type than it should";
      case OUT_OF_RANGE -> "a number is negative or far too large";
      case BAD_TIME -> "no time can be read";
      case UNKNOWN_VALUE -> "a field holds a word that is not known";
    };
  }

  /** {@code pull_request} as {@code pull request}. */
  public String words(String name) {
    return name.replace('_', ' ');
  }
}
