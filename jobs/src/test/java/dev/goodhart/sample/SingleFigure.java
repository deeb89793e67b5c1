package dev.goodhart.sample;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How well one figure alone tells an archetype's gaming sessions from honest ones: the best
 * precision of any rule that finds at least half of them. A rule is an interval, which holds every
 * threshold in either direction too, or "can't be told" (NaN).
 *
 * <p>Precision hangs on how common gaming is. Each archetype alone is rarer than one session in a
 * hundred, so that any rule on it would look imprecise. It is therefore taken at the share of
 * gaming in an organisation with default options (6 %), as though all of that were of this
 * archetype: from the share of gaming sessions caught and the share of honest ones caught with
 * them.
 */
public final class SingleFigure {
  private static final double BASE_RATE = SampleOptions.defaults().gamingShare();
  private static final double RECALL = 0.5;

  private SingleFigure() {}

  /** The best rule's precision; 0 where none finds half of the gaming sessions. */
  public static double bestPrecision(List<Double> gaming, List<Double> honest) {
    double[] caught = known(gaming);
    double[] wronged = known(honest);
    int needed = (int) Math.ceil(RECALL * gaming.size());
    int unknown = gaming.size() - caught.length;
    double best =
        unknown < needed
            ? 0
            : precision(unknown, gaming.size(), honest.size() - wronged.length, honest.size());
    int[] foundBelow = counted(caught, caught, false);
    int[] foundUpTo = counted(caught, caught, true);
    int[] wrongBelow = counted(wronged, caught, false);
    int[] wrongUpTo = counted(wronged, caught, true);
    for (int first = 0; first < caught.length; first++) {
      for (int last = first + needed - 1; last < caught.length; last++) {
        int found = foundUpTo[last] - foundBelow[first];
        int wrong = wrongUpTo[last] - wrongBelow[first];
        best = Math.max(best, precision(found, gaming.size(), wrong, honest.size()));
      }
    }
    return best;
  }

  private static double precision(int found, int gaming, int wrong, int honest) {
    double right = BASE_RATE * found / gaming;
    return right / (right + (1 - BASE_RATE) * wrong / honest);
  }

  private static double[] known(List<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  /** For each limit, how many of the values are less than it, or no more than it. */
  private static int[] counted(double[] values, double[] limits, boolean withEqual) {
    return DoubleStream.of(limits)
        .mapToInt(
            limit ->
                (int)
                    DoubleStream.of(values)
                        .filter(value -> value < limit || (withEqual && value == limit))
                        .count())
        .toArray();
  }
}
