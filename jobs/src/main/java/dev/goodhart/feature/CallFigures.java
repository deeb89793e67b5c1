package dev.goodhart.feature;

import static dev.goodhart.feature.Shares.countWhere;
import static dev.goodhart.feature.Shares.ratio;
import static dev.goodhart.feature.Shares.variation;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.session.SessionStates;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The rhythm of a state's model calls and the context that they carry. */
final class CallFigures {
  private static final int ENOUGH_FOR_GROWTH = 6;

  private CallFigures() {}

  /**
   * One row a state that has calls.
   *
   * @param calls model calls with {@code state_date}
   */
  static Dataset<Row> of(Dataset<Row> calls) {
    Column context = SessionStates.totalTokens().minus(coalesce(col("output_tokens"), lit(0L)));
    Column inputOfCalls = sum(col("context"));
    Column number = count(lit(1));
    Column ofMain = coalesce(col("agent").equalTo("main"), lit(true));
    Column inFirstThird = col("number").multiply(3).leq(col("of"));
    Column inLastThird = col("number").multiply(3).gt(col("of").multiply(2));
    return calls
        .select(
            col("session_id"),
            col("state_date"),
            col("output_tokens"),
            col("agent"),
            context.as("context"),
            Behaviour.gap(Behaviour.inOrder()).as("call_gap"),
            row_number().over(Behaviour.inOrder()).as("number"),
            count(lit(1)).over(Window.partitionBy("session_id", "state_date")).as("of"))
        .groupBy("session_id", "state_date")
        .agg(
            inputOfCalls.as("input_of_calls"),
            median(col("call_gap")).as("call_gap_median"),
            variation("call_gap", 5).as("call_gap_cv"),
            log1p(ratio(inputOfCalls, number)).as("context_per_call"),
            when(
                    number.geq(ENOUGH_FOR_GROWTH),
                    log(
                        ratio(
                            avg(when(inLastThird, col("context"))).plus(1.0),
                            avg(when(inFirstThird, col("context"))).plus(1.0))))
                .as("context_growth"),
            log1p(min_by(col("context"), when(ofMain, col("number")))).as("first_context"),
            variation("output_tokens", 5).as("output_cv"),
            ratio(countWhere(col("agent").equalTo("subagent")), count(col("agent")))
                .as("subagent_share"));
  }
}
