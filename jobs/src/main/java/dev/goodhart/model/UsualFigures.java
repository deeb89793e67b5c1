package dev.goodhart.model;

import dev.goodhart.label.Figures;
import dev.goodhart.schema.SessionFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What readers of a session's reasons are told is usual: the median over the organisation's
 * sessions of the same source and team, or, where fewer than {@value #FEWEST} of these show a
 * figure or they are of fewer people than the smallest cohort, of the same source, or of all.
 */
public final class UsualFigures implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Sessions that show a figure, of which a median is told. */
  public static final int FEWEST = 20;

  private static final List<String> ALL = List.of();

  /** Where nothing is known of the organisation. */
  public static final UsualFigures UNKNOWN = new UsualFigures(Map.of());

  /** By whose sessions they are, what is not usual there taken from the next wider. */
  private final HashMap<List<String>, Medians> medians;

  private UsualFigures(Map<List<String>, Medians> medians) {
    this.medians = new HashMap<>(medians);
  }

  /** Medians by place in {@link SessionFeatures#FEATURES}; NaN where nothing is usual. */
  private static final class Medians implements Serializable {
    private static final long serialVersionUID = 1L;
    private final double[] values;

    private Medians(double[] values) {
      this.values = values;
    }

    double of(String feature) {
      return values[Figures.place(feature)];
    }
  }

  /** A session's figures, and whose it is. */
  private record Shown(String person, Figures figures) {}

  /** What is usual beside one session. */
  interface Beside {
    /** What is usual of a feature; NaN where too few sessions show it, or too few people's. */
    double of(String feature);
  }

  /**
   * Learns from sessions, of many from some.
   *
   * @param sessions feature rows, one a session
   * @param minCohort fewest people whose median is told
   */
  public static UsualFigures of(Dataset<Row> sessions, int minCohort) {
    Map<List<String>, List<Shown>> shown = new HashMap<>();
    for (Row row : FeatureSpace.some(sessions, "session_id", sessions.count()).collectAsList()) {
      Shown one = new Shown(Persons.of(row), Figures.of(row));
      for (List<String> group : groups(row.getAs("source"), row.getAs("team"))) {
        shown.computeIfAbsent(group, any -> new ArrayList<>()).add(one);
      }
    }
    Map<List<String>, Medians> medians = new HashMap<>();
    // The widest first, since the narrower ones fall back on them.
    shown.keySet().stream()
        .sorted((one, other) -> Integer.compare(one.size(), other.size()))
        .forEach(
            group ->
                medians.put(group, medians(shown.get(group), wider(group, medians), minCohort)));
    return new UsualFigures(medians);
  }

  /** The narrowest first. */
  private static List<List<String>> groups(String source, String team) {
    List<String> ofSource = List.of(String.valueOf(source));
    return team == null
        ? List.of(ofSource, ALL)
        : List.of(List.of(String.valueOf(source), team), ofSource, ALL);
  }

  private static Medians wider(List<String> group, Map<List<String>, Medians> medians) {
    return group.isEmpty() ? null : medians.get(group.subList(0, group.size() - 1));
  }

  private static Medians medians(List<Shown> sessions, Medians wider, int minCohort) {
    double[] medians = new double[SessionFeatures.FEATURES.size()];
    Arrays.setAll(
        medians,
        feature -> {
          List<Shown> known =
              sessions.stream()
                  .filter(row -> Double.isFinite(FeatureSpace.shown(row.figures(), feature)))
                  .toList();
          if (known.size() < FEWEST
              || Persons.number(known.stream().map(Shown::person)) < minCohort) {
            return wider == null ? Double.NaN : wider.values[feature];
          }
          return FeatureSpace.median(
              known.stream()
                  .mapToDouble(row -> FeatureSpace.shown(row.figures(), feature))
                  .sorted()
                  .toArray());
        });
    return new Medians(medians);
  }

  /** What is usual beside a session of a source and a team, which may be null. */
  Beside beside(String source, String team) {
    return groups(source, team).stream()
        .map(medians::get)
        .filter(found -> found != null)
        .findFirst()
        .<Beside>map(found -> found::of)
        .orElse(feature -> Double.NaN);
  }
}
