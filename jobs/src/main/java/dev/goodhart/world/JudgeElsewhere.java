package dev.goodhart.world;

import dev.goodhart.lake.Sparks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Judges the classifier on organisations that another tool drew: {@code make judge-elsewhere}. Each
 * is a folder named {@code kind-number} with a raw root {@code raw} and {@code truth.csv}, of nine
 * weeks from the day on which {@code sample} begins by default, the leaderboard announced on the
 * same day as there.
 */
public final class JudgeElsewhere {
  private static final int DAYS = 63;

  private JudgeElsewhere() {}

  /**
   * Runs the trials of each world that was not judged before.
   *
   * @param arguments folder of the drawn organisations; folder in which their feature rows are kept
   *     and read again; folder to write to, which gets a folder for each
   */
  public static void main(String[] arguments) throws IOException {
    Path drawn = Path.of(arguments[0]);
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart judge")) {
      for (String name : names(drawn)) {
        int dash = name.lastIndexOf('-');
        Judgement judgement =
            new Judgement(
                name.substring(0, dash),
                Integer.parseInt(name.substring(dash + 1)),
                Path.of(arguments[2]).resolve(name));
        if (!judgement.isPassed()) {
          judgement.pass(
              World.drawnElsewhere(
                  spark,
                  drawn.resolve(name),
                  DAYS,
                  Worlds.SETTINGS,
                  Path.of(arguments[1]).resolve(name)));
        }
      }
    }
  }

  private static List<String> names(Path drawn) throws IOException {
    try (Stream<Path> folders = Files.list(drawn)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches(".+-[0-9]+"))
          .sorted()
          .toList();
    }
  }
}
