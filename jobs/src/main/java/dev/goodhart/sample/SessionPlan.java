package dev.goodhart.sample;

import java.time.Instant;
import java.util.Map;

/**
 * Everything that decides a session before it runs.
 *
 * @param scores what the session's dials stand at
 * @param task branch that the session works on; it may be a colleague's
 * @param world the organisation's seed
 * @param seed the session's own
 * @param yields whether its commits count towards the task
 * @param closes whether nobody works on the task after it
 */
record SessionPlan(
    String id,
    Person person,
    Kind kind,
    Instant startedAt,
    Map<Dial, Double> scores,
    Task task,
    String model,
    long world,
    long seed,
    boolean yields,
    boolean closes) {

  double score(Dial dial) {
    return scores.getOrDefault(dial, 0.0);
  }
}
