package dev.goodhart.world;

import dev.goodhart.lake.Sparks;
import dev.goodhart.model.ArchetypeTrainer;
import dev.goodhart.model.StarterCard;
import dev.goodhart.model.StarterTrainer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the starter model, its card and the archetypes that the jar ships: {@code make starter}.
 */
public final class StarterBuild {
  /** Goes up with each starter that ships: models are told apart by it. */
  private static final String VERSION = "8";

  private static final StarterTrainer.Size SIZE = new StarterTrainer.Size(400, 4, 0.1);

  private StarterBuild() {}

  /**
   * Runs the build.
   *
   * @param arguments folder in which organisations are made, or read where they were made before;
   *     folder to write the files to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart starter")) {
      Dataset<Row> rows = StarterRows.of(new Worlds(spark, Path.of(arguments[0])));
      write(folder.resolve("archetypes.json.gz"), () -> ArchetypeTrainer.train(rows).json());
      // Each tree learns what the ones before left, which without it the last ones would reckon
      // anew.
      Path checkpoints = Path.of(arguments[0]).resolve("checkpoints");
      spark.sparkContext().setCheckpointDir(checkpoints.toString());
      write(
          folder.resolve("starter.json.gz"),
          () -> StarterTrainer.train(VERSION, rows, SIZE).json());
      Files.writeString(folder.resolve("starter-card.md"), StarterCard.of(VERSION, rows, SIZE));
      FileUtils.deleteDirectory(checkpoints.toFile());
    }
  }

  private static void write(Path file, Supplier<String> model) throws IOException {
    long start = System.nanoTime();
    String json = model.get();
    System.out.printf("trained, %.0f s%n", (System.nanoTime() - start) / 1e9);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    System.out.printf("%s: %,d bytes%n", file, Files.size(file));
  }
}
