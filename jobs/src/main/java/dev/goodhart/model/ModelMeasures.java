package dev.goodhart.model;

import dev.goodhart.config.Settings;
import dev.goodhart.model.Baselines.Heuristic;
import dev.goodhart.model.Groups.Group;
import dev.goodhart.model.Metrics.Estimate;
import dev.goodhart.model.Metrics.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The measures of a model on sessions that it did not see, held against reviewers' verdicts, as
 * rows of {@code ml.evaluations}. A group of sessions of fewer people than the smallest cohort is
 * left out.
 */
final class ModelMeasures {
  static final String HELD_OUT = "held_out";
  static final String OUT_OF_FOLD = "out_of_fold";
  static final String AUDIT = "audit";
  static final String WEIGHTED = "weighted";

  private final String version;
  private final List<Unseen> unseen;
  private final List<Unseen> reviewed;
  private final HeldOut heldOut;
  private final Predicate<Unseen> flagged;
  private final Groups groups;
  private final QueueDraws draws;
  private final int minCohort;
  private final int capacity;
  private final long seed;

  /**
   * Measures of a model.
   *
   * @param unseen all sessions as judged by parts that did not see them, reviewed or not
   * @param heldOut those of the last days, by what was known before
   * @param draws how sessions came into the review queue
   */
  ModelMeasures(
      TrainedModel model,
      List<Unseen> unseen,
      HeldOut heldOut,
      QueueDraws draws,
      Settings settings) {
    OptionalDouble threshold = model.threshold();
    this.version = model.version();
    this.unseen = List.copyOf(unseen);
    this.heldOut = heldOut;
    this.reviewed = unseen.stream().filter(Unseen::decided).toList();
    this.flagged = row -> row.isFlagged(threshold);
    this.groups = Groups.of(unseen, settings);
    this.draws = draws;
    this.minCohort = settings.privacy().minCohort();
    this.capacity = settings.review().capacity();
    this.seed = settings.train().seed();
  }

  /**
   * All rows.
   *
   * @param slice name of the rows that the gate judged by, for the heuristics on the same rows
   */
  List<Row> rows(String slice, List<Unseen> judged, List<Heuristic> heuristics) {
    List<Row> rows = new ArrayList<>();
    rows.addAll(whole(HELD_OUT, heldOut.reviewed(), heldOut::flags));
    rows.addAll(whole(OUT_OF_FOLD, reviewed, flagged));
    rows.addAll(
        whole(
            AUDIT,
            reviewed.stream().filter(row -> draws.byLot().contains(row.session())).toList(),
            flagged));
    rows.addAll(weighted());
    Stream.of(groups.parts(), groups.archetypes(), groups.people())
        .flatMap(List::stream)
        .forEach(group -> rows.addAll(part(group)));
    fairness().forEach(ratio -> rows.add(row(ratio)));
    heuristics.forEach(heuristic -> rows.addAll(baseline(slice, judged, heuristic)));
    return rows;
  }

  /** How often groups of people are flagged beside others, where reviewers found them honest. */
  List<Fairness.Ratio> fairness() {
    return Fairness.of(
        reviewed.stream().filter(Unseen::foundHonest).toList(),
        flagged,
        groups.people(),
        minCohort,
        seed);
  }

  private List<Row> whole(String name, List<Unseen> rows, Predicate<Unseen> flag) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Sheet sheet = new Sheet(version, name, rows);
    List<Row> measures = new ArrayList<>(measures(sheet, flag));
    measures.addAll(atCapacity(sheet, Unseen::score));
    return measures;
  }

  /** What speaks for all sessions since somebody was told of a target, reviewed or not. */
  private List<Row> weighted() {
    List<Unseen> since = unseen.stream().filter(row -> !row.quiet()).toList();
    List<Unseen> rows = since.stream().filter(Unseen::decided).toList();
    return SampleWeights.of(since, draws)
        .map(weights -> measures(new Sheet(version, WEIGHTED, rows, weights::of), flagged))
        .orElse(List.of());
  }

  private List<Row> part(Group group) {
    List<Unseen> rows = group.among(reviewed);
    return Groups.people(rows) < minCohort
        ? List.of()
        : measures(new Sheet(version, group.name(), rows), flagged);
  }

  private List<Row> measures(Sheet sheet, Predicate<Unseen> flag) {
    List<Row> measures = new ArrayList<>(ranking(sheet, Unseen::score));
    measures.add(
        sheet.row(
            "calibration_error",
            new Estimate(
                Metrics.calibrationError(sheet.ranked(Unseen::probability)),
                Double.NaN,
                Double.NaN)));
    measures.addAll(sheet.atThreshold(flag));
    return measures;
  }

  private List<Row> baseline(String slice, List<Unseen> rows, Heuristic heuristic) {
    Sheet sheet = new Sheet(version, slice + " " + heuristic.name(), rows);
    ToDoubleFunction<Unseen> score = row -> heuristic.score().applyAsDouble(row.figured());
    List<Row> measures = new ArrayList<>(ranking(sheet, score));
    measures.addAll(atCapacity(sheet, score));
    if (heuristic.flags()) {
      measures.addAll(sheet.atThreshold(row -> score.applyAsDouble(row) > 0));
    }
    return measures;
  }

  private List<Row> ranking(Sheet sheet, ToDoubleFunction<Unseen> score) {
    return Unseen.positives(sheet.rows()) == 0
        ? List.of()
        : List.of(
            sheet.row(
                "average_precision",
                Metrics.averagePrecisionWithInterval(sheet.ranked(score), seed)));
  }

  private List<Row> atCapacity(Sheet sheet, ToDoubleFunction<Unseen> score) {
    List<Ranked> ranked = Unseen.ranked(sheet.rows(), score);
    return List.of(
        sheet.row("precision_at_capacity", Metrics.precisionAtCapacity(ranked, capacity, seed)),
        sheet.row("recall_at_capacity", Metrics.recallAtCapacity(ranked, capacity, seed)));
  }

  private Row row(Fairness.Ratio ratio) {
    return new Sheet(version, ratio.group().name(), ratio.group().among(reviewed))
        .row("honest_flag_ratio", ratio.estimate());
  }

  /**
   * Where measures of one slice are written down.
   *
   * @param weight how many sessions each stands for
   */
  private record Sheet(
      String version, String slice, List<Unseen> rows, ToDoubleFunction<Unseen> weight) {
    Sheet(String version, String slice, List<Unseen> rows) {
      this(version, slice, rows, row -> 1);
    }

    List<Ranked> ranked(ToDoubleFunction<Unseen> score) {
      return rows.stream()
          .map(
              row ->
                  new Ranked(
                      row.person(),
                      score.applyAsDouble(row),
                      row.foundGaming(),
                      weight.applyAsDouble(row)))
          .toList();
    }

    List<Row> atThreshold(Predicate<Unseen> flag) {
      List<Unseen> flagged = rows.stream().filter(flag).toList();
      List<Unseen> gaming = rows.stream().filter(Unseen::foundGaming).toList();
      List<Unseen> honest = rows.stream().filter(Unseen::foundHonest).toList();
      return List.of(
          row("precision", share(flagged, Unseen::foundGaming)),
          row("recall", share(gaming, flag)),
          row("honest_flag_rate", share(honest, flag)));
    }

    private Estimate share(List<Unseen> of, Predicate<Unseen> hit) {
      Intervals.Share share =
          Intervals.share(
              of.stream()
                  .map(
                      row ->
                          new Intervals.Trial(
                              row.person(), hit.test(row), weight.applyAsDouble(row)))
                  .toList());
      return new Estimate(share.of() == 0 ? Double.NaN : share.value(), share.low(), share.high());
    }

    Row row(String metric, Estimate estimate) {
      return RowFactory.create(
          version,
          slice,
          metric,
          known(estimate.value()),
          known(estimate.low()),
          known(estimate.high()),
          (long) rows.size(),
          Unseen.positives(rows));
    }

    private static Double known(double value) {
      return Double.isNaN(value) ? null : (Double) value;
    }
  }
}
