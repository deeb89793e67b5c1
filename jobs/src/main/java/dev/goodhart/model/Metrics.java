package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Measures of a ranking against known labels. */
final class Metrics {
  private Metrics() {}

  /**
   * A ranked session: whose, how high, whether it is truly positive, and how many sessions it
   * stands for in an average precision or a calibration error.
   */
  record Ranked(String person, double score, boolean positive, double weight) {
    Ranked(String person, double score, boolean positive) {
      this(person, score, positive, 1);
    }
  }

  /** An estimate with the ends of its 95 % interval. */
  record Estimate(double value, double low, double high) {}

  /** Rows of one score, in the order of ranks. */
  private record Step(double rows, double positives) {}

  /**
   * Average precision: precision at each positive, averaged. Sessions of equal score count as one
   * step, so that order within it decides nothing. NaN without a positive.
   */
  static double averagePrecision(List<Ranked> rows) {
    double seen = 0;
    double found = 0;
    double sum = 0;
    for (Step step : steps(rows)) {
      seen += step.rows();
      found += step.positives();
      sum += step.positives() * found / seen;
    }
    return found == 0 ? Double.NaN : sum / found;
  }

  /** Average precision with a percentile interval over persons drawn with replacement. */
  static Estimate averagePrecisionWithInterval(List<Ranked> rows, long seed) {
    return Resampling.estimate(rows, Ranked::person, Metrics::averagePrecision, seed);
  }

  /** Share of positives among the rows that rank first; NaN where nothing is looked at. */
  static double precisionAtCapacity(List<Ranked> rows, int capacity) {
    int looked = Math.min(capacity, rows.size());
    return looked == 0 ? Double.NaN : foundAmongFirst(rows, capacity) / looked;
  }

  /** Share of the positives that rank first; NaN without a positive. */
  static double recallAtCapacity(List<Ranked> rows, int capacity) {
    long positives = rows.stream().filter(Ranked::positive).count();
    return positives == 0 ? Double.NaN : foundAmongFirst(rows, capacity) / positives;
  }

  /** {@link #precisionAtCapacity(List, int)} with an interval over persons. */
  static Estimate precisionAtCapacity(List<Ranked> rows, int capacity, long seed) {
    return Resampling.estimate(
        rows, Ranked::person, drawn -> precisionAtCapacity(drawn, capacity), seed);
  }

  /** {@link #recallAtCapacity(List, int)} with an interval over persons. */
  static Estimate recallAtCapacity(List<Ranked> rows, int capacity, long seed) {
    return Resampling.estimate(
        rows, Ranked::person, drawn -> recallAtCapacity(drawn, capacity), seed);
  }

  /** Positives among the first, as expected where rows of equal score come in any order. */
  private static double foundAmongFirst(List<Ranked> rows, int capacity) {
    double found = 0;
    double left = capacity;
    for (Step step : steps(rows)) {
      double looked = Math.min(left, step.rows());
      found += step.positives() * looked / step.rows();
      left -= looked;
    }
    return found;
  }

  private static List<Step> steps(List<Ranked> ranked) {
    List<Ranked> sorted = new ArrayList<>(ranked);
    sorted.sort(Comparator.comparingDouble(Ranked::score).reversed());
    List<Step> steps = new ArrayList<>();
    int i = 0;
    while (i < sorted.size()) {
      int end = i;
      double positives = 0;
      double rows = 0;
      while (end < sorted.size() && sorted.get(end).score() == sorted.get(i).score()) {
        Ranked row = sorted.get(end);
        rows += row.weight();
        positives += row.positive() ? row.weight() : 0;
        end++;
      }
      steps.add(new Step(rows, positives));
      i = end;
    }
    return steps;
  }

  /** What the average precision of shuffled scores reaches, as a quantile over shuffles. */
  static double averagePrecisionByChance(
      List<Ranked> rows, int shuffles, double quantile, long seed) {
    List<Double> scores = new ArrayList<>(rows.stream().map(Ranked::score).toList());
    Random random = new Random(seed);
    List<Double> reached = new ArrayList<>();
    for (int shuffle = 0; shuffle < shuffles; shuffle++) {
      Collections.shuffle(scores, random);
      List<Ranked> shuffled = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        shuffled.add(new Ranked(rows.get(i).person(), scores.get(i), rows.get(i).positive()));
      }
      reached.add(averagePrecision(shuffled));
    }
    reached.sort(Comparator.naturalOrder());
    return quantile(reached, quantile);
  }

  /**
   * What the average precision of the truth itself reaches, measured by verdicts that reviewers got
   * wrong, as a quantile over draws: the sessions that game come first, those that reviewers missed
   * among them, and the accused ones, whose number is drawn too, lie anywhere among the honest. A
   * ranking that agrees with the verdicts better than this knows the verdicts.
   *
   * @param sessions reviewed sessions
   * @param found those found tokenmaxxing
   */
  static double averagePrecisionOfTruth(
      int sessions, int found, ReviewerErrors errors, int draws, double quantile, long seed) {
    Random random = new Random(seed);
    List<Double> reached = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
      int accused = Math.min(found, hits(sessions - found, errors.accused(), random));
      int right = found - accused;
      int gaming =
          (int)
              Math.min(sessions - accused, Math.round(right / Math.max(0.1, 1 - errors.missed())));
      List<Boolean> verdicts = new ArrayList<>(shuffled(right, gaming, random));
      verdicts.addAll(shuffled(accused, sessions - gaming, random));
      List<Ranked> ranked = new ArrayList<>();
      for (int i = 0; i < verdicts.size(); i++) {
        ranked.add(new Ranked("", -i, verdicts.get(i)));
      }
      reached.add(averagePrecision(ranked));
    }
    reached.sort(Comparator.naturalOrder());
    return quantile(reached, quantile);
  }

  private static int hits(int trials, double chance, Random random) {
    return (int) IntStream.range(0, trials).filter(i -> random.nextDouble() < chance).count();
  }

  private static List<Boolean> shuffled(int positives, int of, Random random) {
    List<Boolean> order = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      order.add(i < positives);
    }
    Collections.shuffle(order, random);
    return order;
  }

  /** The value below which a share of the sorted values lies. */
  static double quantile(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(share * sorted.size())));
  }

  /**
   * Expected calibration error: rows in ten groups of as many rows each by probability, the mean
   * distance between a group's mean probability and its share of positives.
   */
  static double calibrationError(List<Ranked> rows) {
    List<Ranked> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingDouble(Ranked::score));
    int groups = 10;
    double error = 0;
    double all = rows.stream().mapToDouble(Ranked::weight).sum();
    for (int group = 0; group < groups; group++) {
      List<Ranked> part =
          sorted.subList(group * sorted.size() / groups, (group + 1) * sorted.size() / groups);
      double predicted = part.stream().mapToDouble(row -> row.weight() * row.score()).sum();
      double positives = part.stream().filter(Ranked::positive).mapToDouble(Ranked::weight).sum();
      error += Math.abs(predicted - positives);
    }
    return sorted.isEmpty() ? Double.NaN : error / all;
  }
}
