package dev.goodhart.session;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.mode;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.schema.SessionSources;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Sessions that several sources tell of, each counted once. An account is what one source tells of
 * one session; {@link AccountRule} says which accounts are counted as of a day, from what had
 * landed by then.
 */
public final class Accounts {
  /** The same call may be stamped at its start by one source and at its end by another. */
  public static final int SAME_TIME_SECONDS = 300;

  private static final long SAME_TIME_MILLIS = SAME_TIME_SECONDS * 1000L;
  private static final String[] ACCOUNT = {"session_id", "source"};

  /** What calls of two accounts have in common that may be the same. */
  private static final List<String> CALLS_ALIKE =
      List.of(
          "person", "session_id", "source", "in_session", "in_source", "model", "input", "output");

  /** Before anything landed. */
  private static final Column EVER = lit(Date.valueOf(LocalDate.EPOCH));

  private Accounts() {}

  /**
   * The standing of each account that another one tells the same as, over the days for which it
   * holds. Steps: accounts by landing day; calls of one found in another, by the day on which both
   * had landed; both brought together by person, where the rule is applied as of each day.
   *
   * @param firstLandings usage events of sessions, each once
   * @param sourcesBestFirst setting {@code sessions.sources}
   * @return rows of {@code silver.session_sources}
   */
  public static Dataset<Row> standings(Dataset<Row> firstLandings, List<String> sourcesBestFirst) {
    Dataset<Row> events = withPerson(firstLandings);
    Dataset<Row> accounts = accounts(events);
    Dataset<Row> found = foundElsewhere(events);
    Dataset<Row> people =
        accounts
            .groupBy("person")
            .agg(collect_list(col("account")).as("accounts"))
            .join(
                found.groupBy("person").agg(collect_list(col("found")).as("found")),
                new String[] {"person"},
                "left");
    PersonStandings rule = new PersonStandings(sourcesBestFirst);
    return people.flatMap(
        (FlatMapFunction<Row, Row>) person -> rule.of(person).iterator(),
        Encoders.row(SessionSources.TABLE.schema()));
  }

  /**
   * Leaves out what belongs to accounts that are not counted as of a row's day.
   *
   * @param rows rows with {@code session_id}, {@code source} and a day
   * @param standings rows of {@code silver.session_sources}
   */
  public static Dataset<Row> counted(Dataset<Row> rows, String day, Dataset<Row> standings) {
    Dataset<Row> leftOut =
        standings
            .where(col("kept").equalTo(false))
            .select(
                col("session_id").as("out_session"),
                col("source").as("out_source"),
                col("from_date"),
                col("until_date"));
    return rows.join(
        leftOut,
        col("session_id")
            .equalTo(col("out_session"))
            .and(col("source").equalTo(col("out_source")))
            .and(holdsOn(col(day))),
        "left_anti");
  }

  /**
   * Leaves out sessions of which no account is counted as of a day.
   *
   * @param sessionDays {@code session_id}, a day, and other columns as they are
   */
  public static Dataset<Row> countedSessions(
      Dataset<Row> sessionDays, String day, Dataset<Row> standings) {
    return sessionDays.join(
        toldElsewhere(sessionDays, day, standings), new String[] {"session_id", day}, "left_anti");
  }

  /**
   * Sessions of which no account is counted as of a day, since another session tells the same.
   *
   * @param sessionDays rows with {@code session_id} and a day
   * @return {@code session_id} and the day
   */
  public static Dataset<Row> toldElsewhere(
      Dataset<Row> sessionDays, String day, Dataset<Row> standings) {
    return sessionDays
        .select(col("session_id"), col(day))
        .distinct()
        .join(standings, "session_id")
        .where(holdsOn(col(day)))
        .groupBy(col("session_id"), col(day))
        .agg(max(col("kept")).as("any_kept"))
        .where(col("any_kept").equalTo(false))
        .drop("any_kept");
  }

  /**
   * Where sessions are counted instead of which no account is counted as of a day.
   *
   * @param sessions {@code session_id}
   * @return {@code session_id, counted_as}; a session that is itself counted has no row
   */
  public static Dataset<Row> countedInstead(
      Dataset<Row> sessions, LocalDate day, Dataset<Row> standings) {
    Dataset<Row> asked =
        sessions.select("session_id").distinct().withColumn("known_on", lit(Date.valueOf(day)));
    return toldElsewhere(asked, "known_on", standings)
        .join(standings, "session_id")
        .where(holdsOn(col("known_on")))
        .where(col("better_session_id").notEqual(col("session_id")))
        .groupBy("session_id")
        .agg(min("better_session_id").as("counted_as"));
  }

  /**
   * The days over which sessions are counted.
   *
   * @param standings rows of {@code silver.session_sources}
   * @return {@code session_id, counted_from, counted_until} (null: they still are) of sessions that
   *     several sources tell of; a session without rows is counted on all days
   */
  public static Dataset<Row> spans(Dataset<Row> standings) {
    Dataset<Row> changes =
        standings
            .select(col("session_id"), explode(array(EVER, col("from_date"))).as("counted_from"))
            .distinct();
    Column next =
        lead(col("counted_from"), 1).over(Window.partitionBy("session_id").orderBy("counted_from"));
    return countedSessions(changes.withColumn("counted_until", next), "counted_from", standings);
  }

  /**
   * Lays what belongs to sessions beside each of the {@link #spans} over which they are counted.
   *
   * @param rows rows with {@code session_id}
   */
  public static Dataset<Row> overSpans(Dataset<Row> rows, Dataset<Row> spans) {
    return rows.join(spans, new String[] {"session_id"}, "left")
        .withColumn("counted_from", coalesce(col("counted_from"), EVER));
  }

  /** Whether a day lies in the span beside which a row is laid. */
  public static Column isCountedOn(Column day) {
    return within("counted_from", "counted_until", day);
  }

  private static Column holdsOn(Column day) {
    return within("from_date", "until_date", day);
  }

  private static Column within(String from, String until, Column day) {
    return col(from).leq(day).and(col(until).isNull().or(day.lt(col(until))));
  }

  /**
   * A session's person, whichever of its sources names one first; else the session stands alone.
   * Who is named later changes nothing of what was known before.
   */
  private static Dataset<Row> withPerson(Dataset<Row> events) {
    Column isNamed = col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON);
    Column first =
        min(when(isNamed, struct("landed_date", "user_id")))
            .over(Window.partitionBy("session_id"))
            .getField("user_id");
    return events.withColumn("person", coalesce(first, col("session_id")));
  }

  private static Dataset<Row> accounts(Dataset<Row> events) {
    Column millis = unix_millis(col("event_time"));
    Dataset<Row> days =
        events
            .groupBy("person", "session_id", "source", "landed_date")
            .agg(
                SessionStates.countOf("model_call").as("calls"),
                count(when(comparable(), 1)).as("comparable"),
                min(millis).as("first"),
                max(millis).as("last"));
    Dataset<Row> heads =
        events
            .groupBy(ACCOUNT[0], ACCOUNT[1])
            .agg(
                mode(col("user_id"), true).as("user_id"),
                mode(col("repository"), true).as("repository"),
                SessionStates.startedAt(),
                SessionStates.endedAt(),
                SessionStates.countOf("model_call").as("all_calls"),
                array_sort(collect_set(col("landed_date"))).as("landed_dates"));
    return days.groupBy("person", "session_id", "source")
        .agg(collect_list(struct("landed_date", "calls", "comparable", "first", "last")).as("days"))
        .join(heads, ACCOUNT)
        .select(
            col("person"),
            struct(
                    "session_id",
                    "source",
                    "days",
                    "user_id",
                    "repository",
                    "started_at",
                    "ended_at",
                    "all_calls",
                    "landed_dates")
                .as("account"));
  }

  private static Column comparable() {
    return col("kind")
        .equalTo("model_call")
        .and(col("model").isNotNull())
        .and(SessionStates.totalTokens().gt(0));
  }

  /**
   * Calls of one account found in another, by the day on which both had landed. Each call of the
   * other stands for one: where many calls are alike, as many are found as the other has.
   */
  private static Dataset<Row> foundElsewhere(Dataset<Row> events) {
    Column millis = unix_millis(col("event_time"));
    Column input = SessionStates.totalTokens().minus(coalesce(col("output_tokens"), lit(0L)));
    Dataset<Row> calls =
        events
            .where(comparable().and(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON)))
            .select(
                col("person"),
                col("model"),
                input.as("input"),
                coalesce(col("output_tokens"), lit(0L)).as("output"),
                col("session_id"),
                col("source"),
                col("event_id"),
                col("landed_date"),
                millis.as("millis"),
                floor(millis.divide(lit((double) SAME_TIME_MILLIS))).as("slot"));
    Dataset<Row> others =
        calls.select(
            col("person"),
            col("model"),
            col("input"),
            col("output"),
            col("session_id").as("in_session"),
            col("source").as("in_source"),
            col("event_id").as("in_event"),
            col("landed_date").as("in_landed"),
            col("millis").as("in_millis"),
            explode(array(col("slot").minus(1), col("slot"), col("slot").plus(1))).as("slot"));
    Column sameTime = abs(col("millis").minus(col("in_millis")));
    Dataset<Row> alike =
        calls
            .join(others, new String[] {"person", "model", "input", "output", "slot"}, "inner")
            .where(
                col("source")
                    .notEqual(col("in_source"))
                    .and(col("session_id").notEqual(col("in_session")))
                    .and(sameTime.leq(SAME_TIME_MILLIS)))
            .withColumn("landed_date", greatest(col("landed_date"), col("in_landed")));
    return byOrder(alike, "event_id")
        .join(byOrder(alike, "in_event"), named(CALLS_ALIKE, "number"))
        .withColumn("landed_date", greatest(col("event_id_landed"), col("in_event_landed")))
        .groupBy("person", "session_id", "source", "in_session", "in_source", "landed_date")
        .agg(count(lit(1)).as("calls"))
        .select(
            col("person"),
            struct("session_id", "source", "in_session", "in_source", "landed_date", "calls")
                .as("found"));
  }

  /**
   * The calls of one side that are alike in two accounts, numbered by the day on which they first
   * had one like them on the other side, so that what lands later comes last.
   */
  private static Dataset<Row> byOrder(Dataset<Row> alike, String call) {
    String landed = call + "_landed";
    return alike
        .groupBy(columns(CALLS_ALIKE, call))
        .agg(min("landed_date").as(landed))
        .withColumn(
            "number",
            row_number()
                .over(Window.partitionBy(columns(CALLS_ALIKE)).orderBy(col(landed), col(call))))
        .drop(call);
  }

  private static Column[] columns(List<String> names, String... more) {
    return Stream.of(named(names, more)).map(functions::col).toArray(Column[]::new);
  }

  private static String[] named(List<String> names, String... more) {
    return Stream.concat(names.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
