package dev.goodhart.mart;

import static dev.goodhart.outcome.Links.WEAK_METHOD;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.goodhart.ingest.Pseudonyms;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What marts count as a link and as an outcome. */
final class Links {
  /** Sessions and tasks whose team no record names. */
  static final String NO_TEAM = "(no team)";

  private Links() {}

  /** Links by task, commit or branch; the same person at the same time proves nothing. */
  static Dataset<Row> strong(Dataset<Row> sessionTasks) {
    return sessionTasks.filter(not(col("method").equalTo(WEAK_METHOD)));
  }

  static Column isDone() {
    return col("state").isin("merged", "done");
  }

  static Column isPerson(String column) {
    return col(column).isNotNull().and(col(column).notEqual(Pseudonyms.UNKNOWN_PERSON));
  }
}
