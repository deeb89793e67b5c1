package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much unreviewed work from before anybody was told of a target there is beside all else that
 * trees learn from. Parts that judge a fold's people learn of the days before the held-out ones
 * alone, which is all of the early work and less of what came since. They count the early work less
 * for it, so that they find as much gaming as trees that learn from everything.
 */
record EarlyWork(List<Group> groups) {
  /** Of a session that was reviewed beside one that was not; whole, so that sums are exact. */
  private static final long REVIEWED = Math.round(1 / OwnTrees.BACKGROUND_WEIGHT);

  EarlyWork {
    groups = List.copyOf(groups);
  }

  /** Sessions of a fold that are learnt from in the same way. */
  private record Group(int fold, boolean heldOut, boolean quiet, boolean reviewed, long sessions) {
    boolean early() {
      return quiet && !reviewed;
    }

    long weight() {
      return reviewed ? REVIEWED * sessions : sessions;
    }
  }

  /** Counts {@link Examples}. */
  static EarlyWork of(Dataset<Row> examples) {
    return new EarlyWork(
        examples
            .groupBy(
                col("fold"),
                col("held_out"),
                col("quiet"),
                col("verdict").isNotNull().as("reviewed"))
            .count()
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Group(
                        row.getInt(0),
                        row.getBoolean(1),
                        row.getBoolean(2),
                        row.getBoolean(3),
                        row.getLong(4)))
            .toList());
  }

  /**
   * How many times as much as usual it counts in what is learnt from other people than a fold's
   * before the held-out days; 1 where that has no other work, or no early work.
   */
  double timesWithout(int fold) {
    double since = learntWithout(fold, group -> !group.early());
    double early = learntWithout(fold, Group::early);
    return since > 0 && early > 0 ? since / early : 1;
  }

  /** Share of the weight of some groups that is learnt from. */
  private double learntWithout(int fold, Predicate<Group> which) {
    Predicate<Group> learnt = group -> group.fold() != fold && !group.heldOut();
    return (double) weight(which.and(learnt)) / Math.max(1, weight(which));
  }

  private long weight(Predicate<Group> which) {
    return groups.stream().filter(which).mapToLong(Group::weight).sum();
  }
}
