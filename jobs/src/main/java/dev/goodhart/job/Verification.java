package dev.goodhart.job;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import dev.goodhart.lake.Lake;
import dev.goodhart.lake.Table;
import dev.goodhart.mart.DatedSessions;
import dev.goodhart.mart.TeamDailyTotals;
import dev.goodhart.schema.JobRuns;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tables;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.TeamDaily;
import dev.goodhart.session.Accounts;
import dev.goodhart.session.FirstLandings;
import dev.goodhart.session.SessionStates;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Recounts the lake. */
public final class Verification {
  private static final List<String> SUMS =
      List.of("input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "calls");
  private static final double SAME_USD = 1e-9;

  private final List<String> findings;

  private Verification(List<String> findings) {
    this.findings = List.copyOf(findings);
  }

  /** What can be told without reading events again: records add up, links have both ends. */
  public static Verification cheap(Lake lake) {
    List<String> findings = new ArrayList<>();
    recordsAddUp(lake, findings);
    linksHaveEnds(lake, findings);
    return new Verification(findings);
  }

  /**
   * Everything: also that no file is missing or cut short, no day is stale, keys are unique,
   * sessions are the sums of their events, and weeks those of their sessions.
   *
   * @param maxAgeDays setting {@code ingest.max_event_age_days}
   */
  public static Verification whole(Lake lake, int maxAgeDays) {
    List<String> findings = new ArrayList<>();
    Tables.ALL.forEach(table -> findings.addAll(lake.damagedFiles(table)));
    if (!findings.isEmpty()) {
      // What can't be read can't be recounted.
      return new Verification(findings);
    }
    findings.addAll(cheap(lake).findings);
    staleDays(lake, findings);
    Tables.ALL.forEach(table -> keysAreUnique(lake, table, findings));
    sessionsAreSums(lake, findings);
    orphans(
        SessionScores.TABLE,
        lake.read(SessionScores.TABLE),
        lake.read(Sessions.TABLE),
        "session_id",
        findings);
    findings.addAll(
        TeamDailyTotals.disagreements(
            lake.read(TeamDaily.TABLE), DatedSessions.of(lake.read(Sessions.TABLE), maxAgeDays)));
    return new Verification(findings);
  }

  public List<String> findings() {
    return findings;
  }

  /**
   * Passes a sound lake.
   *
   * @throws ChecksFailedException when anything was found
   */
  public void requireSound() {
    if (!findings.isEmpty()) {
      throw new ChecksFailedException(findings);
    }
  }

  private static void recordsAddUp(Lake lake, List<String> findings) {
    Column parts =
        col("records_kept")
            .plus(col("records_duplicate"))
            .plus(col("records_ignored"))
            .plus(col("records_rejected"));
    lake.read(JobRuns.TABLE)
        .where(col("records_read").isNotNull().and(col("records_read").notEqual(parts)))
        .select(col("run_id"), col("records_read"), parts)
        .collectAsList()
        .forEach(
            row ->
                findings.add(
                    String.format(
                        "ops.job_runs run %s: %d records read, %d accounted for",
                        row.getString(0), row.getLong(1), row.getLong(2))));
  }

  private static void linksHaveEnds(Lake lake, List<String> findings) {
    Dataset<Row> links = lake.read(SessionTasks.TABLE);
    orphans(SessionTasks.TABLE, links, lake.read(Sessions.TABLE), "session_id", findings);
    orphans(SessionTasks.TABLE, links, lake.read(Tasks.TABLE), "task_key", findings);
  }

  private static void staleDays(Lake lake, List<String> findings) {
    List<String> jobs =
        Pipeline.JOBS.stream().map(Job::name).filter(job -> !job.equals(IngestJob.NAME)).toList();
    History.of(lake)
        .stale(jobs, LocalDate.EPOCH)
        .ifPresent(
            stale ->
                findings.add(
                    String.format(
                        "silver.session_features and what builds on it: rows as of %s to %s are"
                            + " older than raw logs that landed by then; run the pipeline --from"
                            + " %s --to %s again",
                        stale.from(), stale.to().minusDays(1), stale.from(), stale.to())));
  }

  private static void orphans(
      Table table, Dataset<Row> links, Dataset<Row> ends, String key, List<String> findings) {
    links
        .join(ends.select(key), new String[] {key}, "left_anti")
        .select(key)
        .distinct()
        .limit(MOST_NAMED)
        .collectAsList()
        .forEach(row -> findings.add(table + " names the missing " + key + " " + row.getString(0)));
  }

  private static void keysAreUnique(Lake lake, Table table, List<String> findings) {
    Column[] key = table.key().stream().map(name -> col(name)).toArray(Column[]::new);
    lake.read(table)
        .groupBy(key)
        .agg(count(lit(1)).as("rows"))
        .where(col("rows").gt(1))
        .limit(MOST_NAMED)
        .collectAsList()
        .forEach(row -> findings.add(table + " holds a key more than once: " + row.mkString(", ")));
  }

  private static void sessionsAreSums(Lake lake, List<String> findings) {
    Dataset<Row> landed =
        FirstLandings.bySession(SessionEvents.landed(lake, lit(true), SessionEvents.copied(lake)))
            .withColumn("state_date", lit(Date.valueOf(LocalDate.of(9999, 12, 31))));
    Dataset<Row> recounted =
        SessionStates.summarise(
                Accounts.counted(landed, "state_date", SessionEvents.standings(lake)))
            .drop("state_date")
            .localCheckpoint();
    Dataset<Row> sessions = lake.read(Sessions.TABLE);
    Row stored = sums(sessions);
    Row bronze = sums(recounted);
    for (int i = 0; i < SUMS.size(); i++) {
      if (stored.getLong(i) != bronze.getLong(i)) {
        findings.add(
            String.format(
                "silver.sessions: %s adds up to %d, bronze to %d",
                SUMS.get(i), stored.getLong(i), bronze.getLong(i)));
      }
    }
    Dataset<Row> costs =
        sessions
            .select(col("session_id"), col("cost_usd"))
            .join(
                recounted.select(col("session_id"), col("cost_usd").as("recounted")), "session_id")
            .where(abs(col("cost_usd").minus(col("recounted"))).gt(SAME_USD));
    costs
        .limit(MOST_NAMED)
        .collectAsList()
        .forEach(
            row ->
                findings.add(
                    String.format(
                        "silver.sessions %s: cost_usd %s, bronze has %s",
                        row.get(0), row.get(1), row.get(2))));
  }

  private static Row sums(Dataset<Row> rows) {
    Column[] sums =
        SUMS.stream().map(name -> coalesce(sum(name), lit(0L)).as(name)).toArray(Column[]::new);
    return rows.select(sums).head();
  }

  private static final int MOST_NAMED = 5;
}
