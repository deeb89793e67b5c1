package dev.goodhart.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.label.Verdicts;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.mart.Weeks;
import dev.goodhart.model.Fairness;
import dev.goodhart.report.ReportData.Estimate;
import dev.goodhart.report.ReportData.Health;
import dev.goodhart.report.ReportData.Model;
import dev.goodhart.report.ReportData.Quality;
import dev.goodhart.report.ReportData.Reject;
import dev.goodhart.report.ReportData.Source;
import dev.goodhart.report.ReportData.Team;
import dev.goodhart.report.ReportData.Trust;
import dev.goodhart.report.ReportData.Unfair;
import dev.goodhart.report.ReportData.Week;
import dev.goodhart.schema.Evaluations;
import dev.goodhart.schema.InputFiles;
import dev.goodhart.schema.Labels;
import dev.goodhart.schema.MetricHealth;
import dev.goodhart.schema.Models;
import dev.goodhart.schema.RejectedRecords;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.TeamDaily;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.SessionStates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Collects what the organisation's report shows out of the tables. Amounts come from {@code gold}
 * alone, where small cohorts are pooled; {@code ops.job_runs} is left out, so that equal tables
 * give an equal report however often a job was run.
 */
public final class ReportSource {
  private static final String ALL_TEAMS = "(all teams)";
  private static final int MODELS_NAMED = 10;

  /**
   * Slice of {@code ml.evaluations}: every reviewed session, judged by a model that never saw it.
   */
  private static final String ALL_REVIEWED = "out_of_fold";

  /** Metric of {@code ml.evaluations}, of slices that are groups of people. */
  private static final String HONEST_FLAG_RATIO = "honest_flag_ratio";

  private final Function<Table, Dataset<Row>> read;
  private final Days days;
  private final Settings settings;

  private ReportSource(Function<Table, Dataset<Row>> read, Days days, Settings settings) {
    this.read = read;
    this.days = days;
    this.settings = settings;
  }

  /**
   * Reads the tables.
   *
   * @param read gives a table's rows
   * @param days interval of the report, widened to the Monday of its first week
   */
  public static ReportData collect(
      Function<Table, Dataset<Row>> read, Days days, Settings settings) {
    return new ReportSource(read, days, settings).collect();
  }

  private ReportData collect() {
    Dataset<Row> teamDays = within(read.apply(TeamDaily.TABLE), col("date"));
    Dataset<Row> sessions = within(read.apply(Sessions.TABLE), to_date(col("started_at")));
    List<Week> weeks = weeks(teamDays);
    return new ReportData(
        firstDay(teamDays, sessions),
        days.to(),
        settings.privacy().minCohort(),
        settings.outcomes().maturityDays(),
        settings.score().honestBudget(),
        weeks,
        withheldWeeks(sessions, weeks),
        teams(teamDays),
        health(),
        announcements(),
        model(),
        quality(sessions));
  }

  private Dataset<Row> within(Dataset<Row> rows, Column day) {
    LocalDate from = Weeks.wholeWeeks(days).from();
    return rows.filter(day.geq(date(from)).and(day.lt(date(days.to()))));
  }

  private static Column date(LocalDate day) {
    return lit(day.toString()).cast("date");
  }

  /** The interval may begin long before the first session does. */
  private LocalDate firstDay(Dataset<Row> teamDays, Dataset<Row> sessions) {
    Row first =
        teamDays
            .select(col("date"))
            .unionByName(sessions.select(to_date(col("started_at")).as("date")))
            .agg(min("date").cast("string"))
            .head();
    return first.isNullAt(0) ? days.from() : LocalDate.parse(first.getString(0));
  }

  private static List<Week> weeks(Dataset<Row> teamDays) {
    Column monday = to_date(date_trunc("week", col("date"))).cast("string");
    return sums(teamDays.withColumn("week", monday), "week").stream()
        .map(row -> new Week(LocalDate.parse(row.<String>getAs("week")), amounts(row)))
        .sorted(Comparator.comparing(Week::monday))
        .toList();
  }

  private static int withheldWeeks(Dataset<Row> sessions, List<Week> shown) {
    List<LocalDate> shownMondays = shown.stream().map(Week::monday).toList();
    Column monday = to_date(date_trunc("week", col("started_at"))).cast("string");
    return (int)
        sessions.select(monday).distinct().collectAsList().stream()
            .map(row -> LocalDate.parse(row.getString(0)))
            .filter(week -> !shownMondays.contains(week))
            .count();
  }

  private static List<Team> teams(Dataset<Row> teamDays) {
    // By name: a ranking of teams by tokens would be one more thing to game.
    Comparator<Team> pooledLast =
        Comparator.comparing((Team team) -> team.name().startsWith("(")).thenComparing(Team::name);
    return sums(teamDays, "team").stream()
        .map(row -> new Team(row.getAs("team"), amounts(row)))
        .sorted(pooledLast)
        .toList();
  }

  private static List<Row> sums(Dataset<Row> teamDays, String by) {
    List<Column> sums = new ArrayList<>();
    Stream.of(
            "tasks_done",
            "tasks_reverted",
            "tasks_abandoned",
            "sessions",
            "sessions_linked",
            "sessions_to_done",
            "calls",
            "input_tokens",
            "cache_read_tokens",
            "cache_write_tokens",
            "output_tokens",
            "total_tokens",
            "unpriced_calls",
            "flagged_sessions",
            "unscored_sessions")
        .forEach(column -> sums.add(sum(coalesce(col(column), lit(0L))).as(column)));
    Stream.of("cost_usd", "flagged_cost_usd")
        .forEach(column -> sums.add(SessionStates.totalUsd(col(column)).as(column)));
    return teamDays
        .groupBy(by)
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
        .collectAsList();
  }

  private static Amounts amounts(Row row) {
    return new Amounts(
        row.getAs("tasks_done"),
        row.getAs("tasks_reverted"),
        row.getAs("tasks_abandoned"),
        row.getAs("sessions"),
        row.getAs("sessions_linked"),
        row.getAs("sessions_to_done"),
        row.getAs("calls"),
        row.getAs("input_tokens"),
        row.getAs("cache_read_tokens"),
        row.getAs("cache_write_tokens"),
        row.getAs("output_tokens"),
        row.getAs("total_tokens"),
        row.getAs("cost_usd"),
        row.getAs("unpriced_calls"),
        row.getAs("flagged_sessions"),
        row.getAs("flagged_cost_usd"),
        row.getAs("unscored_sessions"));
  }

  private List<Health> health() {
    return within(read.apply(MetricHealth.TABLE), col("period"))
        .filter(col("team").equalTo(ALL_TEAMS))
        .select(
            col("period").cast("string").as("period"),
            col("people"),
            col("rank_correlation"),
            col("low"),
            col("high"))
        .collectAsList()
        .stream()
        .map(this::health)
        .sorted(Comparator.comparing(Health::monday))
        .toList();
  }

  private Health health(Row row) {
    LocalDate monday = LocalDate.parse(row.<String>getAs("period"));
    LocalDate ripeFrom = monday.plusWeeks(1).plusDays(settings.outcomes().maturityDays());
    return new Health(
        monday,
        row.getAs("people"),
        Optional.ofNullable(row.getAs("rank_correlation")),
        Optional.ofNullable(row.getAs("low")),
        Optional.ofNullable(row.getAs("high")),
        ripeFrom.isAfter(days.to()));
  }

  private List<Settings.Announcement> announcements() {
    return settings.announcements().stream()
        .filter(each -> each.date().isBefore(days.to()))
        .sorted(
            Comparator.comparing(Settings.Announcement::date)
                .thenComparing(Settings.Announcement::name))
        .toList();
  }

  private Model model() {
    Dataset<Row> known =
        read.apply(Models.TABLE)
            .filter(col("trained_on").lt(date(days.to())))
            .orderBy(desc("trained_on"), col("model_version"));
    Optional<Row> newest = known.limit(1).collectAsList().stream().findFirst();
    Optional<Row> live =
        known.filter(col("published")).limit(1).collectAsList().stream().findFirst();
    Row reviewed = reviewed();
    return new Model(
        live.isPresent(),
        live.isPresent() && live.get().getAs("threshold") != null,
        newest.map(row -> row.<String>getAs("reasons")).orElse(""),
        live.flatMap(row -> trust(row.getAs("model_version"))),
        reviewed.getAs("reviews"),
        reviewed.getAs("positives"),
        settings.train().minReviews(),
        settings.train().minPositives());
  }

  /** Reviewed sessions among the newest labels: what the next training would have to learn from. */
  private Row reviewed() {
    Dataset<Row> known =
        read.apply(Labels.TABLE)
            .filter(col("as_of_date").lt(date(days.to())))
            .filter(col("verdict").isNotNull());
    Row newest = known.agg(max("as_of_date").cast("string")).head();
    return known
        .filter(col("as_of_date").cast("string").equalTo(lit(newest.getString(0))))
        .agg(
            count(lit(1)).as("reviews"),
            coalesce(sum(when(col("verdict").equalTo(Verdicts.TOKENMAXXING), 1L)), lit(0L))
                .as("positives"))
        .head();
  }

  /** Empty where the model was measured on no reviewed session. */
  private Optional<Trust> trust(String modelVersion) {
    List<Row> measured =
        read.apply(Evaluations.TABLE)
            .filter(col("model_version").equalTo(modelVersion))
            .filter(col("slice").equalTo(ALL_REVIEWED).or(col("metric").equalTo(HONEST_FLAG_RATIO)))
            .collectAsList();
    Map<String, Row> byMetric =
        measured.stream()
            .filter(row -> row.getAs("slice").equals(ALL_REVIEWED))
            .collect(Collectors.toMap(row -> row.<String>getAs("metric"), row -> row));
    return byMetric.values().stream()
        .findFirst()
        .map(
            any ->
                new Trust(
                    any.getAs("rows"),
                    estimate(byMetric.get("recall")),
                    estimate(byMetric.get("precision")),
                    estimate(byMetric.get("honest_flag_rate")),
                    unfair(measured)));
  }

  private static List<Unfair> unfair(List<Row> measured) {
    return measured.stream()
        .filter(row -> row.getAs("metric").equals(HONEST_FLAG_RATIO))
        .filter(row -> row.getAs("low") != null && row.<Double>getAs("low") > Fairness.MOST)
        .flatMap(row -> estimate(row).map(times -> new Unfair(row.getAs("slice"), times)).stream())
        .sorted(Comparator.comparing(Unfair::group))
        .toList();
  }

  private static Optional<Estimate> estimate(Row row) {
    return Optional.ofNullable(row)
        .filter(known -> known.getAs("value") != null)
        .map(known -> new Estimate(known.getAs("value"), known.getAs("low"), known.getAs("high")));
  }

  private Quality quality(Dataset<Row> sessions) {
    Column isNobody = col("user_id").isNull().or(col("user_id").equalTo(Pseudonyms.UNKNOWN_PERSON));
    Row known =
        sessions
            .agg(
                count(lit(1)).as("sessions"),
                total("calls"),
                total("unpriced_calls"),
                total("estimated_calls"),
                coalesce(sum(when(isNobody, 1L)), lit(0L)).as("of_nobody"),
                coalesce(sum(when(col("team").isNull(), 1L)), lit(0L)).as("of_no_team"))
            .head();
    return new Quality(
        sources(),
        rejects(),
        known.getAs("calls"),
        known.getAs("unpriced_calls"),
        known.getAs("estimated_calls"),
        known.getAs("sessions"),
        known.getAs("of_nobody"),
        known.getAs("of_no_team"),
        unpricedModels());
  }

  private static Column total(String column) {
    return coalesce(sum(column), lit(0L)).as(column);
  }

  private List<Source> sources() {
    return within(read.apply(InputFiles.TABLE), col("landed_date"))
        .groupBy("source")
        .agg(
            count(when(coalesce(col("gone"), lit(false)).equalTo(false), 1)).as("files"),
            total("records_read"),
            total("records_kept"),
            total("records_duplicate"),
            total("records_ignored"),
            total("records_rejected"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new Source(
                    row.getAs("source"),
                    row.getAs("files"),
                    row.getAs("records_read"),
                    row.getAs("records_kept"),
                    row.getAs("records_duplicate"),
                    row.getAs("records_ignored"),
                    row.getAs("records_rejected")))
        .sorted(Comparator.comparing(Source::name))
        .toList();
  }

  private List<Reject> rejects() {
    return within(read.apply(RejectedRecords.TABLE), col("landed_date"))
        .groupBy("source", "reason")
        .agg(count(lit(1)).as("records"))
        .collectAsList()
        .stream()
        .map(row -> new Reject(row.getAs("source"), row.getAs("reason"), row.getAs("records")))
        .sorted(
            Comparator.comparing(Reject::records)
                .reversed()
                .thenComparing(Reject::source)
                .thenComparing(Reject::reason))
        .toList();
  }

  private List<String> unpricedModels() {
    return within(read.apply(UsageEvents.TABLE), col("landed_date"))
        .filter(col("cost_source").equalTo("unknown").and(col("model").isNotNull()))
        .groupBy("model")
        .agg(count(lit(1)).as("calls"))
        .orderBy(desc("calls"), col("model"))
        .limit(MODELS_NAMED)
        .collectAsList()
        .stream()
        .map(row -> row.<String>getAs("model"))
        .toList();
  }
}
