package dev.goodhart.model;

import dev.goodhart.label.ReviewerErrors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Measures of a ranking against known labels. */
final class Metrics {
  private static final int RESAMPLES = 300;

  private Metrics() {}

  /** A ranked session: whose, how high, and whether it is truly positive. */
  record Ranked(String person, double score, boolean positive) {}

  /** An estimate with the ends of its 95 % interval. */
  record Estimate(double value, double low, double high) {}

  /**
   * Average precision: precision at each positive, averaged. Sessions of equal score count as one
   * step, so that order within it decides nothing. NaN without a positive.
   */
  static double averagePrecision(List<Ranked> rows) {
    List<Ranked> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingDouble(Ranked::score).reversed());
    double seen = 0;
    double found = 0;
    double sum = 0;
    int i = 0;
    while (i < sorted.size()) {
      int end = i;
      double positives = 0;
      while (end < sorted.size() && sorted.get(end).score() == sorted.get(i).score()) {
        positives += sorted.get(end).positive() ? 1 : 0;
        end++;
      }
      seen += end - i;
      found += positives;
      sum += positives * found / seen;
      i = end;
    }
    return found == 0 ? Double.NaN : sum / found;
  }

  /** Average precision with a percentile interval over persons drawn with replacement. */
  static Estimate averagePrecisionWithInterval(List<Ranked> rows, long seed) {
    TreeMap<String, List<Ranked>> byPerson = new TreeMap<>();
    rows.forEach(row -> byPerson.computeIfAbsent(row.person(), p -> new ArrayList<>()).add(row));
    List<List<Ranked>> persons = new ArrayList<>(byPerson.values());
    Random random = new Random(seed);
    List<Double> drawn = new ArrayList<>();
    for (int draw = 0; draw < RESAMPLES; draw++) {
      List<Ranked> resample = new ArrayList<>();
      for (int i = 0; i < persons.size(); i++) {
        resample.addAll(persons.get(random.nextInt(persons.size())));
      }
      double value = averagePrecision(resample);
      if (!Double.isNaN(value)) {
        drawn.add(value);
      }
    }
    drawn.sort(Comparator.naturalOrder());
    double value = averagePrecision(rows);
    return drawn.isEmpty()
        ? new Estimate(value, Double.NaN, Double.NaN)
        : new Estimate(value, quantile(drawn, 0.025), quantile(drawn, 0.975));
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
   * among them, and the accused ones lie anywhere among the honest. A ranking that agrees with the
   * verdicts better than this knows the verdicts.
   *
   * @param sessions reviewed sessions
   * @param found those found tokenmaxxing
   */
  static double averagePrecisionOfTruth(
      int sessions, int found, ReviewerErrors errors, int draws, double quantile, long seed) {
    int accused = (int) Math.round(Math.min(found, errors.accused() * (sessions - found)));
    int right = found - accused;
    int gaming =
        (int) Math.min(sessions - accused, Math.round(right / Math.max(0.1, 1 - errors.missed())));
    Random random = new Random(seed);
    List<Double> reached = new ArrayList<>();
    for (int draw = 0; draw < draws; draw++) {
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

  private static List<Boolean> shuffled(int positives, int of, Random random) {
    List<Boolean> order = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      order.add(i < positives);
    }
    Collections.shuffle(order, random);
    return order;
  }

  private static double quantile(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(share * sorted.size())));
  }

  /**
   * Expected calibration error: rows in ten groups of equal size by probability, the mean distance
   * between a group's mean probability and its share of positives.
   */
  static double calibrationError(List<Ranked> rows) {
    List<Ranked> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingDouble(Ranked::score));
    int groups = 10;
    double error = 0;
    for (int group = 0; group < groups; group++) {
      List<Ranked> part =
          sorted.subList(group * sorted.size() / groups, (group + 1) * sorted.size() / groups);
      double predicted = part.stream().mapToDouble(Ranked::score).sum();
      long positives = part.stream().filter(Ranked::positive).count();
      error += Math.abs(predicted - positives);
    }
    return sorted.isEmpty() ? Double.NaN : error / sorted.size();
  }
}
