package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tunes a starter by what reviewers said of an organisation's sessions, beside the anchors among
 * those that nobody reviewed ({@link Examples}).
 */
final class Tuner {
  /** How firmly a tuning may be drawn towards the starter as it is; where all fit alike, firmly. */
  private static final double[] FIRMNESS = {64, 16, 4, 1, 0.25};

  private final List<Lesson> lessons;
  private final Bins bins;
  private final Starter starter;
  private final ReviewerErrors errors;
  private final double firmness;
  private final List<Tuning> withoutFold;

  /** A session to learn from, and the fold of its person. */
  private record Lesson(int fold, boolean heldOut, boolean quiet, Tuning.Case session) {}

  private Tuner(
      List<Lesson> lessons,
      Bins bins,
      Starter starter,
      ReviewerErrors errors,
      double firmness,
      int folds) {
    this.lessons = lessons;
    this.bins = bins;
    this.starter = starter;
    this.errors = errors;
    this.firmness = firmness;
    this.withoutFold =
        IntStream.range(0, folds)
            .mapToObj(fold -> fit(lesson -> lesson.fold() != fold && !lesson.heldOut()))
            .toList();
  }

  /**
   * Reads the lessons, and finds how firmly to keep to the starter: as fits best what is known of
   * people whom a tuning did not see. Lessons are what was reviewed of the sessions that ended
   * since somebody was told of a target or leaderboard, and anchors from before as well as since.
   * Those from before count no more than all others together. They move the level of all, which the
   * {@link Blend} brings back: so each tuning has them in the same proportion to the others.
   *
   * @param examples {@link Examples}
   */
  static Tuner of(
      Dataset<Row> examples, Bins bins, Starter starter, ReviewerErrors errors, int folds) {
    List<Row> rows =
        examples
            .filter(col("anchor").or(col("quiet").equalTo(false).and(col("verdict").isNotNull())))
            .orderBy("session_id")
            .collectAsList();
    long before = anchors(rows, true);
    long after = anchors(rows, false);
    double since = Examples.anchorWeight(after);
    double others = rows.size() - before - after + since * after;
    double quiet = Math.min(Examples.anchorWeight(before), others / Math.max(1, before));
    List<Lesson> lessons =
        rows.stream().map(row -> lesson(row, row.<Boolean>getAs("quiet") ? quiet : since)).toList();
    // Each by itself gives the same on whichever thread it is fitted.
    return Arrays.stream(FIRMNESS)
        .parallel()
        .mapToObj(firmness -> new Tuner(lessons, bins, starter, errors, firmness, folds))
        .min(Comparator.comparingDouble(Tuner::loss))
        .orElseThrow();
  }

  private static long anchors(List<Row> rows, boolean quiet) {
    return rows.stream()
        .filter(row -> row.<Boolean>getAs("anchor") && row.<Boolean>getAs("quiet") == quiet)
        .count();
  }

  private static Lesson lesson(Row row, double anchorWeight) {
    return new Lesson(
        row.getAs("fold"),
        row.getAs("held_out"),
        row.getAs("quiet"),
        new Tuning.Case(
            row.<Vector>getAs("shares").toArray(),
            row.<Vector>getAs("features").toArray(),
            word(row, anchorWeight)));
  }

  private static Word word(Row row, double anchorWeight) {
    if (!row.<Boolean>getAs("anchor")) {
      return Word.found(row.<String>getAs("verdict").equals(Verdicts.TOKENMAXXING), 1);
    }
    double supposed = row.getAs("supposed");
    return row.<Boolean>getAs("quiet")
        ? Word.supposed(supposed, anchorWeight)
        : Word.level(supposed, anchorWeight);
  }

  /** Log loss over all lessons, each judged by a tuning that did not see its person. */
  private double loss() {
    return lessons.stream()
        .mapToDouble(
            lesson -> lesson.session().loss(starter.base(), without(lesson.fold()), errors))
        .sum();
  }

  /** Tuned by other people than a fold's, before the held-out days. */
  Tuning without(int fold) {
    return withoutFold.get(fold);
  }

  /** Tuned by everything that is known. */
  Tuning byAll() {
    return fit(lesson -> true);
  }

  private Tuning fit(Predicate<Lesson> which) {
    List<Lesson> these = lessons.stream().filter(which).toList();
    double times = since(these) / Math.max(1e-9, since(lessons));
    double quiet = times * quiet(lessons) / Math.max(1e-9, quiet(these));
    return Tuning.fit(
        these.stream().map(lesson -> lesson.session().times(lesson.quiet() ? quiet : 1)).toList(),
        errors,
        bins,
        starter.base(),
        starter.space().size(),
        firmness);
  }

  private static double since(List<Lesson> lessons) {
    return weight(lessons, lesson -> !lesson.quiet());
  }

  private static double quiet(List<Lesson> lessons) {
    return weight(lessons, Lesson::quiet);
  }

  private static double weight(List<Lesson> lessons, Predicate<Lesson> which) {
    return lessons.stream().filter(which).mapToDouble(lesson -> lesson.session().weight()).sum();
  }
}
