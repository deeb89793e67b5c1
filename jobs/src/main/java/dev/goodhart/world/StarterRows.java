package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.label.Verdicts;
import java.io.IOException;
import java.sql.Date;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What the starter learns from: rows of all its organisations, each with its truth. */
final class StarterRows {
  private static final int ORGANISATIONS = 42;

  private StarterRows() {}

  /**
   * Feature rows with {@code kind} of session, number of the {@code organisation}, {@code key},
   * {@code label}, 1 for gaming, and {@code weight}. Organisations that don't exist yet are made,
   * which takes minutes each.
   */
  static Dataset<Row> of(Worlds worlds) throws IOException {
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
    // Training goes over them several times.
    return all.localCheckpoint();
  }

  /**
   * Every row of the sessions from when gaming began: sessions from before are all honest, and are
   * as a rule the older ones, which would make age tell. A session counts once, however many rows
   * it has.
   */
  private static Dataset<Row> rows(World world, int number) {
    Date announced = Date.valueOf(world.announced());
    Dataset<Row> truth =
        world.truth().select(col("session_id"), col("kind"), col("label").as("truth"));
    Column rows = count(lit(1)).over(Window.partitionBy("session_id"));
    return world
        .features()
        .where(to_date(col("started_at")).geq(announced))
        .join(truth, "session_id")
        .withColumn("weight", lit(1.0).divide(rows))
        .withColumn("label", when(col("truth").equalTo(Verdicts.TOKENMAXXING), 1.0).otherwise(0.0))
        .withColumn("organisation", lit(number))
        .withColumn("key", concat_ws(" ", lit(number), col("session_id"), col("as_of_date")))
        .drop("truth");
  }
}
