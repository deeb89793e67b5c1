package dev.goodhart.model;

import dev.goodhart.config.Settings;
import dev.goodhart.model.Baselines.Heuristic;
import dev.goodhart.model.Metrics.Estimate;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Decides whether a candidate goes live. It must rank reviewed sessions that it did not see better
 * than chance, than every heuristic, and not worse than the live model; and not better than the
 * truth could, since then it knows the verdicts. And it must keep the honest budget: by the bound
 * that its threshold was chosen by, which holds of any that {@link Threshold} chose, and, as far as
 * the held-out days can show, in these.
 *
 * <p>Judged are the held-out days, or, where these hold too few sessions found tokenmaxxing, all
 * out-of-fold rows. The live model is compared on sessions that ended after it was trained, which
 * it can't have seen; where these are too few, by the average precision that it was published with:
 * the candidate's must not lie below the lower end of that one's interval. So that the ranking
 * can't get worse bit by bit where models are trained every day, a model from before the held-out
 * days must not be shown to rank these better. As long as the starter serves, the candidate must
 * not be shown to rank worse than that, on all that was reviewed; equally good is enough, since the
 * starter flags nobody.
 *
 * <p>That honest people of a group are flagged oftener than others is said among the reasons, but
 * refuses nothing: what would stay live instead may do so more.
 */
public final class Gate {
  private static final int SHUFFLES = 400;
  private static final double CHANCE = 0.95;

  /** Confidence with which the held-out days refuse. */
  private static final double SHOWN = 0.95;

  /** Of so many draws the best but one. */
  private static final double HARDLY_BY_LUCK = 0.995;

  private Gate() {}

  /**
   * The gate's word on a candidate.
   *
   * @param reasons why it was or was not published, for {@code ml.models}
   */
  public record Decision(
      boolean published,
      List<String> reasons,
      TrainingResult result,
      List<Row> evaluations,
      double averagePrecision) {

    /** Reasons as one text. */
    public String text() {
      return String.join(" ", reasons);
    }

    /** The row of {@code ml.models}; empty where nothing was trained. */
    public Optional<Row> modelRow(String path) {
      return result
          .model()
          .map(
              model ->
                  RowFactory.create(
                      model.version(),
                      Date.valueOf(model.trainedOn()),
                      model.estimator(),
                      published,
                      text(),
                      result.trainingRows(),
                      result.reviews(),
                      result.positives(),
                      model.threshold().isPresent()
                          ? (Double) model.threshold().getAsDouble()
                          : null,
                      Double.isNaN(averagePrecision) ? null : (Double) averagePrecision,
                      model.parametersJson(),
                      path));
    }
  }

  /**
   * Decides.
   *
   * @param features what the candidate was trained on, for the predecessors' scores
   * @param draws how sessions came into the review queue
   */
  public static Decision decide(
      TrainingResult result,
      Predecessors predecessors,
      Dataset<Row> features,
      QueueDraws draws,
      Settings settings) {
    if (result.model().isEmpty()) {
      return new Decision(false, List.of(result.why()), result, List.of(), Double.NaN);
    }
    List<Unseen> reviewed = result.unseen().stream().filter(Unseen::decided).toList();
    List<Unseen> heldOut = result.heldOut().reviewed();
    return decide(
        result,
        predecessors.live().map(model -> Incumbent.of(model, reviewed, features)),
        predecessors.older().map(model -> Incumbent.of(model, heldOut, features)),
        draws,
        settings);
  }

  /** Decides, given what serves now and what served before the held-out days. */
  static Decision decide(
      TrainingResult result,
      Optional<Incumbent> incumbent,
      Optional<Incumbent> older,
      QueueDraws draws,
      Settings settings) {
    TrainedModel candidate = result.model().orElseThrow();
    List<Unseen> reviewed = result.unseen().stream().filter(Unseen::decided).toList();
    List<Unseen> heldOut = result.heldOut().reviewed();
    int fewest = settings.train().minPositives();
    boolean enoughHeldOut = Unseen.positives(heldOut) >= fewest;
    List<Unseen> judged = enoughHeldOut ? heldOut : reviewed;
    String slice = enoughHeldOut ? ModelMeasures.HELD_OUT : ModelMeasures.OUT_OF_FOLD;
    long seed = settings.train().seed();

    List<String> objections = new ArrayList<>();
    Estimate quality =
        Metrics.averagePrecisionWithInterval(Unseen.ranked(judged, Unseen::score), seed);
    double chance =
        Metrics.averagePrecisionByChance(
            Unseen.ranked(judged, Unseen::score), SHUFFLES, CHANCE, seed);
    if (!(quality.value() > chance)) {
      objections.add(
          "It ranks no better than chance: average precision %s, and chance alone reaches %s."
              .formatted(shown(quality.value()), shown(chance)));
    }
    Stream.of(judged, reviewed)
        .distinct()
        .flatMap(rows -> knowsVerdicts(rows, result, settings).stream())
        .findFirst()
        .ifPresent(objections::add);
    List<Heuristic> heuristics = heuristics(judged);
    for (Heuristic heuristic : heuristics) {
      double theirs = averagePrecision(judged, heuristic);
      if (!(quality.value() > theirs)) {
        objections.add(
            "The heuristic %s ranks as well: average precision %s, the model's %s."
                .formatted(heuristic.name(), shown(theirs), shown(quality.value())));
      }
    }
    incumbent
        .flatMap(serving -> serving.objection(candidate, reviewed, fewest, seed))
        .ifPresent(objections::add);
    older
        .filter(model -> enoughHeldOut)
        .flatMap(model -> model.shownBetter(heldOut, seed))
        .ifPresent(objections::add);
    beyondBudget(result, settings.score().honestBudget()).ifPresent(objections::add);

    boolean published = objections.isEmpty();
    List<String> reasons = new ArrayList<>();
    reasons.add(published ? "Published." : "Not published.");
    reasons.addAll(objections);
    reasons.add(
        "Average precision %s (%s to %s) on %d reviewed sessions (%s) with %d found tokenmaxxing."
            .formatted(
                shown(quality.value()),
                shown(quality.low()),
                shown(quality.high()),
                judged.size(),
                slice.replace('_', ' '),
                Unseen.positives(judged)));
    reasons.add(candidate.thresholdText());
    ModelMeasures measures =
        new ModelMeasures(candidate, result.unseen(), result.heldOut(), draws, settings);
    if (published) {
      measures.fairness().stream()
          .filter(Fairness.Ratio::unfair)
          .map(Gate::warning)
          .forEach(reasons::add);
    }
    List<Row> evaluations = measures.rows(slice, judged, heuristics);
    return new Decision(published, List.copyOf(reasons), result, evaluations, quality.value());
  }

  private static String warning(Fairness.Ratio ratio) {
    return "Warning: it flags honest sessions of %s %s as often as those of others; let somebody look before a flag of theirs counts."
        .formatted(ratio.group().name(), ratio.inWords());
  }

  private static Optional<String> knowsVerdicts(
      List<Unseen> rows, TrainingResult result, Settings settings) {
    double quality = Metrics.averagePrecision(Unseen.ranked(rows, Unseen::score));
    double possible =
        Metrics.averagePrecisionOfTruth(
            rows.size(),
            (int) Unseen.positives(rows),
            result.errors(),
            SHUFFLES,
            HARDLY_BY_LUCK,
            settings.train().seed());
    if (!(quality > possible)) {
      return Optional.empty();
    }
    return Optional.of(
        "It agrees with the verdicts on %d reviewed sessions better than the truth could: average precision %s, and at most %s is to be had where reviewers miss %.0f %% and accuse %.1f %%. A figure may know the verdict; if reviewers are better than that, lower review.assumed_miss_share and review.assumed_accused_share."
            .formatted(
                rows.size(),
                shown(quality),
                shown(possible),
                100 * result.errors().missed(),
                100 * result.errors().accused()));
  }

  private static Optional<String> beyondBudget(TrainingResult result, double budget) {
    OptionalDouble threshold = result.model().orElseThrow().threshold();
    if (threshold.isEmpty()) {
      return Optional.empty();
    }
    double atMost =
        new HonestRows(result.unseen(), result.errors())
            .atMost(threshold.getAsDouble(), Threshold.CONFIDENCE);
    if (atMost > budget) {
      return Optional.of(
          "From its threshold on up to %.1f %% of honest sessions would be flagged; the budget is %.1f %%."
              .formatted(100 * atMost, 100 * budget));
    }
    double atLeast = result.heldOut().wronglyFlaggedAtLeast(result.errors(), SHOWN);
    return atLeast > budget
        ? Optional.of(
            "In the last days, of which it knew nothing, it would have flagged at least %.1f %% of honest sessions; the budget is %.1f %%."
                .formatted(100 * atLeast, 100 * budget))
        : Optional.empty();
  }

  private static List<Heuristic> heuristics(List<Unseen> rows) {
    return Baselines.over(rows.stream().map(Unseen::figured).toList());
  }

  private static double averagePrecision(List<Unseen> rows, Heuristic heuristic) {
    return Metrics.averagePrecision(
        Unseen.ranked(rows, row -> heuristic.score().applyAsDouble(row.figured())));
  }

  static String shown(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
