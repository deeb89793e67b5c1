package dev.goodhart.world;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.label.Verdicts;
import dev.goodhart.model.Persons;
import dev.goodhart.schema.SessionFeatures;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What another tool needs to learn from the same rows, features and labels as the classifier, and
 * to be judged on the same held-out sessions: {@code bench/peer}. Parquet, one row a session.
 */
final class PeerExport {
  private PeerExport() {}

  /**
   * Writes {@code training} and {@code judged} below a folder.
   *
   * @param world where the truth about the trial's sessions is
   */
  static void write(World world, Trial trial, Path folder) {
    write(
        training(trial.known(), trial.labels(), world.truth(), world.announced()),
        folder.resolve("training"));
    write(judged(trial.judged(), world.truth()), folder.resolve("judged"));
  }

  private static void write(Dataset<Row> rows, Path folder) {
    rows.coalesce(1)
        .sortWithinPartitions("session_id")
        .write()
        .mode("overwrite")
        .parquet(folder.toString());
  }

  /**
   * Every session known at the time of learning, with its label, weight, origin and verdict, which
   * are null where neither a reviewer nor a rule spoke, and whether it is {@code early}: ended
   * before anybody was told of a target.
   *
   * @param known feature rows, one a session
   * @param labels {@code ml.labels}
   * @param truth {@code session_id, kind, label}
   * @param announced day on which they were told
   */
  static Dataset<Row> training(
      Dataset<Row> known, Dataset<Row> labels, Dataset<Row> truth, LocalDate announced) {
    Dataset<Row> given = labels.select("session_id", "label", "weight", "origin", "verdict");
    return judged(known, truth)
        .withColumn("early", col("ended_on").lt(Date.valueOf(announced)))
        .join(given, new String[] {"session_id"}, "left_outer");
  }

  /** Sessions with what they are, {@code archetype} and {@code truth} (1 tokenmaxxing, else 0). */
  static Dataset<Row> judged(Dataset<Row> rows, Dataset<Row> truth) {
    Dataset<Row> known =
        truth.select(
            col("session_id"),
            col("kind").as("archetype"),
            when(col("label").equalTo(Verdicts.TOKENMAXXING), 1).otherwise(0).as("truth"));
    Stream<Column> about =
        Stream.of(
            col("session_id"),
            Persons.column().as("person"),
            to_date(col("ended_at")).as("ended_on"),
            col("evidence"),
            coalesce(col("cost_usd"), lit(0.0)).as("cost"));
    List<Column> columns =
        Stream.concat(about, SessionFeatures.FEATURES.stream().map(name -> col(name))).toList();
    return rows.select(columns.toArray(Column[]::new)).join(known, "session_id");
  }
}
