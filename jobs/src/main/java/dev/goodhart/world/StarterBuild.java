package dev.goodhart.world;

import dev.goodhart.lake.Sparks;
import dev.goodhart.model.Starter;
import dev.goodhart.model.StarterTrainer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Makes the starter model that the jar ships: {@code make starter}. */
public final class StarterBuild {
  /** Goes up with each starter that ships: models are told apart by it. */
  private static final String VERSION = "4";

  private static final StarterTrainer.Size SIZE = new StarterTrainer.Size(400, 4, 0.1);

  private StarterBuild() {}

  /**
   * Runs the build.
   *
   * @param arguments folder in which organisations are made, or read where they were made before;
   *     file to write
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    try (SparkSession spark = Sparks.embedded(Worlds.SETTINGS, "goodhart starter")) {
      // Each tree learns what the ones before left, which without it the last ones would reckon
      // anew.
      Path checkpoints = Path.of(arguments[0]).resolve("checkpoints");
      spark.sparkContext().setCheckpointDir(checkpoints.toString());
      Worlds worlds = new Worlds(spark, Path.of(arguments[0]));
      Dataset<Row> rows = StarterRows.of(worlds);
      long start = System.nanoTime();
      Starter starter = StarterTrainer.train(VERSION, rows, SIZE);
      FileUtils.deleteDirectory(checkpoints.toFile());
      System.out.printf("trained, %.0f s%n", (System.nanoTime() - start) / 1e9);
      Files.createDirectories(file.getParent());
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(starter.json().getBytes(StandardCharsets.UTF_8));
      }
      System.out.printf("%s: %,d bytes%n", file, Files.size(file));
    }
  }
}
