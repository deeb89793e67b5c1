package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.Figures;
import dev.goodhart.model.Metrics.Estimate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a candidate is held against: the live model, or the starter as long as there is none; or a
 * model that was live before.
 *
 * @param scores its log-odds of reviewed sessions that it can't have seen, by session
 */
record Incumbent(TrainedModel model, Map<String, Double> scores) {
  Incumbent {
    scores = Map.copyOf(scores);
  }

  /**
   * Scores those of the reviewed sessions that ended after the model was trained.
   *
   * @param features rows of these among others
   */
  static Incumbent of(TrainedModel model, List<Unseen> reviewed, Dataset<Row> features) {
    Object[] unseen =
        reviewed.stream()
            .filter(row -> row.endedOn().isAfter(model.trainedOn()))
            .map(Unseen::session)
            .toArray();
    Map<String, Double> scores = new HashMap<>();
    if (unseen.length > 0) {
      ScoringCore.Explainer explainer = model.core().explainer();
      for (Row row : features.filter(col("session_id").isin(unseen)).collectAsList()) {
        scores.put(row.getAs("session_id"), explainer.explain(Figures.of(row)).margin());
      }
    }
    return new Incumbent(model, scores);
  }

  /**
   * Why a candidate should not replace it, if there is a reason.
   *
   * @param fewest sessions found tokenmaxxing that it takes to compare on new ones
   */
  Optional<String> objection(TrainedModel candidate, List<Unseen> reviewed, int fewest, long seed) {
    if (!model.learntHere()) {
      return shownBetter(reviewed, seed);
    }
    List<Unseen> rows = scored(reviewed);
    return Unseen.positives(rows) >= fewest ? better(rows) : wasBetter(candidate);
  }

  /** That it ranks sessions better, where their interval shows it. */
  Optional<String> shownBetter(List<Unseen> reviewed, long seed) {
    List<Unseen> rows = scored(reviewed);
    Estimate gained =
        Resampling.estimate(rows, Unseen::person, drawn -> candidates(drawn) - ours(drawn), seed);
    return gained.high() < 0
        ? Optional.of(
            "%s ranks the %d reviewed sessions%s better: average precision %s, the candidate's %s."
                .formatted(
                    model.learntHere() ? "The earlier model " + model.version() : "The starter",
                    rows.size(),
                    model.learntHere() ? " of the last days" : "",
                    Gate.shown(ours(rows)),
                    Gate.shown(candidates(rows))))
        : Optional.empty();
  }

  private List<Unseen> scored(List<Unseen> reviewed) {
    return reviewed.stream().filter(row -> scores.containsKey(row.session())).toList();
  }

  private Optional<String> better(List<Unseen> rows) {
    return candidates(rows) >= ours(rows)
        ? Optional.empty()
        : Optional.of(
            "The live model %s ranks the %d sessions reviewed since better: average precision %s, the candidate's %s."
                .formatted(
                    model.version(),
                    rows.size(),
                    Gate.shown(ours(rows)),
                    Gate.shown(candidates(rows))));
  }

  private Optional<String> wasBetter(TrainedModel candidate) {
    double theirs = candidate.parameters().rankingQuality().averagePrecision();
    double least = model.parameters().rankingQuality().low();
    return theirs < least
        ? Optional.of(
            "It ranks worse than the live model %s did when it was published: average precision %s, at least %s was to be expected."
                .formatted(model.version(), Gate.shown(theirs), Gate.shown(least)))
        : Optional.empty();
  }

  private double ours(List<Unseen> rows) {
    return Metrics.averagePrecision(Unseen.ranked(rows, row -> scores.get(row.session())));
  }

  private static double candidates(List<Unseen> rows) {
    return Metrics.averagePrecision(Unseen.ranked(rows, Unseen::score));
  }
}
