package dev.goodhart.world;

import dev.goodhart.lake.Sparks;
import dev.goodhart.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * Judges the classifier on worlds that nothing was developed on: {@code make judge}. Of each kind
 * of world it writes down every held-out session with its truth and score ({@link Judgement}).
 */
public final class Judge {
  /** No other world has a seed of this range. */
  private static final long FIRST_SEED = 950_000;

  private static final int PEOPLE = 200;
  private static final int DAYS = 63;

  /** So that some 450 reviews have landed by the time of learning. */
  private static final double REVIEWED = 0.09;

  /**
   * Share of their tells that such forms hide. Chosen on worlds of development, so that LightGBM
   * with the same reviews and six plain rules does about as well as on the organisations for which
   * the classifier's aims were set: with a fifth hidden it does better, with half of them the whole
   * truth teaches too little.
   */
  private static final double UNLISTED_HIDDEN = 0.3;

  /** Forms of gaming in a world where nobody listed any of them. */
  private static final Set<String> FORMS =
      Set.of("busywork", "text_generation_loop", "churn", "subagent_fan_out");

  private Judge() {}

  /**
   * Runs the trials that have no outcomes yet, so that what was broken off goes on.
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
          Judgement judgement =
              new Judgement(kind.getKey(), number, Path.of(arguments[1]).resolve(name));
          if (!judgement.isPassed()) {
            judgement.pass(worlds.named(name, kind.getValue()));
          }
        }
      }
    }
  }

  private static Map<String, SampleOptions> kinds(long seed) {
    SampleOptions usual = SampleOptions.defaults().withSize(PEOPLE, DAYS).withReviews(REVIEWED);
    Map<String, SampleOptions> kinds = new LinkedHashMap<>();
    kinds.put("ordinary", usual.withSeed(seed));
    kinds.put("evasive", usual.withSeed(seed + 1).withGaming(usual.gamingShare(), 0.75));
    kinds.put(
        "automations",
        usual.withSeed(seed + 2).withSize(PEOPLE / 2, DAYS).withAutomations(PEOPLE / 2));
    kinds.put(
        "unlisted",
        usual
            .withSeed(seed + 3)
            .withGaming(usual.gamingShare(), UNLISTED_HIDDEN)
            .withArchetypes(FORMS)
            .withVariety(1));
    return kinds;
  }
}
