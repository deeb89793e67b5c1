package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.SideBySide;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Every session judged by parts that never saw it: for each fold a starter is tuned ({@link Tuner})
 * and trees are learnt ({@link OwnTrees}), from the other folds' people and from before the
 * held-out days; they judge the fold's people. On what reviewers said of those sessions, and the
 * anchors beside them, the {@link Blend} is fitted.
 *
 * @param trees which trees of the organisation's own are part of it
 * @param byFold the parts that judged each fold's people
 * @param unseen every session, ordered by its id, as {@code blend} has it
 * @param early the same as {@code earlyBlend} has it, by what was known before the held-out days
 * @param explained which trees were tried, and how well each fitted; empty where there was no
 *     choice
 */
record CrossFit(
    Estimator trees,
    List<Parts> byFold,
    Blend blend,
    List<Unseen> unseen,
    Blend earlyBlend,
    List<Unseen> early,
    String explained) {

  /**
   * Folds whose trees grow at once. Growing trees on few sessions is many small jobs one after the
   * other, which leave most of a machine idle.
   */
  private static final int AT_ONCE = 3;

  /** How sessions are judged with trees of one sort, and how badly that fits the verdicts. */
  private record Attempt(
      Estimator trees,
      List<Parts> byFold,
      List<Judged> judged,
      Blend blend,
      Blend early,
      double loss) {
    String explained() {
      return trees.described() + String.format(Locale.ROOT, " %.4f", loss);
    }
  }

  /**
   * The one of all sorts of trees that are worth trying that fits best what reviewers said: by log
   * loss, in which both the ranking and the calibration show.
   *
   * @param examples {@link Examples}
   * @param space of their features
   * @param positives sessions that a reviewer found tokenmaxxing
   */
  static CrossFit best(
      Dataset<Row> examples,
      FeatureSpace space,
      long positives,
      Optional<Starter> starter,
      Optional<Tuner> tuner,
      ReviewerErrors errors,
      Settings.Train train) {
    Selection selection = selection(examples);
    Selection selectionBefore = selection(examples.filter(col("held_out").equalTo(false)));
    EarlyWork earlyWork = EarlyWork.of(examples);
    List<Estimator> worthTrying = Estimator.worthTrying(starter.isPresent(), positives, train);
    List<String> tried = new ArrayList<>();
    Optional<Attempt> best = Optional.empty();
    for (Estimator trees : worthTrying) {
      Attempt next =
          attempt(
              examples,
              earlyWork,
              space,
              trees,
              starter,
              tuner,
              selection,
              selectionBefore,
              errors,
              train);
      tried.add(next.explained());
      // Only one is kept at a time: each holds every session.
      best = best.filter(kept -> kept.loss() <= next.loss()).or(() -> Optional.of(next));
    }
    Attempt kept = best.orElseThrow();
    return new CrossFit(
        kept.trees(),
        kept.byFold(),
        kept.blend(),
        kept.judged().stream().map(row -> row.unseen(kept.blend())).toList(),
        kept.early(),
        kept.judged().stream().map(row -> row.unseen(kept.early())).toList(),
        tried.size() == 1 ? "" : " Log loss on people not seen: " + String.join(", ", tried) + ".");
  }

  private static Attempt attempt(
      Dataset<Row> examples,
      EarlyWork earlyWork,
      FeatureSpace space,
      Estimator estimator,
      Optional<Starter> starter,
      Optional<Tuner> tuner,
      Selection selection,
      Selection selectionBefore,
      ReviewerErrors errors,
      Settings.Train train) {
    List<Callable<Fold>> folds = new ArrayList<>();
    for (int fold = 0; fold < train.folds(); fold++) {
      int judgedFold = fold;
      Dataset<Row> others =
          examples.filter(col("fold").notEqual(fold).and(col("held_out").equalTo(false)));
      Dataset<Row> itsOwn = examples.filter(col("fold").equalTo(fold));
      Optional<Tuning> tuning = tuner.map(given -> given.without(judgedFold));
      folds.add(
          () -> {
            Ensemble trees =
                Estimator.trees(
                    OwnTrees.fit(others, earlyWork.timesWithout(judgedFold), estimator, train));
            return new Fold(
                new Parts(Optional.of(trees), space, tuning, starter),
                judged(itsOwn, trees, tuning, starter));
          });
    }
    List<Fold> fitted = atOnce(folds);
    List<Judged> judged =
        fitted.stream()
            .flatMap(fold -> fold.judged().stream())
            .sorted(Comparator.comparing(Judged::session))
            .toList();
    Blend.Assumed assumed = estimator.assumed(starter.isPresent());
    Blend blend = blend(judged, selection, assumed, errors);
    List<Judged> before = judged.stream().filter(row -> !row.heldOut()).toList();
    Blend early = blend(before, selectionBefore, assumed, errors);
    double loss = blend.loss(cases(judged, selection), errors);
    List<Parts> byFold = fitted.stream().map(Fold::parts).toList();
    return new Attempt(estimator, byFold, judged, blend, early, loss);
  }

  private static Blend blend(
      List<Judged> judged, Selection selection, Blend.Assumed assumed, ReviewerErrors errors) {
    List<Blend.Case> anchored = new ArrayList<>(cases(judged, selection));
    anchored.addAll(anchors(judged));
    return Blend.fit(anchored, assumed, errors);
  }

  private static <T> List<T> atOnce(List<Callable<T>> tasks) {
    try {
      return SideBySide.all(AT_ONCE, tasks);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fold's trees could not be learnt", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while trees were learnt", e);
    }
  }

  /** Parts that never saw a fold's people, and how they judge these. */
  private record Fold(Parts parts, List<Judged> judged) {}

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
      boolean judged,
      double supposed,
      boolean anchor,
      Unseen.Figured figured,
      Unseen.Traits traits) {

    Blend.Case saying(Word word) {
      return new Blend.Case(own, starter, young, word);
    }

    Unseen unseen(Blend blend) {
      double margin = blend.margin(own, starter, young);
      return new Unseen(
          session,
          person,
          margin,
          LogOdds.probability(margin),
          verdict,
          endedOn,
          heldOut,
          quiet,
          judged,
          figured,
          traits);
    }
  }

  private static List<Judged> judged(
      Dataset<Row> examples, Ensemble trees, Optional<Tuning> tuning, Optional<Starter> starter) {
    UDF1<Vector, Double> ownScore = features -> trees.score(features.toArray());
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
        row.getAs("judged"),
        row.getAs("supposed"),
        row.getAs("anchor"),
        new Unseen.Figured(row.getAs("cost"), row.getAs("calls"), row.getAs("no_product")),
        new Unseen.Traits(
            row.getAs("team"),
            row.<Timestamp>getAs("started_at").toInstant(),
            row.getAs("evidence"),
            row.getAs("archetype")));
  }

  /**
   * What the weights are fitted on beside the anchors: reviewed sessions that ended since somebody
   * was told of a target or leaderboard. How much gaming there was before says nothing of how much
   * there is.
   */
  private static List<Blend.Case> cases(List<Judged> judged, Selection selection) {
    return judged.stream()
        .filter(row -> !row.quiet() && Verdicts.decides(row.verdict()))
        .map(
            row ->
                row.saying(
                    Word.found(
                        Verdicts.TOKENMAXXING.equals(row.verdict()),
                        selection.weight(row.figured().cost()))))
        .toList();
  }

  /** What keeps the level where nobody looked, since somebody was told of a target. */
  private static List<Blend.Case> anchors(List<Judged> judged) {
    List<Judged> anchors = judged.stream().filter(row -> row.anchor() && !row.quiet()).toList();
    double weight = Examples.anchorWeight(anchors.size());
    return anchors.stream().map(row -> row.saying(Word.level(row.supposed(), weight))).toList();
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
