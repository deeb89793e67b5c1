package dev.goodhart.model;

import dev.goodhart.label.Figures;
import dev.goodhart.schema.SessionFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What readers of a session's reasons are told is usual: the median over the organisation's
 * sessions of the same source and team, or, where fewer than {@value #FEWEST} of these show a
 * figure, of the same source, or of all.
 */
public final class UsualFigures implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FEWEST = 20;

  /** Where nothing is known of the organisation: a model's own medians stand in. */
  public static final UsualFigures UNKNOWN = new UsualFigures(Map.of());

  /** Medians of {@link SessionFeatures#FEATURES} by whose sessions they are; NaN of too few. */
  private final HashMap<List<String>, double[]> medians;

  private UsualFigures(Map<List<String>, double[]> medians) {
    this.medians = new HashMap<>(medians);
  }

  /**
   * Learns from sessions, of many from some.
   *
   * @param sessions feature rows, one a session
   */
  public static UsualFigures of(Dataset<Row> sessions) {
    Map<List<String>, List<Figures>> figures = new HashMap<>();
    for (Row row : FeatureSpace.some(sessions, "session_id", sessions.count()).collectAsList()) {
      Figures shown = Figures.of(row);
      groups(row.getAs("source"), row.getAs("team"))
          .forEach(group -> figures.computeIfAbsent(group, any -> new ArrayList<>()).add(shown));
    }
    Map<List<String>, double[]> medians = new HashMap<>();
    figures.forEach((group, rows) -> medians.put(group, medians(rows)));
    return new UsualFigures(medians);
  }

  /** The narrowest first. */
  private static Stream<List<String>> groups(String source, String team) {
    List<String> ofSource = List.of(String.valueOf(source));
    return team == null
        ? Stream.of(ofSource, List.of())
        : Stream.of(List.of(String.valueOf(source), team), ofSource, List.of());
  }

  private static double[] medians(List<Figures> rows) {
    double[] medians = new double[SessionFeatures.FEATURES.size()];
    Arrays.setAll(
        medians,
        feature -> {
          double[] known =
              rows.stream()
                  .mapToDouble(row -> FeatureSpace.shown(row, feature))
                  .filter(Double::isFinite)
                  .sorted()
                  .toArray();
          return known.length < FEWEST ? Double.NaN : FeatureSpace.median(known);
        });
    return medians;
  }

  /** What is usual beside a session; {@code otherwise} where too few sessions show it. */
  double of(String feature, String source, String team, double otherwise) {
    int place = Figures.place(feature);
    return groups(source, team)
        .filter(medians::containsKey)
        .mapToDouble(group -> medians.get(group)[place])
        .filter(Double::isFinite)
        .findFirst()
        .orElse(otherwise);
  }
}
