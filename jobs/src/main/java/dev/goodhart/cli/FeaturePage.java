package dev.goodhart.cli;

import dev.goodhart.schema.Feature;

/** {@code docs/features.md}, made from the registry of features. */
final class FeaturePage {
  private FeaturePage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Features\n\n");
    page.append("Made by `bin/goodhart tables --features` from the registry of features; a test ");
    page.append("holds it up to date. They are columns of `silver.session_features`, reckoned ");
    page.append("from what had landed by the row's `as_of_date`. Where one can't be told it is ");
    page.append(
        "null; the classifier takes the median there, or a mark where that says something, ");
    page.append("never 0.\n\n");
    page.append(
        "*Free* features a gamer can change without doing more real work; what that comes ");
    page.append(
        "to is measured ([red team](model-card.md#red-team)). *For* names the kinds of session, honest ones among ");
    page.append("them, for which a feature is there.\n");
    for (Feature.Group group : Feature.Group.values()) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append(
          "| feature | formula | unit | null where | free | for |\n|---|---|---|---|---|---|\n");
      Feature.ALL.stream()
          .filter(feature -> feature.group() == group)
          .forEach(feature -> page.append(line(feature)));
    }
    return page.toString();
  }

  private static String line(Feature feature) {
    return String.join(
            " | ",
            "| `" + feature.name() + '`',
            feature.formula(),
            feature.unit(),
            feature.unknownWhere().isEmpty() ? "never" : feature.unknownWhere(),
            feature.free() ? "yes" : "no",
            feature.archetypes())
        + " |\n";
  }
}
