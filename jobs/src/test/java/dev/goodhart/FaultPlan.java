package dev.goodhart;

import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/** Which requests fail and how: one in so many, drawn from a fixed seed, each fault in its turn. */
final class FaultPlan {
  private static final long SEED = 20260105;

  private final Deque<Fault> inTurn;
  private final int oneIn;
  private final Predicate<HttpRequest> where;
  private final Random random = new Random(SEED);

  FaultPlan(List<Fault> inTurn, int oneIn, Predicate<HttpRequest> where) {
    this.inTurn = new ArrayDeque<>(inTurn);
    this.oneIn = oneIn;
    this.where = where;
  }

  static FaultPlan none() {
    return new FaultPlan(List.of(), 1, request -> false);
  }

  /** What happens to the next request. */
  synchronized Optional<Fault> next(HttpRequest request) {
    if (!where.test(request)) {
      return Optional.empty();
    }
    Optional<Fault> fault = inTurn.stream().filter(each -> each.fits(request)).findFirst();
    if (fault.isEmpty() || random.nextInt(oneIn) > 0) {
      return Optional.empty();
    }
    inTurn.remove(fault.get());
    inTurn.addLast(fault.get());
    return fault;
  }
}
