package dev.goodhart.world;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a model that is not trained again judges four weeks after four weeks. */
final class LaterMonths {
  private static final int WEEKS = 4;
  private static final double HEAVIEST = 0.1;

  private LaterMonths() {}

  /**
   * A Markdown table, a row for each four weeks after the training that are full.
   *
   * @param learntOn last day of which the model knew
   * @param end day after the last of which there are sessions
   */
  static List<String> table(List<ScoredSession> sessions, LocalDate learntOn, LocalDate end) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "| weeks after training | honest sessions | flagged | heaviest tenth | scheduled jobs |"
                    + " gaming sessions | flagged |",
                "|---|---:|---:|---:|---:|---:|---:|"));
    int months = month(end, learntOn);
    for (int number = 0; number < months; number++) {
      int month = number;
      lines.add(
          line(
              month,
              sessions.stream()
                  .filter(session -> month(session.endedOn(), learntOn) == month)
                  .toList()));
    }
    lines.add("");
    return lines;
  }

  /** From 0; below 0 before the training. */
  private static int month(LocalDate day, LocalDate learntOn) {
    long days = ChronoUnit.DAYS.between(learntOn.plusDays(1), day);
    return (int) Math.floorDiv(days, 7L * WEEKS);
  }

  private static String line(int month, List<ScoredSession> sessions) {
    List<ScoredSession> honest =
        sessions.stream()
            .filter(session -> !session.gaming())
            .sorted(
                Comparator.comparingDouble(ScoredSession::cost)
                    .reversed()
                    .thenComparing(ScoredSession::session))
            .toList();
    List<ScoredSession> gaming = sessions.stream().filter(ScoredSession::gaming).toList();
    List<ScoredSession> jobs =
        honest.stream().filter(session -> session.kind().equals("scheduled_automation")).toList();
    return "| %d to %d | %,d | %s | %s | %s | %,d | %s |"
        .formatted(
            WEEKS * month + 1,
            WEEKS * (month + 1),
            honest.size(),
            Shares.flagged(honest),
            Shares.flagged(honest.subList(0, (int) Math.round(HEAVIEST * honest.size()))),
            Shares.flagged(jobs),
            gaming.size(),
            Shares.flagged(gaming));
  }
}
