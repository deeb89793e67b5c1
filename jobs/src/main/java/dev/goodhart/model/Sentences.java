package dev.goodhart.model;

import dev.goodhart.schema.Feature;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reasons as sentences that a manager understands: the session's figure and what is usual. They say
 * what was measured and accuse nobody. Each feature has one line here; beside a person's or a
 * team's usual a habit is spoken of in the same words.
 */
final class Sentences {
  /** How a figure is written. */
  private enum Unit {
    /** A share of 1, as a percentage. */
    SHARE,
    /** ln(1 + count), as the count. */
    LOG_COUNT,
    /** ln(1 + USD). */
    LOG_USD,
    /** ln of a rate, as the rate. */
    LOG_RATE,
    /** ln of a ratio, as "3.1 times". */
    TIMES,
    /** An entropy, as the number of equally frequent kinds that has it. */
    BITS,
    /** A difference of shares, as "45 points more". */
    POINTS,
    /** A difference of logarithms, as "3.1 times as much". */
    TIMES_AS_MUCH,
    /** A difference of entropies, likewise. */
    BITS_AS_MUCH,
    NUMBER,
    /** A difference, as "2.5 more". */
    NUMBER_MORE,
    SECONDS,
    /** A difference, as "12 s more". */
    SECONDS_MORE,
    HOURS,
    DAYS;

    /** Of the difference of two figures in this unit. */
    Unit beside() {
      return switch (this) {
        case SHARE -> POINTS;
        case LOG_COUNT -> TIMES_AS_MUCH;
        case BITS -> BITS_AS_MUCH;
        case SECONDS -> SECONDS_MORE;
        case NUMBER -> NUMBER_MORE;
        default -> throw new IllegalStateException("no habit is measured in " + this);
      };
    }
  }

  private static final String VALUE = "{}";
  private static final String USUAL = "{usual}";

  /** What is usual stands last in a text, behind its only semicolon. */
  private record Sentence(Unit unit, String text, String unknown) {
    String alone() {
      return text.substring(0, text.indexOf(';')) + ".";
    }
  }

  private static final String NOT_KNOWN = "Not known of this session: ";
  private static final String CHANGE_NOT_KNOWN = "What its tasks changed can't be told (yet)";
  private static final String LINKED = "linked";
  private static final String NO_DIFFERENT = "no different";

  private static final Map<String, Sentence> BY_FEATURE = new TreeMap<>();

  private Sentences() {}

  static {
    // volume
    say("log_calls", Unit.LOG_COUNT, "Made {} model calls; {usual} is usual.", "model calls");
    say("log_tokens", Unit.LOG_COUNT, "Used {} tokens; {usual} is usual.", "tokens");
    say(
        "log_output_tokens",
        Unit.LOG_COUNT,
        "Had {} tokens written by the model; {usual} is usual.",
        "tokens written by the model");
    say("log_cost", Unit.LOG_USD, "Cost {} USD; {usual} USD is usual.", "cost");
    say("log_prompts", Unit.LOG_COUNT, "Had {} prompts; {usual} is usual.", "number of prompts");
    say("duration_hours", Unit.HOURS, "Lasted {}; {usual} is usual.", "duration");
    say(
        "calls_per_prompt",
        Unit.NUMBER,
        "Made {} model calls for each prompt; {usual} is usual.",
        "model calls for each prompt");
    say(
        "tools_per_call",
        Unit.NUMBER,
        "Used {} tools for each model call; {usual} is usual.",
        "tools for each model call");
    // rhythm
    say(
        "call_gap_median",
        Unit.SECONDS,
        "Called the model every {}; {usual} is usual.",
        "time between model calls");
    say(
        "call_gap_cv",
        Unit.SHARE,
        "The time between model calls varied by {} around its mean; {usual} is usual (0 % is"
            + " clockwork).",
        "variation of the time between model calls");
    say(
        "prompt_gap_cv",
        Unit.SHARE,
        "The time between prompts varied by {} around its mean; {usual} is usual (0 % is"
            + " clockwork).",
        "evenness of the time between prompts");
    say(
        "think_time_median",
        Unit.SECONDS,
        "A prompt typically came {} after what went before; {usual} is usual.",
        "time before a prompt");
    say(
        "idle_share",
        Unit.SHARE,
        "Nothing happened in {} of its time; {usual} is usual.",
        "share of idle time");
    say(
        "unusual_hours_share",
        Unit.SHARE,
        "{} of it fell into hours in which this person seldom works; {usual} is usual.",
        "this person's usual hours");
    // repetition
    say(
        "repeated_prompt_share",
        Unit.SHARE,
        "Repeated {} of its prompts; {usual} is usual.",
        "repetition of prompts");
    say(
        "repeated_tool_input_share",
        Unit.SHARE,
        "Repeated {} of its tool calls word for word; {usual} is usual.",
        "repetition of tool calls");
    say(
        "file_calls_per_file",
        Unit.NUMBER,
        "Touched each file {} times; {usual} times is usual.",
        "calls on each file");
    say(
        "prompt_chars_mean",
        Unit.NUMBER,
        "A prompt had {} characters; {usual} is usual.",
        "length of prompts");
    say(
        "prompt_chars_cv",
        Unit.SHARE,
        "The length of prompts varied by {} around its mean; {usual} is usual (0 % is all alike).",
        "variety of prompt lengths");
    say(
        "same_prompt_sessions",
        Unit.LOG_COUNT,
        "Its most frequent prompt leads {} other sessions of this person in the weeks before too;"
            + " {usual} is usual.",
        "other sessions of this person with the same prompt");
    say(
        "same_prompt_of_others",
        Unit.LOG_COUNT,
        "Its most frequent prompt leads {} sessions of other people in the weeks before too;"
            + " {usual} is usual.",
        "sessions of other people with the same prompt");
    say(
        "shared_tool_input_share",
        Unit.SHARE,
        "{} of what it asked of tools was asked in other sessions of this person in the weeks before"
            + " too; {usual} is usual.",
        "how much of what it asked of tools this person asked elsewhere");
    say(
        "shared_tool_input_share_of_others",
        Unit.SHARE,
        "{} of what it asked of tools was asked in other people's sessions in the weeks before too;"
            + " {usual} is usual.",
        "how much of what it asked of tools others asked");
    say(
        "shared_file_share",
        Unit.SHARE,
        "{} of its files were touched in other sessions of this person in the weeks before too;"
            + " {usual} is usual.",
        "how many of its files this person touched elsewhere");
    say(
        "shared_file_share_of_others",
        Unit.SHARE,
        "{} of its files were touched in other people's sessions in the weeks before too; {usual} is"
            + " usual.",
        "how many of its files others touched");
    // tools
    say("edit_share", Unit.SHARE, "{} of its tool calls were edits; {usual} is usual.", "edits");
    say(
        "read_share",
        Unit.SHARE,
        "{} of its tool calls read or searched; {usual} is usual.",
        "reading and searching");
    say(
        "search_share",
        Unit.SHARE,
        "{} of its tool calls searched; {usual} is usual.",
        "searching");
    say(
        "log_edit_chars",
        Unit.LOG_COUNT,
        "An edit had {} characters; {usual} is usual.",
        "size of its edits");
    say(
        "shell_share",
        Unit.SHARE,
        "{} of its tool calls ran shell commands; {usual} is usual.",
        "shell commands");
    say(
        "trivial_shell_share",
        Unit.SHARE,
        "{} of its shell commands were trivial, like echo or sleep; {usual} is usual.",
        "trivial shell commands");
    say(
        "failed_tool_share",
        Unit.SHARE,
        "{} of its tool calls failed; {usual} is usual.",
        "failed tool calls");
    say(
        "tool_entropy",
        Unit.BITS,
        "Its tool calls were as varied as {} kinds of tool used equally often; {usual} is usual.",
        "variety of tools");
    say(
        "log_distinct_files",
        Unit.LOG_COUNT,
        "Worked on {} files; {usual} is usual.",
        "number of files");
    say(
        "log_result_chars",
        Unit.LOG_COUNT,
        "A tool gave back {} characters; {usual} is usual.",
        "size of tools' results");
    say(
        "error_share",
        Unit.SHARE,
        "{} of its model calls failed; {usual} is usual.",
        "failed model calls");
    // context
    say(
        "output_share",
        Unit.SHARE,
        "{} of its tokens were written by the model; {usual} is usual.",
        "share of tokens written by the model");
    say(
        "cache_read_share",
        Unit.SHARE,
        "{} of its input came from the cache; {usual} is usual.",
        "input from the cache");
    say(
        "context_per_call",
        Unit.LOG_COUNT,
        "Sent {} tokens with each model call; {usual} is usual.",
        "tokens sent with each model call");
    say(
        "first_context",
        Unit.LOG_COUNT,
        "Sent {} tokens with the first model call; {usual} is usual.",
        "tokens sent with the first model call");
    say(
        "context_growth",
        Unit.TIMES,
        "The text sent with a call was at the end {} what it was at the start; {usual} is usual.",
        "growth of the text sent with a call");
    say(
        "output_per_call",
        Unit.LOG_COUNT,
        "The model wrote {} tokens a call; {usual} is usual.",
        "tokens written a call");
    say(
        "output_cv",
        Unit.SHARE,
        "The length of the model's answers varied by {} around its mean; {usual} is usual (0 % is"
            + " all alike).",
        "variety of the answers' lengths");
    say(
        "compactions_per_100_calls",
        Unit.NUMBER,
        "The conversation was cut short {} times in 100 calls, as it had grown too long; {usual} is"
            + " usual.",
        "how often the conversation was cut short");
    // fan-out and attendance
    say(
        "subagent_share",
        Unit.SHARE,
        "{} of its model calls were made by sub-agents; {usual} is usual.",
        "share of sub-agents");
    say(
        "fan_out_per_prompt",
        Unit.NUMBER,
        "Started {} sub-agents for each prompt; {usual} is usual.",
        "sub-agents for each prompt");
    say(
        "rejection_share",
        Unit.SHARE,
        "{} of the tool calls put to a person were turned down; {usual} is usual.",
        "No tool call was put to a person to decide",
        true);
    say(
        "unattended_share",
        Unit.SHARE,
        "{} of it ran unattended; {usual} is usual.",
        "share that ran unattended");
    // outcomes
    say(
        LINKED,
        Unit.SHARE,
        "Its link to a task is {} sure; {usual} is usual.",
        "No task is known that it worked on",
        true);
    say(
        "done_share",
        Unit.SHARE,
        "{} of its tasks were merged or done; {usual} is usual.",
        "No task of it has come to a result yet",
        true);
    say(
        "abandoned_share",
        Unit.SHARE,
        "{} of its tasks were given up; {usual} is usual.",
        "No task of it has come to a result yet",
        true);
    say(
        "reverted_share",
        Unit.SHARE,
        "{} of its tasks were taken back; {usual} is usual.",
        "No task of it has come to a result yet",
        true);
    say(
        "log_lines",
        Unit.LOG_COUNT,
        "Its tasks changed {} lines; {usual} is usual.",
        CHANGE_NOT_KNOWN,
        true);
    say(
        "log_tokens_per_line",
        Unit.LOG_RATE,
        "Used {} tokens for each line that its tasks changed; {usual} is usual.",
        CHANGE_NOT_KNOWN,
        true);
    say(
        "removed_share",
        Unit.SHARE,
        "{} of the lines that its tasks changed were removed ones; {usual} is usual.",
        CHANGE_NOT_KNOWN,
        true);
    say(
        "log_lines_per_edit",
        Unit.LOG_RATE,
        "Its tasks changed {} lines for each of its edits; {usual} is usual.",
        CHANGE_NOT_KNOWN + ", or it edited nothing",
        true);
    say(
        "log_task_sessions",
        Unit.LOG_COUNT,
        "{} sessions worked on the same tasks; {usual} is usual.",
        "sessions on the same tasks");
    say(
        "log_branch_sessions",
        Unit.LOG_COUNT,
        "{} other sessions worked on its branch; {usual} is usual.",
        "It names no branch that others could work on",
        true);
    say("commits", Unit.NUMBER, "Made {} commits; {usual} is usual.", "commits");
    // against what is usual
    say(
        "tokens_vs_person",
        Unit.TIMES,
        "Used {} the tokens of this person's usual session; {usual} in other sessions.",
        "tokens of this person's usual session");
    say(
        "calls_vs_person",
        Unit.TIMES,
        "Made {} the calls of this person's usual session; {usual} in other sessions.",
        "calls of this person's usual session");
    say(
        "cost_vs_person",
        Unit.TIMES,
        "Cost {} this person's usual session; {usual} in other sessions.",
        "cost of this person's usual session");
    say(
        "prompts_vs_person",
        Unit.TIMES,
        "Had {} the prompts of this person's usual session; {usual} in other sessions.",
        "prompts of this person's usual session");
    say(
        "tokens_vs_team",
        Unit.TIMES,
        "Used {} the tokens of the team's usual session; {usual} in other sessions.",
        "team's usual tokens");
    say(
        "calls_vs_team",
        Unit.TIMES,
        "Made {} the calls of the team's usual session; {usual} in other sessions.",
        "team's usual calls");
    say(
        "cost_vs_team",
        Unit.TIMES,
        "Cost {} the team's usual session; {usual} in other sessions.",
        "team's usual cost");
    say(
        "gap_vs_team",
        Unit.TIMES,
        "Waited {} the team's usual time between calls; {usual} in other sessions.",
        "team's usual time between calls");
    say(
        "target_gap",
        Unit.TIMES,
        "Of the person's total and a target's line the larger was {} the smaller; {usual} is usual (1"
            + " times is right at the line).",
        "distance to a target's line");
    say(
        "days_to_deadline",
        Unit.DAYS,
        "Ended {} before a target's period did; {usual} is usual.",
        "time to a target's deadline");
  }

  private static void say(String feature, Unit unit, String text, String noun) {
    say(feature, unit, text, noun, false);
  }

  /** {@code whole}: the last text is a sentence of its own, else a noun that can't be told. */
  private static void say(String feature, Unit unit, String text, String unknown, boolean whole) {
    String sentence = whole ? unknown + "." : NOT_KNOWN + unknown + ".";
    BY_FEATURE.put(feature, new Sentence(unit, text, sentence));
    if (Feature.HABITS.contains(feature)) {
      beside(Feature.besidePerson(feature), unit, unknown, "this person's");
    }
    if (Feature.TEAM_HABITS.contains(feature)) {
      beside(Feature.besideTeam(feature), unit, unknown, "the team's");
    }
  }

  private static void beside(String feature, Unit unit, String noun, String whose) {
    BY_FEATURE.put(
        feature,
        new Sentence(
            unit.beside(),
            "Against %s usual session: %s {}; {usual} in other sessions.".formatted(whose, noun),
            NOT_KNOWN + "%s in %s usual session.".formatted(noun, whose)));
  }

  /** Features that have a sentence. */
  static java.util.Set<String> features() {
    return java.util.Set.copyOf(BY_FEATURE.keySet());
  }

  /**
   * The sentence for a feature.
   *
   * @param value the session's figure, NaN where it can't be told
   * @param usual what is usual, NaN where nobody can say; then nothing is said of it
   */
  static String sentence(String feature, double value, double usual) {
    Sentence sentence = BY_FEATURE.get(feature);
    if (sentence == null) {
      throw new IllegalArgumentException("feature " + feature + " has no sentence");
    }
    if (!Double.isFinite(value) || (feature.equals(LINKED) && value == 0)) {
      return sentence.unknown();
    }
    return (Double.isNaN(usual) ? sentence.alone() : sentence.text())
        .replace(VALUE, written(sentence.unit(), value))
        .replace(USUAL, written(sentence.unit(), usual));
  }

  private static String written(Unit unit, double figure) {
    return switch (unit) {
      case SHARE -> percent(figure);
      case LOG_COUNT -> number(Math.expm1(figure));
      case LOG_USD -> rounded(Math.expm1(figure), 2);
      case LOG_RATE -> number(Math.exp(figure));
      case TIMES -> ratio(Math.exp(figure)) + " times";
      case BITS -> number(Math.pow(2, figure));
      case BITS_AS_MUCH -> asMuch(Math.pow(2, figure));
      case TIMES_AS_MUCH -> asMuch(Math.exp(figure));
      case POINTS -> more(figure, points(100 * Math.abs(figure)), " points");
      case NUMBER_MORE -> more(figure, number(Math.abs(figure)), "");
      case SECONDS_MORE ->
          Math.abs(figure) < 0.5 ? NO_DIFFERENT : more(figure, time(Math.abs(figure)), "");
      case NUMBER -> number(figure);
      case SECONDS -> time(figure);
      case HOURS -> time(figure * 3600);
      case DAYS -> rounded(figure, 1) + " days";
    };
  }

  private static String more(double difference, String written, String unit) {
    return written.equals("0")
        ? NO_DIFFERENT
        : written + unit + (difference < 0 ? " less" : " more");
  }

  private static String points(double points) {
    return rounded(points, points < 1 ? 2 : 0);
  }

  private static String ratio(double ratio) {
    if (ratio > 0 && ratio < 0.005) {
      return "less than 0.01";
    }
    return ratio < 0.95 ? rounded(ratio, 2) : number(ratio);
  }

  private static String asMuch(double ratio) {
    String times = ratio(ratio);
    return times.equals("1") ? NO_DIFFERENT : times + " times as much";
  }

  private static String percent(double share) {
    double percent = 100 * share;
    return (percent > 0 && percent < 1 ? rounded(percent, 2) : rounded(percent, 0)) + " %";
  }

  private static String number(double figure) {
    return Math.abs(figure) < 10 ? rounded(figure, 1) : grouped(Math.round(figure));
  }

  private static String time(double seconds) {
    if (seconds >= 0 && seconds < 0.5) {
      return "less than 1 s";
    }
    if (seconds < 90) {
      return rounded(seconds, 0) + " s";
    }
    return seconds < 5400 ? rounded(seconds / 60, 0) + " min" : rounded(seconds / 3600, 1) + " h";
  }

  /** At most so many decimals, none where they are 0. */
  private static String rounded(double figure, int decimals) {
    double scale = Math.pow(10, decimals);
    double value = Math.rint(figure * scale) / scale;
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String grouped(long number) {
    String digits = Long.toString(Math.abs(number));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return number < 0 ? "-" + text : text.toString();
  }
}
