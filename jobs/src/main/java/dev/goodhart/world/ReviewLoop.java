package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.ReviewQueue;
import dev.goodhart.model.Scorer;
import dev.goodhart.model.Scores;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.UsualFigures;
import dev.goodhart.sample.Reviewers;
import dev.goodhart.schema.QueueHistory;
import dev.goodhart.schema.Reviews;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * An organisation that has no reviews and begins with the queue: each week the queue is chosen with
 * what was learnt so far, and one reviewer, who errs as others do, works it off within the week.
 */
final class ReviewLoop {
  private static final int WEEKS = 4;
  private static final int DAYS = 7;

  private final World world;
  private final Settings settings;

  ReviewLoop(World world, Settings settings) {
    this.world = world;
    this.settings = settings;
  }

  /** The reviews of the weeks before a day, in {@code ml.reviews}' columns. */
  Dataset<Row> until(LocalDate end, Optional<Starter> starter) {
    List<Row> said = new ArrayList<>();
    for (int week = WEEKS; week > 0; week--) {
      LocalDate day = end.minusDays((long) week * DAYS);
      said.addAll(worksOff(queue(day, reviews(said), starter), day.plusDays(DAYS - 1L)));
    }
    return reviews(said);
  }

  private Dataset<Row> queue(LocalDate day, Dataset<Row> reviews, Optional<Starter> starter) {
    Dataset<Row> known = world.newestAsOf(day).localCheckpoint();
    Dataset<Row> verdicts = Verdicts.latest(reviews, day).localCheckpoint();
    Optional<TrainedModel> model =
        Trial.learn(known, reviews, day, settings, starter)
            .model()
            .or(() -> starter.map(TrainedModel::of));
    try (Scores scores = Scorer.score(known, model, verdicts, UsualFigures.UNKNOWN, settings)) {
      // Chosen once a week.
      Dataset<Row> chosenBefore =
          known.sparkSession().createDataFrame(List.of(), QueueHistory.TABLE.schema());
      return ReviewQueue.choose(
              scores.scores(), known, verdicts.select("session_id"), chosenBefore, day, settings)
          .localCheckpoint();
    }
  }

  private List<Row> worksOff(Dataset<Row> queue, LocalDate landed) {
    Timestamp at = Timestamp.from(landed.atStartOfDay(ZoneOffset.UTC).toInstant());
    return queue
        .join(world.truth().select("session_id", "label"), "session_id")
        .orderBy(col("rank"))
        .collectAsList()
        .stream()
        .map(
            row -> {
              String session = row.getAs("session_id");
              String verdict = Reviewers.verdict(row.getAs("label"), world.seed(), session);
              return RowFactory.create(
                  session, "reviewer", at, verdict, Date.valueOf(landed), "queue");
            })
        .toList();
  }

  private Dataset<Row> reviews(List<Row> said) {
    return world.truth().sparkSession().createDataFrame(said, Reviews.TABLE.schema());
  }
}
