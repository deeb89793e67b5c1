package dev.goodhart.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Single sessions for reviewers, newest first, so that their order tells nothing of their scores.
 *
 * @param to day after the last
 * @param isOwnModelLive whether a model that learnt from the organisation's reviews scores sessions
 */
public record ReviewData(LocalDate to, boolean isOwnModelLive, List<Item> items) {
  public ReviewData {
    items = List.copyOf(items);
  }

  /**
   * One session of the queue.
   *
   * @param usual medians of the same team and source, or of the source where these are of too few
   *     sessions or people
   * @param reasons sentences, strongest first
   */
  public record Item(
      String sessionId,
      String team,
      String source,
      Instant startedAt,
      Facts facts,
      Facts usual,
      boolean isUsualOfTeam,
      List<LinkedTask> tasks,
      Timeline timeline,
      List<String> reasons,
      Score score) {
    public Item {
      tasks = List.copyOf(tasks);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * A session's figures, or their usual values; empty where nothing can be told.
   *
   * @param costsMore whether the cost of some calls is unknown and comes on top
   */
  public record Facts(
      Optional<Double> costUsd,
      boolean costsMore,
      Optional<Long> totalTokens,
      Optional<Long> calls,
      Optional<Long> prompts,
      Optional<Duration> duration) {

    /** Whether any of them can be told. */
    boolean isKnown() {
      return Stream.of(costUsd, totalTokens, calls, prompts, duration)
          .anyMatch(Optional::isPresent);
    }
  }

  /** A task that the session served, and what came of it. */
  public record LinkedTask(String taskKey, String state, String method) {}

  /**
   * What the classifier says; kept from a reviewer's eye at first.
   *
   * @param isGuess whether it is the starter's, which knows made-up organisations alone
   */
  public record Score(
      Optional<Double> probability,
      boolean isGuess,
      String band,
      Optional<String> archetype,
      String evidence,
      String chosenBecause) {}
}
