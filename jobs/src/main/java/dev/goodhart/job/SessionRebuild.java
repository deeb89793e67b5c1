package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.ingest.ClaudeCodeOtlp;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Checkpoints;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.schema.CopiedEvents;
import dev.goodhart.schema.InferredSessions;
import dev.goodhart.schema.PersonDays;
import dev.goodhart.schema.SessionRefs;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.Accounts;
import dev.goodhart.session.PersonDaySums;
import dev.goodhart.session.SessionReferences;
import dev.goodhart.session.SessionStates;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rebuilds the sessions that the days touch. Steps: events that landed before under another session
 * are left out; events that name no session are put into inferred ones; the events of touched
 * sessions are read from the days that they remember; where more than one source tells of sessions,
 * those that overlap with a touched one are read too, and which account of each is counted is
 * decided anew; counts, references and the people's days follow.
 */
final class SessionRebuild {
  private final Lake lake;
  private final List<String> sourcesBestFirst;
  private final int gapMinutes;
  private final Days days;
  private final LocalDate horizon;

  /** What {@code silver.copied_events} is to hold of these days and later ones. */
  private Dataset<Row> copiedSince;

  /** What it is to hold of all days. */
  private Dataset<Row> copied;

  private Rebuilt sessions;
  private Rebuilt standings;

  private SessionRebuild(JobContext context, Days days, LocalDate horizon) {
    this.lake = context.lake();
    this.sourcesBestFirst = context.settings().sessions().sources();
    this.gapMinutes = context.settings().sessions().gapMinutes();
    this.days = days;
    this.horizon = horizon;
  }

  /**
   * Rebuilds what landed on the days and writes all of it but the sessions themselves, for which
   * {@link #finish} is called when what hangs on them is written.
   *
   * @param horizon the day after the last one that the lake has taken
   */
  static SessionRebuild of(JobContext context, Days days, LocalDate horizon) {
    SessionRebuild rebuild = new SessionRebuild(context, days, horizon);
    rebuild.run();
    return rebuild;
  }

  /** The sessions that were rebuilt. */
  Rebuilt rebuilt() {
    return sessions;
  }

  /** How many accounts of the rebuilt sessions are not counted, since another one is. */
  long accountsDoubled() {
    return standings.rows().where(col("until_date").isNull().and(not(col("kept")))).count();
  }

  /**
   * Writes the sessions. Each of them stands in one of both tables at any moment, so that a run
   * that takes up where this one broke off finds it.
   */
  void finish() {
    Dataset<Row> before =
        SessionEvents.standings(lake)
            .join(standings.keys(), "session_id")
            .join(
                standings.rows().select("session_id", "source", "from_date"),
                SessionSources.TABLE.key().toArray(String[]::new),
                "left_anti")
            .localCheckpoint();
    boolean someLeave = !before.isEmpty();
    if (someLeave) {
      lake.replaceKeys(
          SessionSources.TABLE, standings.rows().unionByName(before), standings.keys());
    } else {
      lake.replaceKeys(SessionSources.TABLE, standings.rows(), standings.keys());
    }
    lake.replaceKeys(Sessions.TABLE, sessions.rows(), sessions.keys());
    if (someLeave) {
      lake.replaceKeys(SessionSources.TABLE, standings.rows(), standings.keys());
    }
    // Last, since a run that takes up where this one broke off compares with what is written.
    if (!copiedSince.isEmpty() || !lake.isEmpty(CopiedEvents.TABLE)) {
      lake.replace(CopiedEvents.TABLE, copiedSince, untilNow());
    }
  }

  private void run() {
    Dataset<Row> copiesBefore = SessionEvents.copied(lake);
    copiedSince = copiesSince().localCheckpoint();
    copied =
        copiesBefore
            .where(col("landed_date").lt(Date.valueOf(days.from())))
            .unionByName(copiedSince);
    inferSessions();
    Dataset<Row> known = SessionEvents.known(lake).localCheckpoint();
    Dataset<Row> landed =
        landedSessions(known).union(copiedOtherwise(copiesBefore)).distinct().localCheckpoint();
    Dataset<Row> events = Checkpoints.onDisk(events(landed, known));
    Dataset<Row> overlapping = overlapping(accountsOf(events), known).localCheckpoint();
    if (!severalSources(events, overlapping)) {
      rebuild(landed, events, lake.read(SessionSources.TABLE).limit(0));
      return;
    }
    Dataset<Row> touched =
        landed.union(overlapping.select("session_id")).distinct().localCheckpoint();
    Dataset<Row> besideOverlapping =
        overlapping(known.join(overlapping.select("session_id"), "session_id"), known);
    Dataset<Row> compared = touched.union(besideOverlapping.select("session_id")).distinct();
    Dataset<Row> comparedEvents = Checkpoints.onDisk(events(compared, known));
    Dataset<Row> standingsOfTouched =
        Accounts.standings(comparedEvents, sourcesBestFirst)
            .join(touched, "session_id")
            .localCheckpoint();
    rebuild(touched, comparedEvents.join(touched, "session_id"), standingsOfTouched);
  }

  private void rebuild(Dataset<Row> touched, Dataset<Row> events, Dataset<Row> standingsOfTouched) {
    Dataset<Row> states = events.withColumn("state_date", lit(Date.valueOf(horizon.minusDays(1))));
    Dataset<Row> daysOfPeople =
        events
            .where(DayRows.within(col("landed_date"), days))
            .withColumn("state_date", col("landed_date"));
    standings = new Rebuilt(standingsOfTouched, touched);
    sessions =
        new Rebuilt(
            SessionStates.summarise(Accounts.counted(states, "state_date", standingsOfTouched))
                .drop("state_date")
                .localCheckpoint(),
            touched);
    lake.replaceKeys(
        SessionRefs.TABLE,
        SessionReferences.of(events, Pseudonyms.defaultBranches().toArray()).localCheckpoint(),
        touched);
    lake.replace(
        PersonDays.TABLE,
        PersonDaySums.of(Accounts.counted(daysOfPeople, "state_date", standingsOfTouched)),
        days);
  }

  private Days untilNow() {
    return new Days(days.from(), horizon);
  }

  /**
   * Events of these days and later ones that landed before under another session. The later days
   * are looked through again, since an event may have been a copy of what was here before, or be
   * one of what is now. Ids of the telemetry's events hold their session, so none is a copy.
   */
  private Dataset<Row> copiesSince() {
    Dataset<Row> bronze =
        lake.read(UsageEvents.TABLE).where(col("source").notEqual(ClaudeCodeOtlp.NAME));
    Dataset<Row> landed = bronze.where(DayRows.within(col("landed_date"), untilNow()));
    Row first = landed.agg(min(to_date(col("event_time")))).head();
    if (first.isNullAt(0)) {
      return lake.read(CopiedEvents.TABLE).limit(0);
    }
    return dev.goodhart.session.CopiedEvents.of(
        landed, bronze.where(earlierButNotBefore(first.getDate(0))));
  }

  /** Days before these on which an event can have landed that happened on a day or later. */
  private Column earlierButNotBefore(Date happened) {
    // An event can't have landed before it happened; a day is left for clocks that disagree.
    Date earliest = Date.valueOf(happened.toLocalDate().minusDays(1));
    return col("landed_date").lt(Date.valueOf(days.from())).and(col("landed_date").geq(earliest));
  }

  /** Sessions of later days of which an event has become a copy, or is one no longer. */
  private Dataset<Row> copiedOtherwise(Dataset<Row> copiesBefore) {
    if (days.to().equals(horizon)) {
      return copiedSince.select("session_id").limit(0);
    }
    Days later = new Days(days.to(), horizon);
    Dataset<Row> before = copiesBefore.where(DayRows.within(col("landed_date"), later));
    Dataset<Row> now = copiedSince.where(DayRows.within(col("landed_date"), later));
    return before
        .exceptAll(now)
        .union(now.exceptAll(before))
        .where(col("session_id").isNotNull())
        .select("session_id");
  }

  /**
   * Writes which inferred sessions the days' events are of. Where some of these events landed on
   * later days too, which were taken before, they are no landings there any more, and those days
   * are done again.
   */
  private void inferSessions() {
    Column unnamedByNow =
        col("landed_date").lt(Date.valueOf(horizon)).and(col("session_id").isNull());
    Dataset<Row> unnamed =
        dev.goodhart.session.CopiedEvents.leaveOut(
            lake.read(UsageEvents.TABLE).where(unnamedByNow), copied.where(unnamedByNow));
    Dataset<Row> unnamedNow = unnamed.where(DayRows.within(col("landed_date"), days));
    Row first = unnamedNow.agg(min(to_date(col("event_time")))).head();
    if (first.isNullAt(0) && lake.isEmpty(InferredSessions.TABLE)) {
      return;
    }
    Dataset<Row> inferred = lake.read(InferredSessions.TABLE);
    Row later =
        inferred
            .where(col("landed_date").geq(Date.valueOf(days.to())))
            .join(unnamedNow.select("event_id"), "event_id")
            .agg(max("landed_date"))
            .head();
    Days affected =
        later.isNullAt(0)
            ? days
            : new Days(days.from(), later.getDate(0).toLocalDate().plusDays(1));
    Dataset<Row> earlier =
        inferred.where(
            first.isNullAt(0)
                ? col("landed_date").lt(Date.valueOf(days.from()))
                : earlierButNotBefore(first.getDate(0)));
    lake.replace(
        InferredSessions.TABLE,
        dev.goodhart.session.InferredSessions.of(
            unnamed.where(DayRows.within(col("landed_date"), affected)),
            earlier.localCheckpoint(),
            gapMinutes),
        affected);
  }

  /** Sessions of which something landed on the days, or did before the days were taken again. */
  private Dataset<Row> landedSessions(Dataset<Row> known) {
    return SessionEvents.landed(lake, DayRows.within(col("landed_date"), days), copied)
        .select("session_id")
        .union(
            known
                .where(
                    TaskEvents.landedWithin(
                        col("landed_dates"),
                        lit(Date.valueOf(days.from())),
                        lit(Date.valueOf(days.to()))))
                .select("session_id"))
        .distinct();
  }

  private Dataset<Row> events(Dataset<Row> sessions, Dataset<Row> known) {
    Dataset<Row> remembering =
        sessions.join(
            known.select("session_id", "landed_dates"), new String[] {"session_id"}, "left");
    return SessionEvents.of(lake, remembering, days, horizon, copied);
  }

  private static Dataset<Row> accountsOf(Dataset<Row> events) {
    return events
        .groupBy("session_id", "source", "user_id")
        .agg(min("event_time").as("started_at"), max("event_time").as("ended_at"));
  }

  /** Known sessions of the same people at the same time, under other ids and of other sources. */
  private static Dataset<Row> overlapping(Dataset<Row> accounts, Dataset<Row> known) {
    Column slack = expr("INTERVAL " + Accounts.SAME_TIME_SECONDS + " SECONDS");
    Dataset<Row> mine =
        accounts
            .where(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON))
            .select(
                col("session_id").as("my_session"),
                col("source").as("my_source"),
                col("user_id"),
                col("started_at").minus(slack).as("my_start"),
                col("ended_at").plus(slack).as("my_end"));
    return known
        .join(mine, "user_id")
        .where(
            col("session_id")
                .notEqual(col("my_session"))
                .and(col("source").notEqual(col("my_source")))
                .and(col("started_at").leq(col("my_end")))
                .and(col("ended_at").geq(col("my_start"))))
        .select("session_id", "source", "user_id", "started_at", "ended_at")
        .distinct();
  }

  private static boolean severalSources(Dataset<Row> events, Dataset<Row> overlapping) {
    return events.select("source").union(overlapping.select("source")).distinct().count() > 1;
  }
}
