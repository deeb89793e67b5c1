package dev.goodhart.world;

import dev.goodhart.lake.Sparks;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.model.TrainingResult;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.world.Trial.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Judges the classifier on worlds that nothing was developed on: {@code make judge}. Of each kind
 * of world and each way of learning it writes down every held-out session with its truth and score,
 * and beside that what others may learn from.
 */
public final class Judge {
  /** No other world has a seed of this range. */
  private static final long FIRST_SEED = 900_000;

  private static final int PEOPLE = 200;
  private static final int DAYS = 63;

  /** So that some 450 reviews have landed by the time of learning. */
  private static final double REVIEWED = 0.09;

  /** Forms of gaming in a world where nobody listed any of them. */
  private static final Set<String> FORMS =
      Set.of("busywork", "text_generation_loop", "churn", "subagent_fan_out");

  private static final int FEW_REVIEWS = 100;
  private static final String OUTCOMES = "outcomes.csv";

  private static final String NO_STARTER = "reviews, no starter";

  private Judge() {}

  /**
   * Runs the trials of each world that has no outcomes yet, so that what was broken off goes on.
   *
   * @param arguments folder in which worlds are made, or read where they were made before; folder
   *     to write to, which gets a folder for each world; worlds of each kind
   */
  public static void main(String[] arguments) throws IOException {
    int each = Integer.parseInt(arguments[2]);
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart judge")) {
      Worlds worlds = new Worlds(spark, Path.of(arguments[0]));
      for (int number = 0; number < each; number++) {
        for (Map.Entry<String, SampleOptions> kind : kinds(FIRST_SEED + 10L * number).entrySet()) {
          String name = kind.getKey() + "-" + number;
          Path folder = Path.of(arguments[1]).resolve(name);
          if (Files.exists(folder.resolve(OUTCOMES))) {
            System.out.println(name + " was judged before");
          } else {
            judge(kind.getKey(), number, worlds.named(name, kind.getValue()), folder);
          }
        }
      }
    }
  }

  private static void judge(String kind, int number, World world, Path folder) throws IOException {
    Trial trial = new Trial(world, Worlds.SETTINGS);
    PeerExport.write(world, trial, folder);
    Path unfinished = folder.resolve(OUTCOMES + ".unfinished");
    try (Writer out = Files.newBufferedWriter(unfinished)) {
      out.write(
          "kind,world,learnt_from,session,person,archetype,gaming,cost,young,probability,flagged\n");
      judge(kind, number, trial, out);
    }
    Files.move(unfinished, folder.resolve(OUTCOMES));
  }

  private static Map<String, SampleOptions> kinds(long seed) {
    SampleOptions usual = SampleOptions.defaults().withSize(PEOPLE, DAYS).withReviews(REVIEWED);
    Map<String, SampleOptions> kinds = new LinkedHashMap<>();
    kinds.put("ordinary", usual.withSeed(seed));
    kinds.put("evasive", usual.withSeed(seed + 1).withGaming(usual.gamingShare(), 0.75));
    kinds.put(
        "automations",
        usual.withSeed(seed + 2).withSize(PEOPLE / 2, DAYS).withAutomations(PEOPLE / 2));
    // Whoever games in a form that nobody knows has little to hide.
    kinds.put(
        "unlisted",
        usual
            .withSeed(seed + 3)
            .withGaming(usual.gamingShare(), 0.2)
            .withArchetypes(FORMS)
            .withVariety(1));
    return kinds;
  }

  private static void judge(String kind, int number, Trial trial, Writer out) {
    Optional<Starter> starter = Starter.shipped();
    starter.ifPresent(
        made -> write(kind, number, "starter", trial.outcomes(TrainedModel.of(made)), out));
    Map<String, Supplier<TrainingResult>> lessons = new LinkedHashMap<>();
    lessons.put("reviews", () -> trial.learn(trial.reviews(), starter));
    lessons.put("100 reviews", () -> trial.learn(trial.reviews(FEW_REVIEWS), starter));
    lessons.put("loop", () -> trial.learn(trial.chosenReviews(starter), starter));
    lessons.put("truth", () -> trial.learnTheTruth(starter));
    lessons.put(NO_STARTER, () -> trial.learn(trial.reviews(), Optional.empty()));
    lessons.forEach(
        (name, lesson) -> {
          long start = System.nanoTime();
          TrainingResult result = lesson.get();
          System.out.printf(
              "%s %d, %s: %.0f s. %s%n",
              kind, number, name, (System.nanoTime() - start) / 1e9, result.why());
          // Where there is too little to learn from, the starter stays in use.
          result
              .model()
              .or(() -> name.equals(NO_STARTER) ? Optional.empty() : starter.map(TrainedModel::of))
              .ifPresent(model -> write(kind, number, name, trial.outcomes(model), out));
        });
  }

  private static void write(
      String kind, int number, String learntFrom, List<Outcome> outcomes, Writer out) {
    try {
      for (Outcome outcome : outcomes) {
        out.write(
            String.format(
                Locale.ROOT,
                "%s,%d,\"%s\",%s,%s,%s,%d,%s,%d,%s,%d%n",
                kind,
                number,
                learntFrom,
                outcome.session(),
                outcome.person(),
                outcome.kind(),
                outcome.gaming() ? 1 : 0,
                outcome.cost(),
                outcome.young() ? 1 : 0,
                outcome.probability(),
                outcome.flagged() ? 1 : 0));
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
