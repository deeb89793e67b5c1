package dev.goodhart.session;

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

/** The task keys, commits and branches that a session names ({@code silver.session_refs}). */
public final class SessionReferences {
  private SessionReferences() {}

  /**
   * One row a session and thing named, on the day on which it first landed.
   *
   * @param firstLandings usage events, each once
   * @param defaultBranches branches that name no task
   */
  public static Dataset<Row> of(Dataset<Row> firstLandings, Object[] defaultBranches) {
    Column branchNamesTask =
        col("branch")
            .isNotNull()
            .and(col("repository").isNotNull())
            .and(col("branch").isin(defaultBranches).equalTo(false));
    Column references =
        array(
            when(col("task_key").isNotNull(), reference("task", lit(""), col("task_key"))),
            when(
                col("commit_sha").isNotNull(),
                reference("commit", coalesce(col("repository"), lit("")), col("commit_sha"))),
            when(branchNamesTask, reference("branch", col("repository"), col("branch"))));
    return firstLandings
        .where(col("session_id").isNotNull())
        .select(col("session_id"), col("landed_date"), explode(references).as("reference"))
        .where(col("reference").isNotNull())
        .groupBy(
            col("session_id"),
            col("reference.ref_kind").as("ref_kind"),
            col("reference.repository").as("repository"),
            col("reference.ref").as("ref"))
        .agg(min(col("landed_date")).as("landed_date"));
  }

  private static Column reference(String kind, Column repository, Column ref) {
    return struct(lit(kind).as("ref_kind"), repository.as("repository"), ref.as("ref"));
  }
}
