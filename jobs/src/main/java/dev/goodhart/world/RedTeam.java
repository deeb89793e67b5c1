package dev.goodhart.world;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Sparks;
import dev.goodhart.model.Starter;
import dev.goodhart.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Attacks the classifier: {@code make redteam}. A model learns from one made-up organisation's
 * reviews and judges another, whose gamers hide more or less of what gives them away; then those
 * who are flagged change what they do until they are not.
 */
public final class RedTeam {
  private static final double[] EVASIONS = {0, 0.25, 0.5, 0.75, 1};

  private RedTeam() {}

  /**
   * Runs the attacks.
   *
   * @param arguments folder in which worlds are made, or read where they were made before; folder
   *     to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path out = Files.createDirectories(Path.of(arguments[1]));
    List<String> shares = new ArrayList<>(List.of(Evasion.HEADER));
    List<String> escapes = new ArrayList<>(List.of(Adaptation.HEADER));
    List<String> alone = new ArrayList<>(List.of(Adaptation.ALONE_HEADER));
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart red team")) {
      Worlds worlds = new Worlds(spark, Path.of(arguments[0]));
      TrainedModel model = RedTeamWorlds.trial(worlds).model(Starter.shipped());
      if (model.threshold().isEmpty()) {
        throw new IllegalStateException(model.thresholdText());
      }
      Settings.Score settings = Worlds.SETTINGS.score();
      Gamer gamer = new Gamer(model.suspicions(), model.flagRule());
      for (double evasion : EVASIONS) {
        long start = System.nanoTime();
        World world =
            worlds.named("redteam-" + Math.round(100 * evasion), RedTeamWorlds.gaming(evasion));
        List<ScoredSession> sessions = ScoredSession.of(world, model, settings);
        Adaptation adaptation = new Adaptation(evasion, gamer, sessions);
        shares.addAll(Evasion.lines(evasion, sessions));
        escapes.addAll(adaptation.lines());
        alone.addAll(adaptation.linesAlone());
        System.out.printf(
            "evasion %.2f: %,d sessions, %.0f s%n",
            evasion, sessions.size(), (System.nanoTime() - start) / 1e9);
      }
    }
    Files.write(out.resolve("evasion.csv"), shares);
    Files.write(out.resolve("adaptive.csv"), escapes);
    Files.write(out.resolve("alone.csv"), alone);
  }
}
