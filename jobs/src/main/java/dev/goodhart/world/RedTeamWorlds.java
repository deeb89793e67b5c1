package dev.goodhart.world;

import dev.goodhart.sample.SampleOptions;
import java.io.IOException;

/**
 * The organisations of the red team: one that a model learns from, and one whose gamers hide more
 * or less of what gives them away. One seed serves for all shares that are hidden, so that much the
 * same people game in much the same sessions, and little but the hiding differs.
 */
final class RedTeamWorlds {
  /** No other world has a seed of this range. */
  private static final long FIRST_SEED = 700_000;

  private RedTeamWorlds() {}

  /** An ordinary organisation, some 450 of whose sessions were reviewed by the time of learning. */
  static Trial trial(Worlds worlds) throws IOException {
    SampleOptions options =
        SampleOptions.defaults().withSeed(FIRST_SEED).withSize(100, 42).withReviews(0.32);
    return new Trial(worlds.named("redteam-learning", options), Worlds.SETTINGS);
  }

  /**
   * An organisation in which so many game that each archetype has some dozens of sessions.
   *
   * @param evasion share of what gives gaming away that stays hidden, 0 to 1
   */
  static SampleOptions gaming(double evasion) {
    return SampleOptions.defaults()
        .withSeed(FIRST_SEED + 1)
        .withSize(80, 35)
        .withReviews(0)
        .withGaming(0.3, evasion);
  }
}
