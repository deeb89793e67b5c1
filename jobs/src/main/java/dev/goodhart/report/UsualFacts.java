package dev.goodhart.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.model.UsualFigures;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is usual of sessions: medians, where enough sessions of enough people show a fact. */
final class UsualFacts {
  private UsualFacts() {}

  /**
   * One row a group, with a median of each fact; null where too few sessions or people show it.
   *
   * @param sessions {@code user_id}, the facts and the columns to group by
   * @param minCohort fewest known people whose median is told
   * @param by columns of a group; the medians' names begin with them
   */
  static Dataset<Row> of(Dataset<Row> sessions, List<String> facts, int minCohort, String... by) {
    Column[] medians =
        facts.stream()
            .map(fact -> median(fact, minCohort).as(prefix(by) + fact))
            .toArray(Column[]::new);
    Column[] keys = Stream.of(by).map(name -> col(name)).toArray(Column[]::new);
    return sessions.groupBy(keys).agg(medians[0], tail(medians));
  }

  /** What the medians' names begin with. */
  static String prefix(String... by) {
    return String.join("_", by) + "_";
  }

  private static Column median(String fact, int minCohort) {
    Column person =
        when(
            col(fact).isNotNull().and(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON)),
            col("user_id"));
    Column enough =
        count(col(fact)).geq(UsualFigures.FEWEST).and(size(collect_set(person)).geq(minCohort));
    return when(enough, percentile_approx(col(fact), lit(0.5), lit(10_000)));
  }

  private static Column[] tail(Column... columns) {
    return Stream.of(columns).skip(1).toArray(Column[]::new);
  }
}
