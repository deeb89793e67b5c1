package dev.goodhart.model;

import dev.goodhart.label.Verdicts;
import dev.goodhart.model.Intervals.Trial;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Precision of the flags that were really set: of the sessions that a model flagged before any
 * reviewer had decided on them, the share that reviewers then found tokenmaxxing. It knows nothing
 * of the model that is trained, and errs as reviewers do.
 */
public final class FlagsConfirmed {
  private FlagsConfirmed() {}

  /**
   * A row of {@code ml.evaluations}; empty where no such session has been decided on.
   *
   * @param decided {@code session_id, user_id, verdict} of each session that a reviewer decided on
   * @param history {@code review.session_score_history}
   */
  public static Optional<Row> evaluation(
      Dataset<Row> decided, Dataset<Row> history, String modelVersion) {
    List<Trial> flags =
        decided
            .join(Lateness.firstFlagged(history), "session_id")
            .orderBy("session_id")
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Trial(
                        Persons.of(row),
                        Verdicts.TOKENMAXXING.equals(row.<String>getAs("verdict"))))
            .toList();
    if (flags.isEmpty()) {
      return Optional.empty();
    }
    Intervals.Share share = Intervals.share(flags);
    return Optional.of(
        RowFactory.create(
            modelVersion,
            Lateness.AS_SCORED,
            "precision",
            share.value(),
            share.low(),
            share.high(),
            share.of(),
            flags.stream().filter(Trial::hit).count()));
  }
}
