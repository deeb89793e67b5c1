package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.model.FlagsConfirmed;
import dev.goodhart.model.Gate;
import dev.goodhart.model.Lateness;
import dev.goodhart.model.Predecessors;
import dev.goodhart.model.QueueDraws;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.Trainer;
import dev.goodhart.model.TrainingResult;
import dev.goodhart.schema.Evaluations;
import dev.goodhart.schema.Labels;
import dev.goodhart.schema.QueueHistory;
import dev.goodhart.schema.SessionScoreHistory;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains on what is known on the interval's last day, and lets the gate decide whether the model
 * goes live, against the one that was live before the interval.
 */
public final class TrainJob implements Job {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public String purpose() {
    return "Trains a model; the gate decides whether it goes live.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Lake lake = context.lake();
    LocalDate day = days.to().minusDays(1);
    Dataset<Row> features =
        NewestRows.asOf(lake, day, context.settings().train().windowDays()).localCheckpoint();
    Dataset<Row> labels =
        lake.read(Labels.TABLE).where(col("as_of_date").equalTo(Date.valueOf(day)));
    Dataset<Row> reviews = CountedSessions.reviews(lake, day);
    requireLabels(labels, features, reviews, day);
    ReviewerErrors errors = ReviewerErrors.of(reviews, day, context.settings());
    TrainingResult result =
        Trainer.train(features, labels, day, context.settings(), Starter.shipped(), errors);
    // Models of the interval's own days give way to this run's, so a repeat could not see them.
    Optional<TrainedModel> live =
        Models.keptBefore(context, days.from()).or(() -> Starter.shipped().map(TrainedModel::of));
    LocalDate heldOutFrom = days.to().minusDays(context.settings().train().holdoutDays());
    LocalDate lastDays = Collections.min(List.of(heldOutFrom, days.from()));
    Optional<TrainedModel> older =
        result
            .model()
            .flatMap(candidate -> Models.keptBefore(context, lastDays))
            .filter(model -> live.filter(now -> now.version().equals(model.version())).isEmpty());
    Gate.Decision decision =
        Gate.decide(
            result,
            new Predecessors(live, older),
            features,
            QueueDraws.of(CountedSessions.told(lake, lake.read(QueueHistory.TABLE), day), day),
            context.settings());
    result.model().ifPresent(model -> Models.save(lake, model));
    List<Row> evaluations = new ArrayList<>(decision.evaluations());
    result
        .model()
        .map(model -> asScored(context, features, day, model.version()))
        .ifPresent(evaluations::addAll);
    write(context, decision, evaluations, days);
    return JobResult.saying(decision.text());
  }

  /**
   * A day's labels hold at least its reviews.
   *
   * @throws MissingLabelsException where none are there
   */
  private static void requireLabels(
      Dataset<Row> labels, Dataset<Row> features, Dataset<Row> reviews, LocalDate day) {
    if (!labels.isEmpty()) {
      return;
    }
    long reviewed =
        Verdicts.latest(reviews, day)
            .where(col("verdict").notEqual(Verdicts.UNSURE))
            .join(features, new String[] {"session_id"}, "left_semi")
            .count();
    if (reviewed > 0) {
      throw new MissingLabelsException(day, reviewed);
    }
  }

  /**
   * How late what reviewers found tokenmaxxing came to be flagged, and how often reviewers bore
   * flags out, by runs of the days before: a repeat of the day's run must not see its own scores.
   */
  private static List<Row> asScored(
      JobContext context, Dataset<Row> features, LocalDate day, String modelVersion) {
    Lake lake = context.lake();
    LocalDate before = day.minusDays(1);
    LocalDate earliest = day.minusDays(context.settings().train().windowDays());
    Dataset<Row> decided =
        Verdicts.latest(CountedSessions.reviews(lake, before, day), before)
            .where(col("verdict").notEqual(Verdicts.UNSURE))
            .join(features.select("session_id", "user_id", "ended_at"), "session_id")
            .localCheckpoint();
    Dataset<Row> scored =
        lake.read(SessionScoreHistory.TABLE)
            .where(col("scored_date").geq(Date.valueOf(earliest)))
            .where(col("scored_date").lt(Date.valueOf(day)));
    Dataset<Row> history = CountedSessions.told(lake, scored, day);
    List<Row> rows = new ArrayList<>();
    Lateness.of(decided.where(col("verdict").equalTo(Verdicts.TOKENMAXXING)), history)
        .map(late -> late.evaluations(modelVersion))
        .ifPresent(rows::addAll);
    FlagsConfirmed.evaluation(decided, history, modelVersion).ifPresent(rows::add);
    return rows;
  }

  private static void write(
      JobContext context, Gate.Decision decision, List<Row> evaluations, Days days) {
    Lake lake = context.lake();
    List<Row> models =
        decision
            .result()
            .model()
            .flatMap(model -> decision.modelRow("ml_models/" + model.version()))
            .stream()
            .toList();
    Dataset<Row> rows =
        context.spark().createDataFrame(models, dev.goodhart.schema.Models.TABLE.schema());
    Dataset<Row> replaced =
        lake.read(dev.goodhart.schema.Models.TABLE)
            .where(DayRows.within(col("trained_on"), days))
            .select("model_version")
            .union(rows.select("model_version"))
            .distinct()
            .localCheckpoint();
    lake.replaceKeys(
        Evaluations.TABLE,
        context.spark().createDataFrame(evaluations, Evaluations.TABLE.schema()),
        replaced);
    lake.replaceKeys(
        dev.goodhart.schema.Models.TABLE, rows, DayRows.of(context.spark(), days, "trained_on"));
  }
}
