package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.Sparks;
import dev.goodhart.model.Starter;
import dev.goodhart.model.StarterTrainer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/** Makes the starter model that the jar ships: {@code make starter}. */
public final class StarterBuild {
  /** Goes up with each starter that ships: models are told apart by it. */
  private static final String VERSION = "2";

  private static final int ORGANISATIONS = 18;
  private static final StarterTrainer.Size SIZE = new StarterTrainer.Size(200, 5, 0.1);

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
      Worlds worlds = new Worlds(spark, Path.of(arguments[0]));
      Starter starter = train(worlds);
      Files.createDirectories(file.getParent());
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(starter.json().getBytes(StandardCharsets.UTF_8));
      }
      System.out.printf("%s: %,d bytes%n", file, Files.size(file));
    }
  }

  private static Starter train(Worlds worlds) throws IOException {
    Dataset<Row> all = null;
    for (int number = 0; number < ORGANISATIONS; number++) {
      long start = System.nanoTime();
      World world = worlds.named("starter-" + number, StarterWorlds.number(number));
      Dataset<Row> rows = rows(world, number);
      all = all == null ? rows : all.unionByName(rows);
      System.out.printf(
          "organisation %d of %d, %.0f s%n",
          number + 1, ORGANISATIONS, (System.nanoTime() - start) / 1e9);
    }
    long start = System.nanoTime();
    Starter starter = StarterTrainer.train(VERSION, all, SIZE);
    System.out.printf("trained, %.0f s%n", (System.nanoTime() - start) / 1e9);
    return starter;
  }

  /**
   * Every row of the sessions from when gaming began: sessions from before are all honest, and are
   * as a rule the older ones, which would make age tell. A session counts once, however many rows
   * it has.
   */
  private static Dataset<Row> rows(World world, int number) {
    Date announced = Date.valueOf(world.announced());
    Dataset<Row> truth = world.truth().select(col("session_id"), col("label").as("truth"));
    Column rows = count(lit(1)).over(Window.partitionBy("session_id"));
    return world
        .features()
        .where(to_date(col("started_at")).geq(announced))
        .join(truth, "session_id")
        .withColumn("weight", lit(1.0).divide(rows))
        .withColumn("label", when(col("truth").equalTo(Verdicts.TOKENMAXXING), 1.0).otherwise(0.0))
        .withColumn("key", concat_ws(" ", lit(number), col("session_id"), col("as_of_date")))
        .drop("truth");
  }
}
