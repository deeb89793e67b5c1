package dev.goodhart.report;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.report.ReviewData.Facts;
import dev.goodhart.report.ReviewData.Item;
import dev.goodhart.report.ReviewData.LinkedTask;
import dev.goodhart.report.ReviewData.Score;
import dev.goodhart.schema.ReviewQueue;
import dev.goodhart.schema.SessionScores;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.SessionTasks;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.Tasks;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.Accounts;
import dev.goodhart.session.CopiedEvents;
import dev.goodhart.session.InferredSessions;
import dev.goodhart.session.SessionStates;
import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Collects what the reviewers' report shows: the queue, at most its weekly capacity of sessions.
 */
public final class ReviewSource {
  /** Not by rank: the likeliest come first there, which would tell a reviewer what to find. */
  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.comparing(Item::startedAt).reversed().thenComparing(Item::sessionId);

  private static final String NO_TEAM = "(no team)";

  private static final String[] TEAM = {"team", "source"};

  private static final String[] SOURCE = {"source"};

  /** The cost is that of sessions of which it is wholly known. */
  private static final List<String> FACTS =
      List.of("cost_usd", "total_tokens", "calls", "prompts", "duration_s");

  private ReviewSource() {}

  /**
   * Reads the tables.
   *
   * @param read gives a table's rows
   * @param days interval of the report; its end is shown
   */
  public static ReviewData collect(
      Function<Table, Dataset<Row>> read, Days days, Settings settings) {
    int minCohort = settings.privacy().minCohort();
    Dataset<Row> sessions = facts(read.apply(Sessions.TABLE));
    Dataset<Row> links = links(read.apply(SessionTasks.TABLE), read.apply(Tasks.TABLE));
    Dataset<Row> scores =
        read.apply(SessionScores.TABLE)
            .select(
                col("session_id"),
                col("as_of_date"),
                coalesce(col("model_version").startsWith(TrainedModel.STARTER), lit(false))
                    .as("is_guess"),
                col("probability"),
                col("band"),
                col("archetype"),
                col("evidence"),
                col("reason_1"),
                col("reason_2"),
                col("reason_3"));
    Dataset<Row> queue = read.apply(ReviewQueue.TABLE);
    Dataset<Row> timelines =
        timelines(
            read, read.apply(Sessions.TABLE).join(queue.select("session_id"), "session_id"), days);
    Dataset<Row> queued =
        queue
            .join(sessions, by("session_id"), "left")
            .join(scores.drop("as_of_date"), by("session_id"), "left")
            .join(links, by("session_id"), "left")
            .join(timelines, by("session_id"), "left")
            .join(
                UsualFacts.of(
                    sessions.where(col("team").notEqual(NO_TEAM)), FACTS, minCohort, TEAM),
                TEAM,
                "left")
            .join(UsualFacts.of(sessions, FACTS, minCohort, SOURCE), SOURCE, "left");
    List<Item> items =
        queued.collectAsList().stream().map(ReviewSource::item).sorted(NEWEST_FIRST).toList();
    return new ReviewData(days.to(), isOwnModelLive(scores), items);
  }

  /** The newest rows are scored by the live model; older scores may be left from others. */
  private static boolean isOwnModelLive(Dataset<Row> scores) {
    Column isOwn = not(col("is_guess")).and(col("probability").isNotNull());
    Row newest =
        scores.agg(max(struct(col("as_of_date"), isOwn.as("is_own"))).getField("is_own")).head();
    return !newest.isNullAt(0) && newest.getBoolean(0);
  }

  /** Reads no more than the days on which the sessions landed. */
  private static Dataset<Row> timelines(
      Function<Table, Dataset<Row>> read, Dataset<Row> sessions, Days days) {
    Dataset<Row> few = sessions.select("session_id", "started_at", "ended_at", "landed_dates");
    Object[] landed =
        few.select(explode(col("landed_dates"))).distinct().collectAsList().stream()
            .map(row -> row.get(0))
            .toArray();
    Column onDays = col("landed_date").isin(landed);
    Dataset<Row> events =
        InferredSessions.fillIn(
            CopiedEvents.leaveOut(
                read.apply(UsageEvents.TABLE).where(onDays),
                read.apply(dev.goodhart.schema.CopiedEvents.TABLE).where(onDays)),
            read.apply(dev.goodhart.schema.InferredSessions.TABLE).where(onDays));
    Dataset<Row> counted =
        Accounts.counted(
            events.withColumn("known_on", lit(Date.valueOf(days.to().minusDays(1)))),
            "known_on",
            read.apply(SessionSources.TABLE));
    return Timeline.counted(counted, few.drop("landed_dates"));
  }

  private static Dataset<Row> facts(Dataset<Row> sessions) {
    Column seconds = unix_seconds(col("ended_at")).minus(unix_seconds(col("started_at")));
    Column isPriced = coalesce(col("unpriced_calls"), lit(0L)).equalTo(0);
    return sessions
        .withColumn("duration_s", seconds)
        .withColumn("started_s", unix_seconds(col("started_at")))
        .withColumn("team", coalesce(col("team"), lit(NO_TEAM)))
        .withColumn(
            "prompts", when(SessionStates.seesPrompts().or(col("prompts").gt(0)), col("prompts")))
        .withColumn(
            "least_cost_usd", when(not(isPriced).and(col("cost_usd").gt(0)), col("cost_usd")))
        .withColumn("cost_usd", when(isPriced, col("cost_usd")))
        .select(
            Stream.concat(
                    Stream.of(
                        "session_id", "user_id", "team", "source", "started_s", "least_cost_usd"),
                    FACTS.stream())
                .map(name -> col(name))
                .toArray(Column[]::new));
  }

  private static Dataset<Row> links(Dataset<Row> sessionTasks, Dataset<Row> tasks) {
    Column link =
        struct(
            col("confidence").multiply(-1).as("order"),
            col("task_key"),
            coalesce(col("state"), lit("unknown")).as("state"),
            col("method"));
    return sessionTasks
        .join(tasks.select("task_key", "state"), by("task_key"), "left")
        .groupBy("session_id")
        .agg(array_sort(collect_list(link)).as("links"));
  }

  private static Item item(Row row) {
    Facts ofTeam = usual(row, TEAM);
    return new Item(
        row.getAs("session_id"),
        text(row, "team").orElse(NO_TEAM),
        text(row, "source").orElse("unknown"),
        Instant.ofEpochSecond(number(row, "started_s").orElse(0L)),
        facts(row),
        ofTeam.isKnown() ? ofTeam : usual(row, SOURCE),
        ofTeam.isKnown(),
        rows(row, "links").stream()
            .map(
                link ->
                    new LinkedTask(
                        link.getAs("task_key"), link.getAs("state"), link.getAs("method")))
            .toList(),
        Timeline.of(rows(row, "timeline")),
        Stream.of("reason_1", "reason_2", "reason_3")
            .flatMap(reason -> text(row, reason).stream())
            .toList(),
        new Score(
            Optional.ofNullable(row.getAs("probability")),
            Boolean.TRUE.equals(row.getAs("is_guess")),
            text(row, "band").orElse("insufficient_evidence"),
            text(row, "archetype"),
            text(row, "evidence").orElse("none"),
            text(row, "chosen_because").orElse("unknown")));
  }

  private static List<Row> rows(Row row, String column) {
    int place = row.fieldIndex(column);
    return row.isNullAt(place) ? List.of() : row.getList(place);
  }

  private static Facts facts(Row row) {
    Optional<Double> least = Optional.ofNullable(row.getAs("least_cost_usd"));
    Optional<Double> cost = Optional.ofNullable(row.getAs("cost_usd"));
    return facts(row, "", cost.or(() -> least), least.isPresent());
  }

  private static Facts usual(Row row, String... by) {
    String prefix = UsualFacts.prefix(by);
    return facts(row, prefix, Optional.ofNullable(row.getAs(prefix + "cost_usd")), false);
  }

  private static Facts facts(Row row, String prefix, Optional<Double> costUsd, boolean costsMore) {
    return new Facts(
        costUsd,
        costsMore,
        number(row, prefix + "total_tokens"),
        number(row, prefix + "calls"),
        number(row, prefix + "prompts"),
        number(row, prefix + "duration_s").map(Duration::ofSeconds));
  }

  private static Optional<Long> number(Row row, String column) {
    return Optional.ofNullable(row.getAs(column));
  }

  private static Optional<String> text(Row row, String column) {
    return Optional.ofNullable(row.getAs(column));
  }

  private static String[] by(String... columns) {
    return columns;
  }
}
