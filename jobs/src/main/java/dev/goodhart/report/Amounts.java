package dev.goodhart.report;

/**
 * What some team-days came to and what they used; outcomes first.
 *
 * @param costUsd USD, known costs
 */
public record Amounts(
    long tasksDone,
    long tasksReverted,
    long tasksAbandoned,
    long sessions,
    long sessionsLinked,
    long sessionsToDone,
    long calls,
    long inputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long outputTokens,
    long totalTokens,
    double costUsd,
    long unpricedCalls,
    long flaggedSessions,
    double flaggedCostUsd,
    long unscoredSessions) {

  public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Sums of both. */
  public Amounts plus(Amounts other) {
    return new Amounts(
        tasksDone + other.tasksDone,
        tasksReverted + other.tasksReverted,
        tasksAbandoned + other.tasksAbandoned,
        sessions + other.sessions,
        sessionsLinked + other.sessionsLinked,
        sessionsToDone + other.sessionsToDone,
        calls + other.calls,
        inputTokens + other.inputTokens,
        cacheReadTokens + other.cacheReadTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        outputTokens + other.outputTokens,
        totalTokens + other.totalTokens,
        costUsd + other.costUsd,
        unpricedCalls + other.unpricedCalls,
        flaggedSessions + other.flaggedSessions,
        flaggedCostUsd + other.flaggedCostUsd,
        unscoredSessions + other.unscoredSessions);
  }
}
