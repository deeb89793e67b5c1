package dev.goodhart.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;

import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.model.ReviewQueue;
import dev.goodhart.model.Scorer;
import dev.goodhart.model.Scores;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.UsualFigures;
import dev.goodhart.schema.QueueHistory;
import dev.goodhart.schema.SessionReasons;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.Sessions;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores, with the model live at the interval's end, each session that has a new row or verdict; a
 * model that is new in the interval also re-scores what has not long ripened. Then chooses whom
 * reviewers should look at.
 */
public final class ScoreJob implements Job {
  static final String NAME = "score";
  private static final String NO_MODEL = "none";

  /** What tells the row and the model of a score. */
  private static final List<String> OF_ROW = List.of("session_id", "as_of_date", "model_version");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String purpose() {
    return "Scores sessions and chooses whom reviewers should look at.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Lake lake = context.lake();
    LocalDate day = days.to().minusDays(1);
    Optional<TrainedModel> live =
        Models.liveBefore(context, days.to()).or(() -> Starter.shipped().map(TrainedModel::of));
    Dataset<Row> newest =
        NewestRows.asOf(lake, day, context.settings().train().windowDays()).localCheckpoint();
    Dataset<Row> reviews = CountedSessions.reviews(lake, day);
    Dataset<Row> verdicts = Verdicts.latest(reviews, day).localCheckpoint();
    boolean isNewest = !Runs.horizon(lake, NAME, days).isAfter(days.to());
    Dataset<Row> said = landedIn(reviews, days);
    Dataset<Row> outdated =
        (isNewest
                ? said.union(saidOtherwise(lake, verdicts))
                    .union(unscored(lake))
                    .union(
                        ofWithdrawn(
                            lake.read(SessionScores.TABLE),
                            lake.read(dev.goodhart.schema.Models.TABLE)))
                : said)
            .distinct()
            .localCheckpoint();
    Dataset<Row> due = due(context, newest, outdated, live, days);
    UsualFigures usual = UsualFigures.of(newest, context.settings().privacy().minCohort());
    try (Scores scores = Scorer.score(due, live, verdicts, usual, context.settings())) {
      Dataset<Row> later = scoredLater(lake, day);
      Dataset<Row> latest = latest(scores.scores(), later);
      Dataset<Row> sessions =
          latest.select("session_id").union(gone(lake)).distinct().localCheckpoint();
      lake.replaceKeys(
          SessionReasons.TABLE,
          scores.reasons().join(latest.select("session_id"), "session_id"),
          sessions);
      Dataset<Row> given = history(scores.scores(), day).localCheckpoint();
      Dataset<Row> before =
          lake.read(SessionScoreHistory.TABLE).where(col("scored_date").lt(Date.valueOf(day)));
      lake.replaceKeys(
          SessionScoreHistory.TABLE,
          notGiven(given, before),
          given.select("session_id", "scored_date").distinct());
      // What is left to do is told by the scores, so they come last: a run that breaks off before
      // them does it all again.
      lake.replaceKeys(SessionScores.TABLE, latest, sessions);
    }
    if (isNewest) {
      chooseQueue(context, newest, verdicts, days);
    }
    return live.isPresent()
        ? JobResult.saying(live.get().thresholdText())
        : JobResult.saying("no model is live, so no session is judged");
  }

  private static Dataset<Row> due(
      JobContext context,
      Dataset<Row> newest,
      Dataset<Row> outdated,
      Optional<TrainedModel> live,
      Days days) {
    boolean newModel = live.filter(model -> days.contains(model.trainedOn())).isPresent();
    LocalDate since =
        newModel
            ? days.from().minusDays(context.settings().outcomes().maturityDays())
            : days.from();
    Column newRow = col("as_of_date").geq(Date.valueOf(since));
    Dataset<Row> due =
        newest
            .join(outdated.withColumn("outdated", lit(true)), new String[] {"session_id"}, "left")
            .where(newRow.or(col("outdated").isNotNull()))
            .drop("outdated");
    // A verdict overrules the model however late it comes.
    Dataset<Row> old = outdated.join(newest, new String[] {"session_id"}, "left_anti");
    return old.isEmpty()
        ? due
        : due.unionByName(
            NewestRows.asOf(context.lake(), days.to().minusDays(1), old).localCheckpoint());
  }

  /**
   * Sessions without a score: new ones, and old ones that no run's days reached, as where the first
   * run takes more days than training looks back, or where a session is counted again.
   */
  private static Dataset<Row> unscored(Lake lake) {
    return notAmong(lake.read(SessionScores.TABLE), lake.read(Sessions.TABLE));
  }

  /** Sessions of which a verdict landed. */
  private static Dataset<Row> landedIn(Dataset<Row> reviews, Days days) {
    return reviews.where(DayRows.within(col("landed_date"), days)).select("session_id").distinct();
  }

  /**
   * Sessions whose score stands beside another verdict than the latest: one was taken back or was
   * given to a session that is counted as another since.
   */
  private static Dataset<Row> saidOtherwise(Lake lake, Dataset<Row> verdicts) {
    return lake.read(SessionScores.TABLE)
        .select("session_id", "review_verdict")
        .join(verdicts, new String[] {"session_id"}, "left")
        .where(not(col("review_verdict").eqNullSafe(col("verdict"))))
        .select("session_id");
  }

  /**
   * Sessions whose score is by a model that is published no more, since the day that it was trained
   * on was run again. Starters are in no table of models.
   */
  static Dataset<Row> ofWithdrawn(Dataset<Row> scores, Dataset<Row> models) {
    Dataset<Row> published = models.where(col("published")).select("model_version");
    return scores
        .where(col("model_version").isNotNull())
        .where(not(col("model_version").startsWith(TrainedModel.STARTER)))
        .join(published, new String[] {"model_version"}, "left_anti")
        .select("session_id");
  }

  /** The scores that later runs gave, where a day is run again. */
  private static Dataset<Row> scoredLater(Lake lake, LocalDate day) {
    return lake.read(SessionScoreHistory.TABLE)
        .where(col("scored_date").gt(Date.valueOf(day)))
        .select("session_id", "as_of_date", "model_version", "review_verdict")
        .localCheckpoint();
  }

  /**
   * Scores that are a session's latest: a day run again takes nothing back of what a later run said
   * of a session by another row, model or verdict.
   *
   * @param later scores that later runs gave
   */
  static Dataset<Row> latest(Dataset<Row> scores, Dataset<Row> later) {
    Column theSame = same("as_of_date").and(same("model_version")).and(same("review_verdict"));
    Column ofTheSession = col("ours.session_id").equalTo(col("later.session_id"));
    return scores
        .alias("ours")
        .join(later.alias("later"), ofTheSession.and(not(theSame)), "left_anti")
        .localCheckpoint();
  }

  private static Column same(String column) {
    return col("ours." + column).eqNullSafe(col("later." + column));
  }

  /**
   * Sessions that have a score and are counted no more: another source tells the same, or the raw
   * logs that told of them changed.
   */
  private static Dataset<Row> gone(Lake lake) {
    return notAmong(lake.read(Sessions.TABLE), lake.read(SessionScores.TABLE));
  }

  private static Dataset<Row> notAmong(Dataset<Row> known, Dataset<Row> rows) {
    return rows.select("session_id")
        .join(known.select("session_id"), new String[] {"session_id"}, "left_anti");
  }

  private static Dataset<Row> history(Dataset<Row> scores, LocalDate day) {
    return scores.select(
        col("session_id"),
        col("as_of_date"),
        coalesce(col("model_version"), lit(NO_MODEL)).as("model_version"),
        lit(Date.valueOf(day)).as("scored_date"),
        col("probability"),
        col("band"),
        col("archetype"),
        col("evidence"),
        col("review_verdict"));
  }

  /**
   * Scores other than the last that was given before of the same row by the same model.
   *
   * @param given in {@code review.session_score_history}'s columns, as is {@code before}
   */
  static Dataset<Row> notGiven(Dataset<Row> given, Dataset<Row> before) {
    Column[] said = columns(List.of("probability", "band", "archetype", "review_verdict"));
    Column[] row = columns(OF_ROW);
    Dataset<Row> last =
        before
            .join(given.select(row).distinct(), OF_ROW.toArray(String[]::new), "left_semi")
            .groupBy(row)
            .agg(max_by(struct(said), col("scored_date")).as("last"));
    return given
        .join(last, OF_ROW.toArray(String[]::new), "left")
        .where(not(struct(said).eqNullSafe(col("last"))))
        .drop("last")
        .localCheckpoint();
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  private static void chooseQueue(
      JobContext context, Dataset<Row> newest, Dataset<Row> verdicts, Days days) {
    Lake lake = context.lake();
    LocalDate day = days.to().minusDays(1);
    Dataset<Row> scores =
        lake.read(SessionScores.TABLE).join(newest.select("session_id"), "session_id");
    Dataset<Row> history = lake.read(QueueHistory.TABLE);
    Dataset<Row> queue =
        ReviewQueue.choose(
            scores, newest, verdicts.select("session_id"), history, day, context.settings());
    // What was in the day's queue and has been reviewed stays in its history.
    Dataset<Row> left =
        history
            .where(col("chosen_on").equalTo(Date.valueOf(day)))
            .join(queue, new String[] {"session_id"}, "left_anti");
    Dataset<Row> ofTheDay =
        queue
            .withColumn("chosen_on", lit(Date.valueOf(day)))
            .drop("week")
            .unionByName(left)
            .localCheckpoint();
    lake.replaceAll(dev.goodhart.schema.ReviewQueue.TABLE, queue);
    lake.replaceKeys(
        QueueHistory.TABLE,
        ofTheDay,
        DayRows.of(context.spark(), new Days(day, days.to()), "chosen_on"));
  }
}
