package dev.goodhart.outcome;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The key, commits and head branch by which a task is known ({@code silver.task_refs}). */
public final class TaskReferences {
  private TaskReferences() {}

  /** One row a task and thing, on the day from which it is known; {@link TaskEvents} go in. */
  public static Dataset<Row> of(Dataset<Row> taskEvents, Object[] defaultBranches) {
    Column headBranch =
        col("branch").isNotNull().and(col("branch").isin(defaultBranches).equalTo(false));
    Column references =
        array(
            reference("task", lit(""), col("task_key")),
            when(
                col("commit_sha").isNotNull().and(col("kind").notEqual("change_reverted")),
                reference("commit", coalesce(col("repository"), lit("")), col("commit_sha"))),
            when(
                headBranch.and(col("repository").isNotNull()),
                reference("branch", col("repository"), col("branch"))));
    return taskEvents
        .select(col("task_key"), col("known_date"), explode(references).as("reference"))
        .where(col("reference").isNotNull())
        .groupBy(
            col("task_key"),
            col("reference.ref_kind").as("ref_kind"),
            col("reference.repository").as("repository"),
            col("reference.ref").as("ref"))
        .agg(min(col("known_date")).as("landed_date"));
  }

  private static Column reference(String kind, Column repository, Column ref) {
    return struct(lit(kind).as("ref_kind"), repository.as("repository"), ref.as("ref"));
  }
}
