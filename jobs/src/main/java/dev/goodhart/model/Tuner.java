package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

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
 * Tunes a starter by what is known of an organisation's sessions: reviewed ones, and with little
 * weight those on which only labelling rules speak.
 */
final class Tuner {
  /** Weight of what rules say beside what they count in {@code ml.labels}. */
  private static final double RULES_WEIGHT = 0.01;

  /** How firmly a tuning may be drawn towards the starter as it is. */
  private static final double[] FIRMNESS = {4, 16, 64, 256};

  private final List<Lesson> lessons;
  private final Bins bins;
  private final Starter starter;
  private final double firmness;
  private final List<Tuning> withoutFold;

  /** A session to learn from, and the fold of its person. */
  private record Lesson(int fold, boolean heldOut, Tuning.Case session) {}

  private Tuner(List<Lesson> lessons, Bins bins, Starter starter, double firmness, int folds) {
    this.lessons = lessons;
    this.bins = bins;
    this.starter = starter;
    this.firmness = firmness;
    this.withoutFold =
        IntStream.range(0, folds)
            .mapToObj(fold -> fit(lesson -> lesson.fold() != fold && !lesson.heldOut()))
            .toList();
  }

  /**
   * Reads the lessons, and finds how firmly to keep to the starter: as fits best what is known of
   * people whom a tuning did not see. Lessons are sessions that ended since somebody was told of a
   * target or leaderboard. How much gaming there was before says nothing of how much there is.
   *
   * @param examples {@link Examples}
   */
  static Tuner of(Dataset<Row> examples, Bins bins, Starter starter, int folds) {
    List<Lesson> lessons =
        examples
            .filter(col("quiet").equalTo(false).and(col("label").isNotNull()))
            .orderBy("session_id")
            .collectAsList()
            .stream()
            .map(Tuner::lesson)
            .toList();
    return Arrays.stream(FIRMNESS)
        .mapToObj(firmness -> new Tuner(lessons, bins, starter, firmness, folds))
        .min(Comparator.comparingDouble(Tuner::loss))
        .orElseThrow();
  }

  private static Lesson lesson(Row row) {
    boolean reviewed = Verdicts.decides(row.getAs("verdict"));
    double weight = reviewed ? 1 : RULES_WEIGHT * row.<Double>getAs("weight");
    return new Lesson(
        row.getAs("fold"),
        row.getAs("held_out"),
        new Tuning.Case(
            row.<Vector>getAs("shares").toArray(),
            row.<Vector>getAs("features").toArray(),
            row.getAs("label"),
            weight));
  }

  /** Log loss over all lessons, each judged by a tuning that did not see its person. */
  private double loss() {
    return lessons.stream()
        .mapToDouble(lesson -> lesson.session().loss(starter.base(), without(lesson.fold())))
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
    return Tuning.fit(
        lessons.stream().filter(which).map(Lesson::session).toList(),
        bins,
        starter.base(),
        starter.space().size(),
        firmness);
  }
}
