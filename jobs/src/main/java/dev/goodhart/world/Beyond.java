package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.lake.Sparks;
import dev.goodhart.model.Starter;
import dev.goodhart.model.StarterTrainer;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the held-out fortnight of one organisation can't show: {@code make beyond}. An archetype
 * that nobody has seen, the months after the training, and real people's sessions, judged by models
 * that were learnt elsewhere. Writes Markdown tables.
 */
public final class Beyond {
  /** No other world has a seed of this range. */
  private static final long FIRST_SEED = 800_000;

  /** Twelve weeks from the day of learning, by which some 450 sessions are reviewed. */
  private static final int DAYS = 133;

  private static final int LEARNT_AFTER = 48;

  /** Many starters are trained, each for one archetype; smaller ones than ship. */
  private static final StarterTrainer.Size SMALL = new StarterTrainer.Size(60, 5, 0.2);

  private final SparkSession spark;
  private final Worlds worlds;
  private final Path folder;
  private final List<String> lines = new ArrayList<>();

  private Beyond(SparkSession spark, Path folder) {
    this.spark = spark;
    this.worlds = new Worlds(spark, folder);
    this.folder = folder;
  }

  /**
   * Runs all of it.
   *
   * @param arguments folder in which worlds are made, or read where they were made before; raw root
   *     of the real logs; file to write
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart beyond")) {
      Beyond beyond = new Beyond(spark, Path.of(arguments[0]));
      Trial elsewhere = RedTeamWorlds.trial(beyond.worlds);
      TrainedModel later = beyond.laterMonths();
      beyond.realLogs(Path.of(arguments[1]), later, elsewhere.model(Starter.shipped()));
      beyond.unseenArchetypes(elsewhere);
      Files.write(Path.of(arguments[2]), beyond.lines);
    }
  }

  /** The months after the training; gives the model that was trained. */
  private TrainedModel laterMonths() throws IOException {
    SampleOptions options =
        SampleOptions.defaults().withSeed(FIRST_SEED).withSize(80, DAYS).withReviews(0.25);
    World world = worlds.named("later", options);
    Trial trial = new Trial(world, Worlds.SETTINGS, world.days().from().plusDays(LEARNT_AFTER));
    TrainedModel model = trial.model(Starter.shipped());
    lines.addAll(LaterMonths.table(scored(world, model), trial.cut(), world.days().to()));
    return model;
  }

  /** Real sessions, which are taken as honest, by models that never met their organisation. */
  private void realLogs(Path raw, TrainedModel later, TrainedModel other) throws IOException {
    Dataset<Row> sessions = RealLogs.sessions(spark, raw, folder.resolve("real"));
    lines.add(
        "| real sessions, by a model of | sessions | judged | flagged | highest probability |");
    lines.add("|---|---:|---:|---:|---:|");
    lines.add(RealLogs.line("80 made-up people, seven weeks", scored(sessions, later)));
    lines.add(RealLogs.line("100 made-up people, four weeks", scored(sessions, other)));
    lines.add("");
  }

  /** Each archetype as judged by a model whose starter and organisation had none of it. */
  private void unseenArchetypes(Trial trial) throws IOException {
    Dataset<Row> lessons = StarterRows.of(worlds);
    World judged = worlds.named("redteam-50", RedTeamWorlds.gaming(0.5));
    UnseenArchetypes unseen = new UnseenArchetypes(scored(judged, learnt(lessons, trial)));
    for (String archetype : SampleOptions.gamingArchetypes()) {
      long start = System.nanoTime();
      TrainedModel without =
          learnt(lessons.where(col("kind").notEqual(archetype)), trial.without(archetype));
      unseen.add(archetype, scored(judged, without));
      System.out.printf("without %s, %.0f s%n", archetype, (System.nanoTime() - start) / 1e9);
    }
    lines.addAll(unseen.table());
  }

  private static TrainedModel learnt(Dataset<Row> lessons, Trial trial) {
    return trial.model(Optional.of(StarterTrainer.train("beyond", lessons, SMALL)));
  }

  private static List<ScoredSession> scored(World world, TrainedModel model) {
    return ScoredSession.of(world, model, Worlds.SETTINGS.score());
  }

  private static List<ScoredSession> scored(Dataset<Row> sessions, TrainedModel model) {
    return ScoredSession.scored(sessions, model, Worlds.SETTINGS.score());
  }
}
