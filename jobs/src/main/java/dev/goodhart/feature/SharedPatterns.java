package dev.goodhart.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.session.Accounts;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What a session has in common with other sessions, the person's own and other people's: the prompt
 * that it asks most often, what it asks of tools, the files that these touch. A template shows here
 * that repeats within no session.
 *
 * <p>As of a day those sessions count that started on it or in the window before it and were known
 * by then to show the pattern. Where nobody knows whose a session is, nothing is told of it. Of
 * what tools are asked, and of files, a part is looked at that is drawn by hash, the same in every
 * session, so that it is found again ({@link ToolFigures}).
 */
final class SharedPatterns {
  private static final String[] ROW = {"session_id", "as_of_date"};

  /** Of fewer inputs or files no share is told. */
  private static final int ENOUGH = 2;

  private static final List<Shared> ALL =
      List.of(
          new Shared("prompt_pattern", false, "same_prompt_sessions", "same_prompt_of_others"),
          new Shared(
              "tool_inputs", true, "shared_tool_input_share", "shared_tool_input_share_of_others"),
          new Shared("files_touched", true, "shared_file_share", "shared_file_share_of_others"));

  /**
   * What sessions may have in common.
   *
   * @param column of the pattern
   * @param several whether the column has many of them, of which the features are the share that is
   *     found elsewhere; else they are ln(1 + sessions in which the one is found)
   * @param own feature about the person's other sessions
   * @param others feature about other people's
   */
  private record Shared(String column, boolean several, String own, String others) {
    /** Its patterns as texts. */
    Column patterns() {
      return several ? col(column).cast("array<string>") : array(col(column));
    }

    /** The feature out of how many sessions each of its patterns is found in. */
    Column feature(String sessions) {
      Column isOne = col("kind").equalTo(column);
      if (!several) {
        return max(when(isOne, log1p(col(sessions))));
      }
      Column known = count(when(isOne, 1));
      Column found = count(when(isOne.and(col(sessions).gt(0)), 1));
      return when(known.geq(ENOUGH), found.divide(known));
    }
  }

  private SharedPatterns() {}

  /** Columns of earlier rows that it reads. */
  static Stream<String> columns() {
    return Stream.concat(
        Stream.of("session_id", "as_of_date", "user_id", "started_at"),
        ALL.stream().map(Shared::column));
  }

  /**
   * Adds the features of each sort of pattern.
   *
   * @param rows rows with {@link #columns()} and any other columns
   * @param earlier rows of the trailing window before those of {@code rows}, of any session
   * @param spans {@link Accounts#spans}: what another session tells is no company
   */
  static Dataset<Row> add(
      Dataset<Row> rows, Dataset<Row> earlier, Dataset<Row> spans, int windowDays) {
    Dataset<Row> known = known(shown(earlier, false).unionByName(shown(rows, true)));
    Dataset<Row> sessions = sessions(known, spans).localCheckpoint();
    Dataset<Row> everybodys =
        sessions
            .groupBy("kind", "pattern", "known_on", "started_on", "counted_from", "counted_until")
            .agg(sum("sessions").as("sessions"));
    // Sessions of people who are not known are company to others, and have none of their own.
    Dataset<Row> asked =
        known
            .where(col("asked").and(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON)))
            .drop("asked");
    Column own = coalesce(col("own_sessions"), lit(0L));
    Column others = coalesce(col("all_sessions"), lit(0L)).minus(own);
    // A session is nobody's company to itself, whoever it was first taken to be of.
    Column isCounted = col("known.started_on").geq(date_sub(col("as_of_date"), windowDays));
    Column isOwn = col("known.user_id").equalTo(col("user_id"));
    Dataset<Row> counts =
        asked
            .join(
                counted(asked, sessions, List.of("kind", "pattern", "user_id"), windowDays)
                    .withColumnRenamed("counted", "own_sessions"),
                new String[] {"kind", "pattern", "user_id", "as_of_date"},
                "left")
            .join(
                counted(asked, everybodys, List.of("kind", "pattern"), windowDays)
                    .withColumnRenamed("counted", "all_sessions"),
                new String[] {"kind", "pattern", "as_of_date"},
                "left")
            .withColumn("own", own.minus(when(isCounted.and(isOwn), 1L).otherwise(0L)))
            .withColumn("others", others.minus(when(isCounted.and(not(isOwn)), 1L).otherwise(0L)));
    return rows.join(beside(counts), ROW, "left");
  }

  /** One row a session, day and pattern that it shows. */
  private static Dataset<Row> shown(Dataset<Row> rows, boolean asked) {
    Column[] patterns =
        ALL.stream()
            .map(
                shared ->
                    coalesce(
                        transform(
                            shared.patterns(),
                            pattern ->
                                struct(lit(shared.column()).as("kind"), pattern.as("pattern"))),
                        array().cast("array<struct<kind:string,pattern:string>>")))
            .toArray(Column[]::new);
    return rows.select(
            col("session_id"),
            col("as_of_date"),
            col("user_id"),
            to_date(col("started_at")).as("started_on"),
            explode(concat(patterns)).as("shown"))
        .where(col("shown.pattern").isNotNull())
        .select("session_id", "as_of_date", "user_id", "started_on", "shown.*")
        .withColumn("asked", lit(asked));
  }

  /** With {@code known}: how a session stood when it was first known to show the pattern. */
  private static Dataset<Row> known(Dataset<Row> shown) {
    return shown
        .withColumn(
            "known",
            first(struct(col("as_of_date"), col("started_on"), col("user_id")))
                .over(Window.partitionBy("kind", "pattern", "session_id").orderBy("as_of_date")))
        .localCheckpoint();
  }

  /** How many sessions were first known on a day to show a pattern, and started on another. */
  private static Dataset<Row> sessions(Dataset<Row> known, Dataset<Row> spans) {
    return Accounts.overSpans(
            known.where(col("as_of_date").equalTo(col("known.as_of_date"))), spans)
        .groupBy(
            col("kind"),
            col("pattern"),
            col("user_id"),
            col("as_of_date").as("known_on"),
            col("started_on"),
            col("counted_from"),
            col("counted_until"))
        .agg(count(lit(1)).as("sessions"));
  }

  /** The sessions of the window as of each day on which a key is asked for: {@code counted}. */
  private static Dataset<Row> counted(
      Dataset<Row> asked, Dataset<Row> sessions, List<String> key, int windowDays) {
    Column[] columns =
        Stream.concat(key.stream(), Stream.of("as_of_date"))
            .map(name -> col(name))
            .toArray(Column[]::new);
    Column inWindow =
        col("known_on")
            .leq(col("as_of_date"))
            .and(col("started_on").geq(date_sub(col("as_of_date"), windowDays)))
            .and(Accounts.isCountedOn(col("as_of_date")));
    return asked
        .select(columns)
        .distinct()
        .join(sessions, key.toArray(String[]::new))
        .where(inWindow)
        .groupBy(columns)
        .agg(sum("sessions").as("counted"));
  }

  /** One row a session and day, with the features. */
  private static Dataset<Row> beside(Dataset<Row> counts) {
    Column[] features =
        ALL.stream()
            .flatMap(
                shared ->
                    Stream.of(
                        shared.feature("own").as(shared.own()),
                        shared.feature("others").as(shared.others())))
            .toArray(Column[]::new);
    // By other names, so that the join can't take these rows' keys for those of the rows that they
    // came from.
    return counts
        .groupBy(col(ROW[0]).as(ROW[0]), col(ROW[1]).as(ROW[1]))
        .agg(features[0], Arrays.copyOfRange(features, 1, features.length));
  }
}
