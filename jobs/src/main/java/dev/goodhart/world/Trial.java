package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_timestamp;
import static org.apache.spark.sql.functions.xxhash64;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Labels;
import dev.goodhart.label.ReviewerErrors;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.EnoughCalls;
import dev.goodhart.model.PeopleGroups;
import dev.goodhart.model.Scorer;
import dev.goodhart.model.Scores;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.Trainer;
import dev.goodhart.model.TrainingResult;
import dev.goodhart.model.UsualFigures;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * What the classifier comes to on a world: it learns from what was known two weeks before the end,
 * and is held against the truth about the sessions that ended in those two weeks, as they stand at
 * the end. Reviewers' verdicts on these are not told to it.
 */
final class Trial {
  private static final int HELD_OUT_DAYS = 14;

  private final World world;
  private final Settings settings;
  private final LocalDate cut;
  private final Dataset<Row> known;
  private final Dataset<Row> reviews;
  private final Dataset<Row> judged;

  /**
   * One held-out session.
   *
   * @param probability the model's
   * @param flagged whether it is in band likely
   */
  record Outcome(
      String session,
      String person,
      String kind,
      boolean gaming,
      double cost,
      boolean young,
      double probability,
      boolean flagged) {}

  Trial(World world, Settings settings) {
    this(world, settings, world.days().to().minusDays(HELD_OUT_DAYS + 1L));
  }

  /** With another day of learning, which all later ones are held against. */
  Trial(World world, Settings settings, LocalDate cut) {
    this(world, settings, cut, world.newestAsOf(cut), world.reviewsAsOf(cut));
  }

  private Trial(
      World world, Settings settings, LocalDate cut, Dataset<Row> known, Dataset<Row> reviews) {
    this.world = world;
    this.settings = settings;
    this.cut = cut;
    this.known = known.localCheckpoint();
    this.reviews = reviews.localCheckpoint();
    this.judged =
        world
            .newestAsOf(world.days().to().minusDays(1))
            .where(to_date(col("ended_at")).gt(Date.valueOf(cut)))
            .where(EnoughCalls.column(settings.score().minCalls()))
            .localCheckpoint();
  }

  /** As if a kind of session had not been there before the day of learning. */
  Trial without(String kind) {
    Dataset<Row> others = world.truth().where(col("kind").notEqual(kind)).select("session_id");
    return new Trial(world, settings, cut, only(known, others), only(reviews, others));
  }

  private static Dataset<Row> only(Dataset<Row> rows, Dataset<Row> sessions) {
    return rows.join(sessions, new String[] {"session_id"}, "left_semi");
  }

  /** Last day of which is known. */
  LocalDate cut() {
    return cut;
  }

  /** Reviews as they had landed. */
  Dataset<Row> reviews() {
    return reviews;
  }

  /** Reviews of so many sessions, drawn by lot among those that were reviewed. */
  Dataset<Row> reviews(int sessions) {
    Dataset<Row> drawn =
        reviews()
            .select("session_id")
            .distinct()
            .orderBy(xxhash64(lit("lot"), col("session_id")))
            .limit(sessions)
            .localCheckpoint();
    return only(reviews(), drawn);
  }

  /** Reviews of four weeks that begin with none, chosen by the queue. */
  Dataset<Row> chosenReviews(Optional<Starter> starter) {
    return new ReviewLoop(world, settings).until(cut, starter);
  }

  /** As if every session known by then had been reviewed, and rightly. */
  private Dataset<Row> truth() {
    return known
        .join(world.truth().select("session_id", "label"), "session_id")
        .select(
            col("session_id"),
            lit("truth").as("reviewer_id"),
            to_timestamp(lit(cut.toString())).as("reviewed_at"),
            col("label").as("verdict"),
            lit(Date.valueOf(cut)).as("landed_date"),
            lit("truth").as("source_file"));
  }

  /** Learns from some reviews. */
  TrainingResult learn(Dataset<Row> reviews, Optional<Starter> starter) {
    return learn(known, reviews, cut, settings, starter);
  }

  /**
   * The model that the reviews as they had landed come to; says what it was learnt from.
   *
   * @throws IllegalStateException where there is too little to learn from
   */
  TrainedModel model(Optional<Starter> starter) {
    TrainingResult result = learn(reviews(), starter);
    TrainedModel model = result.model().orElseThrow(() -> new IllegalStateException(result.why()));
    System.out.println(result.why());
    return model;
  }

  /** Learns from the truth, which never errs. */
  TrainingResult learnTheTruth(Optional<Starter> starter) {
    return learn(known, truth(), cut, settings, starter, new ReviewerErrors(0, 0, 0));
  }

  /** Learns from what was known on a day. */
  static TrainingResult learn(
      Dataset<Row> known,
      Dataset<Row> reviews,
      LocalDate day,
      Settings settings,
      Optional<Starter> starter) {
    return learn(known, reviews, day, settings, starter, ReviewerErrors.of(reviews, day, settings));
  }

  private static TrainingResult learn(
      Dataset<Row> known,
      Dataset<Row> reviews,
      LocalDate day,
      Settings settings,
      Optional<Starter> starter,
      ReviewerErrors errors) {
    Dataset<Row> labels = Labels.asOf(known, reviews, day, settings).localCheckpoint();
    return Trainer.train(known, labels, day, settings, starter, errors);
  }

  /** What the reviews, and the labelling rules beside them, say of the known sessions. */
  Dataset<Row> labels() {
    return Labels.asOf(known, reviews(), cut, settings);
  }

  /** Each session known by then, as it stood: its newest feature row. */
  Dataset<Row> known() {
    return known;
  }

  /** Each held-out session as it stands at the end: its newest feature row. */
  Dataset<Row> judged() {
    return judged;
  }

  /**
   * Which groups of people the held-out sessions belong to, roles among them if the truth has any.
   */
  List<PeopleGroups.Member> groups() {
    Set<String> heldOut =
        Set.copyOf(judged.select("session_id").as(Encoders.STRING()).collectAsList());
    Dataset<Row> everything = world.newestAsOf(world.days().to().minusDays(1));
    return Stream.concat(PeopleGroups.of(everything, settings).stream(), roles().stream())
        .filter(member -> heldOut.contains(member.session()))
        .toList();
  }

  private List<PeopleGroups.Member> roles() {
    Dataset<Row> truth = world.truth();
    return Arrays.asList(truth.columns()).contains("role")
        ? truth.select("session_id", "role").orderBy("session_id").collectAsList().stream()
            .map(row -> new PeopleGroups.Member(row.getString(0), "role " + row.getString(1)))
            .toList()
        : List.of();
  }

  /** How a model judges the held-out sessions. */
  List<Outcome> outcomes(TrainedModel model) {
    Dataset<Row> nobody = Verdicts.latest(world.reviewsAsOf(LocalDate.EPOCH), LocalDate.EPOCH);
    try (Scores scores =
        Scorer.score(judged, Optional.of(model), nobody, UsualFigures.UNKNOWN, settings)) {
      return scores
          .scores()
          .join(world.truth().select("session_id", "kind", "label"), "session_id")
          .orderBy("session_id")
          .collectAsList()
          .stream()
          .map(Trial::outcome)
          .toList();
    }
  }

  private static Outcome outcome(Row row) {
    Double cost = row.getAs("cost_usd");
    return new Outcome(
        row.getAs("session_id"),
        row.getAs("user_id"),
        row.getAs("kind"),
        row.getAs("label").equals(Verdicts.TOKENMAXXING),
        cost == null ? 0 : cost,
        row.getAs("evidence").equals("young"),
        row.getAs("probability"),
        row.getAs("band").equals("likely"));
  }
}
