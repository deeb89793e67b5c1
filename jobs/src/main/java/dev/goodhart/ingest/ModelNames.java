package dev.goodhart.ingest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One name for one model, whatever a provider, region or client puts around it. */
public final class ModelNames {
  private static final int MOST_CHARS = 300;
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,120}");

  /** A fine-tune's name goes on with an organisation and an id. */
  private static final Pattern FINE_TUNE = Pattern.compile("^(ft:[^:]+):.*$");

  private static final Pattern DEPLOYED_FINE_TUNE = Pattern.compile("^([^:]+)\\.ft-.*$");
  private static final Pattern REGION =
      Pattern.compile("^(?:us-gov|us|eu|apac|global|au|jp|ca|sa)\\.(?=[a-z0-9]+\\.)");
  private static final Pattern VENDOR =
      Pattern.compile(
          "^(?:ai21|amazon|anthropic|cohere|google|meta|minimax|mistral|moonshot|moonshotai|nvidia"
              + "|openai|qwen|writer|xai|zai)\\.(?=.)");

  /** This vendor's own names start with its name, which the dot then stands beside. */
  private static final Pattern DEEPSEEK = Pattern.compile("^deepseek\\.(?=.)");

  private static final List<Pattern> SUFFIXES =
      List.of(
          Pattern.compile("\\[1m\\]$"),
          Pattern.compile("(?:(?<!^claude)-v\\d+|(?<=\\d[a-z])-\\d+):\\d+(?::\\d+k)?$"),
          Pattern.compile("[-@]latest$"),
          Pattern.compile("@(?:default|\\d{3})$"),
          Pattern.compile("[-@](?:20\\d{6}|20\\d{2}-\\d{2}(?:-\\d{2})?)$"));

  /** A vendor's revision of a model that has a number of its own: {@code claude-opus-4-6-v1}. */
  private static final Pattern REVISION = Pattern.compile("(?<=\\d)-v\\d+$");

  private ModelNames() {}

  /**
   * The model's name in lower case without provider path, region, vendor, date, {@code -latest} and
   * a fine-tune's owner; null for null, {@code other} for a text that can't be a model's name.
   */
  public static String normalise(String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    List<String> steps = steps(name);
    String normal = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
    return PLAIN.matcher(normal).matches() ? normal : "other";
  }

  /**
   * The names under which a price table may list a model, the fullest first: as written in lower
   * case, then with one thing after another cut off, at last its normal name.
   */
  static List<String> steps(String name) {
    if (name == null || name.isBlank() || name.length() > MOST_CHARS) {
      return List.of();
    }
    Set<String> steps = new LinkedHashSet<>();
    String step = name.strip().toLowerCase(Locale.ROOT);
    steps.add(step);
    for (int slash = step.indexOf('/'); slash >= 0; slash = step.indexOf('/')) {
      step = step.substring(slash + 1);
      steps.add(step);
    }
    step = cut(FINE_TUNE, step, "$1", steps);
    step = cut(DEPLOYED_FINE_TUNE, step, "ft:$1", steps);
    step = cut(REGION, step, "", steps);
    String withVendor = step;
    step = cut(VENDOR, step, "", steps);
    step = cut(DEEPSEEK, step, "deepseek-", steps);
    boolean ofVendor = !step.equals(withVendor);
    for (String before = ""; !before.equals(step); ) {
      before = step;
      for (Pattern suffix : SUFFIXES) {
        step = cut(suffix, step, "", steps);
      }
      step = ofVendor ? cut(REVISION, step, "", steps) : step;
    }
    return new ArrayList<>(steps);
  }

  private static String cut(Pattern what, String name, String rest, Set<String> steps) {
    Matcher found = what.matcher(name);
    if (!found.find() || (found.group().equals(name) && rest.isEmpty())) {
      return name;
    }
    String shorter = found.replaceFirst(rest);
    steps.remove(shorter);
    steps.add(shorter);
    return shorter;
  }
}
