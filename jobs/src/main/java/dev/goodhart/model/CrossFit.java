package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Every session judged by parts that never saw it: for each fold a starter is tuned ({@link Tuner})
 * and, where there are enough positives, trees are learnt ({@link OwnTrees}), from the other folds'
 * people and from before the held-out days; they judge the fold's people. On what reviewers said of
 * those sessions the {@link Blend} is fitted.
 *
 * @param trees which trees of the organisation's own are part of it, if any
 * @param unseen every session, ordered by its id
 * @param explained which trees were tried, and how well each fitted; empty where there was no
 *     choice
 */
record CrossFit(Optional<Estimator> trees, Blend blend, List<Unseen> unseen, String explained) {

  /** How sessions are judged with trees of one sort, and how badly that fits the verdicts. */
  private record Attempt(Optional<Estimator> trees, List<Judged> judged, Blend blend, double loss) {
    String explained() {
      return trees.map(Estimator::described).orElse("no trees")
          + String.format(Locale.ROOT, " %.4f", loss);
    }
  }

  /**
   * The one of all sorts of trees that are worth trying that fits best what reviewers said: by log
   * loss, in which both the ranking and the calibration show.
   *
   * @param examples {@link Examples}
   * @param positives sessions that a reviewer found tokenmaxxing
   */
  static CrossFit best(
      Dataset<Row> examples,
      long positives,
      Optional<Starter> starter,
      Optional<Tuner> tuner,
      ReviewerErrors errors,
      Settings.Train train) {
    Selection selection = selection(examples);
    List<Attempt> attempts =
        OwnTrees.worthTrying(starter, positives, train).stream()
            .map(trees -> attempt(examples, trees, starter, tuner, selection, errors, train))
            .toList();
    Attempt best = attempts.stream().min(Comparator.comparingDouble(Attempt::loss)).orElseThrow();
    return new CrossFit(
        best.trees(),
        best.blend(),
        best.judged().stream().map(row -> row.unseen(best.blend())).toList(),
        attempts.size() == 1
            ? ""
            : attempts.stream()
                .map(Attempt::explained)
                .collect(Collectors.joining(", ", " Log loss on people not seen: ", ".")));
  }

  private static Attempt attempt(
      Dataset<Row> examples,
      Optional<Estimator> estimator,
      Optional<Starter> starter,
      Optional<Tuner> tuner,
      Selection selection,
      ReviewerErrors errors,
      Settings.Train train) {
    List<Judged> judged = new ArrayList<>();
    for (int fold = 0; fold < train.folds(); fold++) {
      int judgedFold = fold;
      Dataset<Row> others =
          examples.filter(col("fold").notEqual(fold).and(col("held_out").equalTo(false)));
      Optional<Ensemble> trees =
          estimator.map(sort -> Estimator.trees(OwnTrees.fit(others, starter, sort, train)));
      Optional<Tuning> tuning = tuner.map(given -> given.without(judgedFold));
      judged.addAll(judged(examples.filter(col("fold").equalTo(fold)), trees, tuning, starter));
    }
    judged.sort(Comparator.comparing(Judged::session));
    List<Blend.Case> cases = cases(judged, selection);
    Blend blend = Blend.fit(cases, estimator, starter.isPresent(), errors);
    return new Attempt(estimator, judged, blend, blend.loss(cases, errors));
  }

  /** A session as judged by parts that never saw it, before the parts are blended. */
  private record Judged(
      String session,
      String person,
      double own,
      double starter,
      boolean young,
      String verdict,
      LocalDate endedOn,
      boolean heldOut,
      boolean quiet,
      Unseen.Figured figured,
      Unseen.Traits traits) {

    Unseen unseen(Blend blend) {
      return new Unseen(
          session,
          person,
          blend.margin(own, starter, young),
          verdict,
          endedOn,
          heldOut,
          quiet,
          figured,
          traits);
    }
  }

  private static List<Judged> judged(
      Dataset<Row> examples,
      Optional<Ensemble> trees,
      Optional<Tuning> tuning,
      Optional<Starter> starter) {
    Ensemble own = trees.orElse(null);
    UDF1<Vector, Double> ownScore = features -> own == null ? 0.0 : own.score(features.toArray());
    Tuning tuned = tuning.orElse(null);
    double base = starter.map(Starter::base).orElse(0.0);
    UDF2<Vector, Vector, Double> tunedMargin =
        (shares, features) ->
            tuned == null ? 0.0 : base + tuned.margin(shares.toArray(), features.toArray());
    return examples
        .withColumn("own", functions.udf(ownScore, DataTypes.DoubleType).apply(col("features")))
        .withColumn(
            "starter",
            functions.udf(tunedMargin, DataTypes.DoubleType).apply(col("shares"), col("features")))
        .drop("features", "shares")
        .collectAsList()
        .stream()
        .map(CrossFit::judged)
        .sorted(Comparator.comparing(Judged::session))
        .toList();
  }

  private static Judged judged(Row row) {
    return new Judged(
        row.getAs("session_id"),
        row.getAs("person"),
        row.getAs("own"),
        row.getAs("starter"),
        row.getAs("young"),
        row.getAs("verdict"),
        row.<Date>getAs("ended_on").toLocalDate(),
        row.getAs("held_out"),
        row.getAs("quiet"),
        new Unseen.Figured(row.getAs("cost"), row.getAs("calls"), row.getAs("no_product")),
        new Unseen.Traits(
            row.getAs("team"),
            row.<Timestamp>getAs("started_at").toInstant(),
            row.getAs("evidence"),
            row.getAs("archetype")));
  }

  /**
   * What the weights are fitted on: reviewed sessions that ended since somebody was told of a
   * target or leaderboard. How much gaming there was before says nothing of how much there is.
   */
  private static List<Blend.Case> cases(List<Judged> judged, Selection selection) {
    return judged.stream()
        .filter(row -> !row.quiet() && Verdicts.decides(row.verdict()))
        .map(
            row ->
                new Blend.Case(
                    row.own(),
                    row.starter(),
                    row.young(),
                    Verdicts.TOKENMAXXING.equals(row.verdict()) ? 1 : 0,
                    selection.weight(row.figured().cost())))
        .toList();
  }

  /** Whom reviewers look at, among sessions that ended since somebody was told of a target. */
  private static Selection selection(Dataset<Row> examples) {
    return Selection.of(
        examples
            .filter(col("quiet").equalTo(false))
            .select("session_id", "cost", "verdict")
            .orderBy("session_id")
            .collectAsList()
            .stream()
            .map(row -> new Selection.Looked(row.getDouble(1), Verdicts.decides(row.getString(2))))
            .toList());
  }
}
