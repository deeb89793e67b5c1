package dev.goodhart.model;

import dev.goodhart.label.Verdicts;
import java.time.LocalDate;

/**
 * One session as judged by a forest that saw neither its person nor, where it is held out, its
 * time.
 *
 * @param score the model's log-odds of tokenmaxxing
 * @param verdict latest verdict, null where none
 * @param endedOn day on which it ended
 * @param heldOut whether it ended in the last days, after everything that the forest learnt from
 * @param quiet whether it ended before anybody was told of a target or leaderboard
 */
public record Unseen(
    String session,
    String person,
    double score,
    String verdict,
    LocalDate endedOn,
    boolean heldOut,
    boolean quiet,
    Figured figured) {

  /** What the heuristics look at. */
  public record Figured(double cost, long calls, boolean noProduct) {}

  double probability() {
    return LogOdds.probability(score);
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
}
