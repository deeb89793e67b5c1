package dev.goodhart.model;

import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How sessions came into the review queue, as far as what is measured on reviewed ones hangs on it.
 *
 * @param byLot sessions of the audit sample: what is measured on them holds for all that nobody had
 *     reviewed when they were drawn
 * @param forCertain sessions that were bound to be chosen, by the model or for being unlike others:
 *     they stand for no others. (The audit sample is drawn first, so that one that the lot fell on
 *     is not among them; and where there are very many sessions, the lot says among which unlike
 *     ones are looked for.)
 */
public record QueueDraws(Set<String> byLot, Set<String> forCertain) {
  public static final QueueDraws NONE = new QueueDraws(Set.of(), Set.of());

  public QueueDraws {
    byLot = Set.copyOf(byLot);
    forCertain = Set.copyOf(forCertain);
  }

  /**
   * Reads how they came in before a day: a repeat of the day's run must not see its own queue.
   *
   * @param history {@code review.queue_history}
   */
  public static QueueDraws of(Dataset<Row> history, LocalDate day) {
    List<Row> chosen =
        history
            .where(col("chosen_on").lt(lit(Date.valueOf(day))))
            .select("session_id", "chosen_because", "selection_probability")
            .distinct()
            .collectAsList();
    return new QueueDraws(
        sessions(chosen, row -> row.getString(1).equals(QueueChoice.AUDIT)),
        sessions(chosen, row -> row.getDouble(2) >= 1));
  }

  private static Set<String> sessions(List<Row> chosen, Predicate<Row> which) {
    return chosen.stream().filter(which).map(row -> row.getString(0)).collect(toSet());
  }
}
