package dev.goodhart.model;

import static dev.goodhart.model.TruthReport.line;
import static java.util.stream.Collectors.joining;

import dev.goodhart.config.Settings;
import dev.goodhart.model.Groups.Group;
import dev.goodhart.model.TruthReport.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the scores do in groups of sessions whose truth is known, and whether groups of people fare
 * alike. A group of fewer people than the smallest cohort is left out.
 */
final class TruthGroups {
  private static final String COLUMNS = "%-24s %8s  %-23s  %-23s  %-23s  %s";

  /** By what the truth file calls them. */
  private static final Group AUTOMATIONS =
      new Group("automations", row -> "scheduled_automation".equals(row.traits().archetype()));

  private final List<Judged> rows;
  private final Groups groups;
  private final List<Group> people;
  private final int minCohort;
  private final long seed;

  TruthGroups(List<Judged> rows, Settings settings) {
    this.rows = rows;
    this.groups = Groups.of(rows, settings);
    this.people = Stream.concat(groups.people().stream(), roles(rows)).toList();
    this.minCohort = settings.privacy().minCohort();
    this.seed = settings.train().seed();
  }

  /** What people are, where the truth tells. */
  private static Stream<Group> roles(List<Judged> rows) {
    Map<String, String> roles = new TreeMap<>();
    rows.stream()
        .filter(row -> row.role() != null)
        .forEach(row -> roles.put(row.person(), row.role()));
    return roles.values().stream()
        .distinct()
        .sorted()
        .map(role -> new Group("role " + role, row -> role.equals(roles.get(row.person()))));
  }

  /** Honest flags and recall by group, of all sessions and of those without a verdict. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line("In groups of %d people or more:", minCohort));
    lines.add(
        line(COLUMNS, "", "", "of all sessions", "", "of those without a verdict", "")
            .stripTrailing());
    lines.add(
        line(COLUMNS, "", "sessions", "recall", "honest flagged", "recall", "honest flagged"));
    List<String> small = new ArrayList<>();
    Stream.of(Stream.of(AUTOMATIONS), groups.parts().stream(), people.stream())
        .flatMap(each -> each)
        .forEach(
            group -> {
              if (Groups.people(group.among(rows)) >= minCohort) {
                lines.add(entry(group));
              } else {
                small.add(group.name());
              }
            });
    if (!small.isEmpty()) {
      lines.add("  left out, of fewer people: " + String.join(", ", small));
    }
    return lines;
  }

  private String entry(Group group) {
    List<Judged> all = group.among(rows);
    List<Judged> withoutVerdict = TruthReport.withoutVerdict(all);
    return line(
            COLUMNS,
            "  " + group.name(),
            all.size(),
            recall(all),
            honestFlags(all),
            recall(withoutVerdict),
            honestFlags(withoutVerdict))
        .stripTrailing();
  }

  private static Intervals.Share recall(List<Judged> rows) {
    return TruthReport.share(rows.stream().filter(Judged::gaming).toList(), Judged::flagged);
  }

  private static Intervals.Share honestFlags(List<Judged> rows) {
    return TruthReport.share(rows.stream().filter(row -> !row.gaming()).toList(), Judged::flagged);
  }

  /** Calibration error of some of the sessions, all and by evidence age. */
  String calibration(List<Judged> some) {
    List<String> errors = new ArrayList<>();
    errors.add(calibration("all", some));
    groups.parts().stream()
        .filter(group -> group.name().startsWith(Groups.AGE))
        .filter(group -> Groups.people(group.among(some)) >= minCohort)
        .map(group -> calibration(group.name(), group.among(some)))
        .forEach(errors::add);
    return errors.stream().collect(joining(", ", "Calibration error: ", "."));
  }

  private static String calibration(String name, List<Judged> rows) {
    return line(
        "%s %.3f", name, Metrics.calibrationError(TruthReport.ranked(rows, Judged::probability)));
  }

  /**
   * Whether the model flags groups of people as often as others at equal truth. Sessions that have
   * a verdict are left out: there it is reviewers who flag.
   */
  List<String> fairness() {
    List<Fairness.Ratio> ratios =
        Fairness.of(
            TruthReport.withoutVerdict(rows).stream().filter(row -> !row.gaming()).toList(),
            Judged::flagged,
            people,
            minCohort,
            seed);
    if (ratios.isEmpty()) {
      return List.of(
          "Whether groups of people fare alike can't be told: no honest session without a verdict is flagged.");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "How often honest sessions of people without a verdict are flagged, beside those of everybody else:");
    ratios.forEach(
        ratio ->
            lines.add(
                line(
                    "  %-22s %s%s",
                    ratio.group().name(), ratio.inWords(), ratio.unfair() ? "  UNFAIR" : "")));
    lines.add(verdict(ratios.stream().filter(Fairness.Ratio::unfair).toList()));
    return lines;
  }

  private static String verdict(List<Fairness.Ratio> unfair) {
    return unfair.isEmpty()
        ? line("No group is shown to be flagged more than %.1f times as often.", Fairness.MOST)
        : line(
            "Unfair: %s flagged more than %.1f times as often as others at equal truth.",
            unfair.stream().map(ratio -> ratio.group().name()).collect(joining(", ")),
            Fairness.MOST);
  }
}
