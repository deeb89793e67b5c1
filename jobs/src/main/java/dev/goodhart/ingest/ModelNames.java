package dev.goodhart.ingest;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One name for one model, whatever a provider, region or client puts around it. */
public final class ModelNames {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9._:@/-]{0,120}");
  private static final Pattern VENDOR_AND_REGION =
      Pattern.compile(
          "^(?:(?:us|eu|apac|global|au|jp|ca|sa)\\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|openai|google)\\.");
  private static final List<Pattern> SUFFIXES =
      List.of(
          Pattern.compile("-v\\d+(?::\\d+)?$"),
          Pattern.compile("-latest$"),
          Pattern.compile("[-@](?:20\\d{6}|20\\d{2}-\\d{2}-\\d{2})$"),
          Pattern.compile("\\[1m\\]$"));

  private ModelNames() {}

  /**
   * The model's name in lower case without provider path, region, date and {@code -latest}; null
   * for null, {@code other} for a text that can't be a model's name.
   */
  public static String normalise(String name) {
    if (name == null || name.isBlank()) {
      return null;
    }
    String normal = name.strip().toLowerCase(Locale.ROOT);
    normal = normal.substring(normal.lastIndexOf('/') + 1);
    normal = VENDOR_AND_REGION.matcher(normal).replaceFirst("");
    for (Pattern suffix : SUFFIXES) {
      normal = suffix.matcher(normal).replaceFirst("");
    }
    return PLAIN.matcher(normal).matches() ? normal : "other";
  }
}
