package dev.goodhart.model;

import dev.goodhart.label.Figures;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.Metrics.Ranked;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Row;

/**
 * One session as judged by parts of a model that saw neither its person nor, where it is held out,
 * its time.
 *
 * @param score the model's log-odds of tokenmaxxing
 * @param flaggedUpTo highest threshold from which it would be flagged ({@link FlagRule}): its
 *     probability, or 0 where too much hangs on one free thing, which is looked at only where a
 *     session is judged and may be flagged at all ({@link FlagLevels})
 * @param verdict latest verdict, null where none
 * @param endedOn day on which it ended
 * @param heldOut whether it ended in the last days, after everything that they learnt from
 * @param quiet whether it ended before anybody was told of a target or leaderboard
 * @param judged whether it has calls enough to be judged
 */
public record Unseen(
    String session,
    String person,
    double score,
    double flaggedUpTo,
    String verdict,
    LocalDate endedOn,
    boolean heldOut,
    boolean quiet,
    boolean judged,
    Figured figured,
    Traits traits)
    implements Seen {

  /** What the heuristics look at. */
  public record Figured(double cost, long calls, boolean noProduct) {
    /** Of a feature row. */
    static Figured of(Row row) {
      Double cost = row.getAs("cost_usd");
      Long calls = row.getAs("calls");
      return new Figured(
          cost == null ? 0 : cost, calls == null ? 0 : calls, Baselines.noProduct(Figures.of(row)));
    }
  }

  /**
   * What it is known by, to be measured in groups.
   *
   * @param team null where none is known
   * @param evidence mature, young or none
   * @param archetype null where nothing names one
   */
  public record Traits(String team, Instant startedAt, String evidence, String archetype) {}

  double probability() {
    return LogOdds.probability(score);
  }

  /** The same session, flagged up to another threshold. */
  Unseen withFlaggedUpTo(double level) {
    return new Unseen(
        session, person, score, level, verdict, endedOn, heldOut, quiet, judged, figured, traits);
  }

  /** Whether it would be flagged, nobody being so where there is no threshold. */
  boolean isFlagged(OptionalDouble threshold) {
    return judged && threshold.isPresent() && flaggedUpTo >= threshold.getAsDouble();
  }

  boolean decided() {
    return Verdicts.decides(verdict);
  }

  boolean foundGaming() {
    return Verdicts.TOKENMAXXING.equals(verdict);
  }

  boolean foundHonest() {
    return decided() && !foundGaming();
  }

  static List<Ranked> ranked(List<Unseen> rows, ToDoubleFunction<Unseen> score) {
    return rows.stream()
        .map(row -> new Ranked(row.person(), score.applyAsDouble(row), row.foundGaming()))
        .toList();
  }

  static long positives(List<Unseen> rows) {
    return rows.stream().filter(Unseen::foundGaming).count();
  }
}
