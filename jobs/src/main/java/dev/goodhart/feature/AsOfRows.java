package dev.goodhart.feature;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.lake.Days;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The days as of which a session has a feature row: each day on which its own events landed, each
 * day on which an outcome changed the state of a task linked to it, and the day on which it ripens.
 * Finite, and the same whether the days are run one by one or all at once.
 */
public final class AsOfRows {
  private AsOfRows() {}

  /**
   * Every day that might give a row; those of an outcome still have to show their link.
   *
   * @param states session states, one row a session and {@code state_date}, with {@code ended_at}
   * @param candidates link candidates with {@code known_date}
   * @param taskChanges {@code task_key, changed_date}
   * @param days the days of the run
   * @return {@code session_id, as_of_date, certain} (false: only if a linked task changed) and the
   *     state's columns as of the day
   */
  public static Dataset<Row> possible(
      Dataset<Row> states,
      Dataset<Row> candidates,
      Dataset<Row> taskChanges,
      Days days,
      int maturityDays,
      int windowDays) {
    Dataset<Row> landings =
        states
            .where(within(col("state_date"), days))
            .select(col("session_id"), col("state_date").as("as_of_date"), lit(true).as("certain"));
    Dataset<Row> ripenings = ripenings(states, days, maturityDays);
    Dataset<Row> outcomes =
        candidates
            .join(taskChanges.where(within(col("changed_date"), days)), "task_key")
            .where(col("known_date").leq(col("changed_date")))
            .select(
                col("session_id"), col("changed_date").as("as_of_date"), lit(false).as("certain"));
    Dataset<Row> rows =
        landings
            .unionByName(ripenings)
            .unionByName(outcomes)
            .groupBy("session_id", "as_of_date")
            .agg(bool_or(col("certain")).as("certain"));
    return withState(rows, states)
        .where(
            col("certain")
                .or(col("as_of_date").leq(date_add(to_date(col("ended_at")), windowDays))));
  }

  /**
   * Keeps the rows that are certain and those in which a task linked as of the day changed on it.
   *
   * @param links {@code session_id, as_of_date, task_key} as of the day
   */
  public static Dataset<Row> confirmed(
      Dataset<Row> possible, Dataset<Row> links, Dataset<Row> taskChanges) {
    Dataset<Row> changed =
        links
            .join(taskChanges, "task_key")
            .where(col("as_of_date").equalTo(col("changed_date")))
            .select("session_id", "as_of_date")
            .distinct()
            .withColumn("changed", lit(true));
    return possible
        .join(changed, new String[] {"session_id", "as_of_date"}, "left")
        .where(col("certain").or(col("changed").isNotNull()))
        .drop("certain", "changed");
  }

  private static Dataset<Row> ripenings(Dataset<Row> states, Days days, int maturityDays) {
    Column next =
        lead(col("state_date"), 1)
            .over(Window.partitionBy(col("session_id")).orderBy(col("state_date")));
    Column ripe = date_add(to_date(col("ended_at")), maturityDays);
    return states
        .select(
            col("session_id"), col("state_date"), next.as("next_state_date"), ripe.as("as_of_date"))
        .where(
            col("as_of_date")
                .geq(col("state_date"))
                .and(
                    col("next_state_date")
                        .isNull()
                        .or(col("as_of_date").lt(col("next_state_date"))))
                .and(within(col("as_of_date"), days)))
        .select(col("session_id"), col("as_of_date"), lit(true).as("certain"));
  }

  private static Dataset<Row> withState(Dataset<Row> rows, Dataset<Row> states) {
    Column state = struct(col("state_date"), col("ended_at"));
    return rows.join(
            states.select(col("session_id"), col("state_date"), col("ended_at")), "session_id")
        .where(col("state_date").leq(col("as_of_date")))
        .groupBy("session_id", "as_of_date", "certain")
        .agg(max_by(state, col("state_date")).as("state"))
        .select(
            col("session_id"),
            col("as_of_date"),
            col("certain"),
            col("state.state_date").as("state_date"),
            col("state.ended_at").as("ended_at"));
  }

  private static Column within(Column date, Days days) {
    return date.geq(lit(days.from())).and(date.lt(lit(days.to())));
  }
}
