package dev.goodhart.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.label.Figures;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.lake.Table;
import dev.goodhart.model.Starter;
import dev.goodhart.model.Suspicion;
import dev.goodhart.model.TrainedModel;
import dev.goodhart.sample.Organisation;
import dev.goodhart.sample.SampleOptions;
import dev.goodhart.schema.Evaluations;
import dev.goodhart.schema.Labels;
import dev.goodhart.schema.Models;
import dev.goodhart.schema.ReviewQueue;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionReasons;
import dev.goodhart.schema.SessionScoreHistory;
import dev.goodhart.schema.SessionScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model on its way through the jobs: an organisation small enough to be quick, whose reviewers
 * look at much, and which games a lot and openly, is run over until a model is published, and for
 * one day more, on which verdicts land. A twin of its lake takes the days of learning from raw logs
 * in which all that lands later is something else, on other partitions.
 */
class LearntModelIT extends SparkTest {
  /** Days of the first run, after which too few sessions are reviewed. */
  private static final int EARLY = 14;

  /** Days after which a model is learnt. */
  private static final int LEARNT = 24;

  private static final SampleOptions SMALL =
      SampleOptions.defaults()
          .withSize(12, LEARNT + 2)
          .withSeed(5)
          .withAutomations(1)
          .withGaming(0.3, 0)
          .withReviews(1);
  private static final Days BEFORE = days(0, EARLY);
  private static final Days LEARNING = days(EARLY, LEARNT);
  private static final Days NEXT = days(LEARNT, LEARNT + 1);

  private static final String[] SETTINGS = {
    "train.min_reviews=40",
    "train.folds=2",
    "train.trees=6",
    "score.honest_budget=0.05",
    "announcements=[{name = leaderboard, date = \"2026-01-19\"}]"
  };

  /** The other tests' is 2. */
  private static final int OTHER_PARTITIONS = 3;

  private static final List<Job> TO_SCORES =
      Pipeline.JOBS.stream().takeWhile(job -> !(job instanceof MartJob)).toList();

  private static final String FLAGGED = "likely";
  private static final String NOT_FLAGGED = "unlikely";
  private static final String NOT_JUDGED = "insufficient_evidence";
  private static final List<String> LANDING =
      List.of("usage/claude_code", "outcomes/github", "reviews");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path raw;
  private static Path otherRaw;
  private static Path twinLake;
  private static TestRun run;
  private static TestRun twin;
  private static Map<String, List<Row>> early;
  private static Map<String, List<Row>> learnt;
  private static Map<String, List<Row>> twins;
  private static Map<String, List<Row>> next;
  private static String cleared;
  private static String found;

  @BeforeAll
  static void runUntilThereIsAModelAndAVerdictOnWhatItSays(@TempDir Path folder)
      throws IOException {
    raw = folder.resolve("raw");
    otherRaw = folder.resolve("other-raw");
    Organisation.write(SMALL, raw, folder.resolve("truth.csv"), line -> {});
    run = new TestRun(raw.toString(), folder.resolve("lake").toString(), SETTINGS);
    run.run(TO_SCORES, BEFORE);
    early = run.rows();
    twinLake = folder.resolve("twin");
    FileUtils.copyDirectory(folder.resolve("lake").toFile(), twinLake.toFile());

    run.run(Pipeline.JOBS, LEARNING);
    learnt = run.rows();

    makeAllElseOfWhatLandsLater(folder);
    twin = new TestRun(otherRaw.toString(), twinLake.toString(), SETTINGS);
    onOtherPartitions(() -> twin.run(Pipeline.JOBS, LEARNING));
    twins = twin.rows();
    cleared = firstUnreviewed(FLAGGED);
    found = firstUnreviewed(NOT_FLAGGED);
    land(raw, cleared, "legitimate");
    land(raw, found, "tokenmaxxing");
    run.run(TO_SCORES, NEXT);
    next = run.rows();
  }

  private static Days days(int from, int to) {
    return new Days(SMALL.start().plusDays(from), SMALL.start().plusDays(to));
  }

  private static LocalDate last(Days days) {
    return days.to().minusDays(1);
  }

  private static String folder(LocalDate day) {
    return String.format(
        Locale.ROOT,
        "year=%04d/month=%02d/day=%02d",
        day.getYear(),
        day.getMonthValue(),
        day.getDayOfMonth());
  }

  /**
   * Raw logs that are the same to the last day of learning; what lands later is another
   * organisation's, and the verdicts turned round.
   */
  private static void makeAllElseOfWhatLandsLater(Path folder) throws IOException {
    Path others = folder.resolve("others");
    Organisation.write(
        SMALL.withSeed(SMALL.seed() + 1), others, folder.resolve("others.csv"), line -> {});
    FileUtils.copyDirectory(raw.toFile(), otherRaw.toFile());
    for (LocalDate day : days(LEARNT, SMALL.days()).list()) {
      for (String prefix : LANDING) {
        String landed = prefix + "/" + folder(day);
        FileUtils.deleteDirectory(otherRaw.resolve(landed).toFile());
        FileUtils.copyDirectory(others.resolve(landed).toFile(), otherRaw.resolve(landed).toFile());
      }
      String reviews = "reviews/" + folder(day);
      Files.write(
          otherRaw.resolve(reviews).resolve("turned.json"),
          Files.readAllLines(raw.resolve(reviews).resolve("reviews-0000.json")).stream()
              .map(LearntModelIT::turned)
              .toList());
    }
  }

  private static String turned(String review) {
    return review.contains("\"tokenmaxxing\"")
        ? review.replace("\"tokenmaxxing\"", "\"legitimate\"")
        : review.replace("\"legitimate\"", "\"tokenmaxxing\"");
  }

  private static void onOtherPartitions(Runnable runs) {
    String setting = "spark.sql.shuffle.partitions";
    String usual = session().conf().get(setting);
    session().conf().set(setting, OTHER_PARTITIONS);
    try {
      runs.run();
    } finally {
      session().conf().set(setting, usual);
    }
  }

  /** A verdict as {@code goodhart review} lands it, on the day after the model was learnt. */
  private static void land(Path root, String session, String verdict) throws IOException {
    LocalDate day = last(NEXT);
    String line =
        JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("session_id", session)
                .put("verdict", verdict)
                .put("reviewer", "rita.reviewer@corp.example")
                .put("reviewed_at", day + "T23:59:59.125Z"));
    RawLogs.open(session(), root.toString()).land(reviewFile(session), line + "\n");
  }

  private static String reviewFile(String session) {
    return "reviews/" + folder(last(NEXT)) + "/review-" + session + ".json";
  }

  private static String firstUnreviewed(String band) {
    return learnt.get(SessionScores.TABLE.fullName()).stream()
        .filter(row -> verdict(row) == null && band(row).equals(band))
        .map(LearntModelIT::id)
        .findFirst()
        .orElseThrow();
  }

  private static String id(Row row) {
    return row.getAs("session_id");
  }

  private static String band(Row row) {
    return row.getAs("band");
  }

  private static String verdict(Row row) {
    return row.getAs("review_verdict");
  }

  private static List<Row> rows(Map<String, List<Row>> lake, Table table) {
    return lake.get(table.fullName());
  }

  private static List<Row> rows(Map<String, List<Row>> lake, Table table, Predicate<Row> of) {
    return rows(lake, table).stream().filter(of).toList();
  }

  private static Predicate<Row> on(String column, LocalDate day) {
    return row -> row.<Date>getAs(column).toLocalDate().equals(day);
  }

  private static Row score(Map<String, List<Row>> lake, String session) {
    return rows(lake, SessionScores.TABLE, row -> id(row).equals(session)).get(0);
  }

  /** The probabilities that a lake has of its sessions. */
  private static Map<String, Double> stored(Map<String, List<Row>> lake) {
    return rows(lake, SessionScores.TABLE).stream()
        .collect(Collectors.toMap(LearntModelIT::id, row -> row.<Double>getAs("probability")));
  }

  /** Those that a model gives to the newest row of each. */
  private static Map<String, Double> given(Map<String, List<Row>> lake, TrainedModel model) {
    Map<String, Row> newest = new HashMap<>();
    rows(lake, SessionFeatures.TABLE)
        .forEach(row -> newest.merge(id(row), row, LearntModelIT::later));
    Function<Figures, Suspicion> suspicions = model.suspicions();
    Map<String, Double> given = new HashMap<>();
    newest.forEach(
        (session, row) -> given.put(session, suspicions.apply(Figures.of(row)).probability()));
    return given;
  }

  private static Row later(Row one, Row other) {
    return one.<Date>getAs("as_of_date").after(other.<Date>getAs("as_of_date")) ? one : other;
  }

  private static Row onlyModel(Map<String, List<Row>> lake) {
    List<Row> models = rows(lake, Models.TABLE);
    assertThat(models).hasSize(1);
    return models.get(0);
  }

  @Test
  void shouldLetTheStarterServeAndFlagNobodyWhileReviewsAreTooFew() {
    String starter = "starter-" + Starter.shipped().orElseThrow().version();
    List<Row> scores = rows(early, SessionScores.TABLE);

    assertThat(rows(early, Models.TABLE)).isEmpty();
    assertThat(run.liveBefore(BEFORE.to())).isEmpty();
    assertThat(scores)
        .hasSizeGreaterThan(100)
        .allMatch(row -> row.getAs("model_version").equals(starter))
        .allMatch(row -> row.getAs("probability") != null);
    assertThat(scores)
        .filteredOn(row -> verdict(row) == null)
        .isNotEmpty()
        .allMatch(row -> band(row).equals(NOT_JUDGED));
    assertThat(scores).anyMatch(row -> verdict(row) != null);
    assertThat(rows(early, ReviewQueue.TABLE)).isNotEmpty();
  }

  @Test
  void shouldPublishAModelAndScoreEachSessionByItAsItWasKept() {
    // Given
    Row model = onlyModel(learnt);
    String version = model.getAs("model_version");
    List<Row> scores = rows(learnt, SessionScores.TABLE);

    // When
    TrainedModel loaded = run.liveBefore(LEARNING.to()).orElseThrow();

    // Then
    assertThat(model.<Boolean>getAs("published")).as(model.<String>getAs("reasons")).isTrue();
    assertThat(model.<Date>getAs("trained_on").toLocalDate()).isEqualTo(last(LEARNING));
    assertThat(loaded.version()).isEqualTo(version);
    assertThat(loaded.learntHere()).isTrue();
    assertThat(loaded.parametersJson()).isEqualTo(model.<String>getAs("parameters"));
    assertThat(scores).allMatch(row -> row.getAs("model_version").equals(version));
    assertThat(stored(learnt)).isEqualTo(given(learnt, loaded));
    assertThat(scores)
        .anyMatch(row -> verdict(row) == null && band(row).equals(FLAGGED))
        .anyMatch(row -> verdict(row) == null && band(row).equals(NOT_FLAGGED));
    assertThat(rows(learnt, Evaluations.TABLE))
        .allMatch(row -> row.getAs("model_version").equals(version))
        .anyMatch(
            row ->
                row.getAs("slice").equals("as scored")
                    && row.getAs("metric").equals("never_flagged"));
  }

  @Test
  void shouldLetAVerdictThatLandedSetTheBandInTheNextRun() {
    TrainedModel live = run.liveBefore(NEXT.to()).orElseThrow();
    Map<String, Double> modelSays = given(next, live);

    assertThat(band(score(learnt, cleared))).isEqualTo(FLAGGED);
    assertThat(band(score(next, cleared))).isEqualTo(NOT_FLAGGED);
    assertThat(verdict(score(next, cleared))).isEqualTo("legitimate");
    assertThat(band(score(learnt, found))).isEqualTo(NOT_FLAGGED);
    assertThat(band(score(next, found))).isEqualTo(FLAGGED);
    assertThat(verdict(score(next, found))).isEqualTo("tokenmaxxing");
    for (String session : List.of(cleared, found)) {
      Row score = score(next, session);
      assertThat(score.<String>getAs("model_version")).isEqualTo(live.version());
      assertThat(score.<Double>getAs("probability")).isEqualTo(modelSays.get(session));
      assertThat(rows(next, ReviewQueue.TABLE)).noneMatch(row -> id(row).equals(session));
    }
  }

  @Test
  void shouldLetAVerdictSetTheBandHoweverLateItComesAndScoreWhatHasNoScore() throws IOException {
    // Given sessions whose rows are all older than what a run looks back on, one without a score
    int window = 5;
    LocalDate oldest = NEXT.to().minusDays(window);
    List<String> old =
        rows(twins, SessionScores.TABLE).stream()
            .filter(row -> verdict(row) == null && band(row).equals(NOT_FLAGGED))
            .filter(row -> row.<Date>getAs("as_of_date").toLocalDate().isBefore(oldest))
            .map(LearntModelIT::id)
            .limit(3)
            .toList();
    assertThat(old).hasSize(3);
    land(otherRaw, old.get(0), "tokenmaxxing");

    // When
    TestRun later =
        new TestRun(
            otherRaw.toString(),
            twinLake.toString(),
            ArrayUtils.add(SETTINGS, "train.window_days=" + window));
    later.withLake(
        lake -> {
          dropScore(lake, old.get(2));
          return null;
        });
    later.run(List.of(new IngestJob(), new ScoreJob()), NEXT);

    // Then
    Map<String, List<Row>> after = later.rows();
    assertThat(band(score(after, old.get(0)))).isEqualTo(FLAGGED);
    assertThat(verdict(score(after, old.get(0)))).isEqualTo("tokenmaxxing");
    assertThat(score(after, old.get(1))).isEqualTo(score(twins, old.get(1)));
    assertThat(rows(after, SessionScores.TABLE).stream().map(LearntModelIT::id))
        .contains(old.get(2));

    // And when it is taken back
    Files.delete(otherRaw.resolve(reviewFile(old.get(0))));
    later.run(List.of(new IngestJob(), new ScoreJob()), NEXT);

    // Then the model's word counts again
    Row again = score(later.rows(), old.get(0));
    assertThat(verdict(again)).isNull();
    assertThat(band(again)).isEqualTo(NOT_FLAGGED);
  }

  private static void dropScore(Lake lake, String session) {
    Dataset<Row> score = lake.read(SessionScores.TABLE).where(col("session_id").equalTo(session));
    lake.replaceKeys(SessionScores.TABLE, score.limit(0), score.select("session_id"));
  }

  @Test
  void shouldLeaveEveryTableTheSameWhateverLandsLater() throws IOException {
    Path review = Path.of("reviews", folder(last(NEXT)), "reviews-0000.json");
    assertThat(Files.readString(otherRaw.resolve(review)))
        .isNotEqualTo(Files.readString(raw.resolve(review)));

    assertThat(twins).containsOnlyKeys(learnt.keySet());
    twins.forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(learnt.get(table)));
  }

  @Test
  void shouldLearnTheSameModelToTheLastBitOnOtherPartitions() {
    Row model = onlyModel(learnt);
    Row again = onlyModel(twins);

    assertThat(again.<String>getAs("parameters")).isEqualTo(model.<String>getAs("parameters"));
    assertThat(stored(twins)).isEqualTo(stored(learnt));
    assertThat(given(learnt, twin.liveBefore(LEARNING.to()).orElseThrow()))
        .isEqualTo(stored(learnt));
  }

  @Test
  void shouldComeToTheSameWhenLearningIsRunAgainOnceLaterDaysAreKnown() {
    // Given a model that a run of one of these days had published, and that can't be loaded
    publish("of_a_day_between", last(LEARNING).minusDays(1));

    // When
    run.run(List.of(new LabelJob(), new TrainJob(), new ScoreJob()), LEARNING);

    // Then it says the same as of its day, and the model between is gone
    Map<String, List<Row>> again = run.rows();
    LocalDate day = last(LEARNING);
    String version = onlyModel(learnt).getAs("model_version");
    Map<Table, Predicate<Row>> ofTheDay =
        new TreeMap<>(java.util.Comparator.comparing(Table::fullName));
    ofTheDay.put(Labels.TABLE, on("as_of_date", day));
    ofTheDay.put(Models.TABLE, on("trained_on", day));
    ofTheDay.put(Evaluations.TABLE, row -> row.getAs("model_version").equals(version));
    ofTheDay.put(SessionScoreHistory.TABLE, on("scored_date", day));
    ofTheDay.forEach(
        (table, rows) ->
            assertThat(rows(again, table, rows))
                .as(table.fullName())
                .isNotEmpty()
                .isEqualTo(rows(learnt, table, rows)));

    assertThat(rows(again, Models.TABLE, on("trained_on", last(LEARNING).minusDays(1)))).isEmpty();

    // And takes nothing back of what the later day said
    List<Table> latest =
        new ArrayList<>(List.of(SessionScores.TABLE, SessionReasons.TABLE, ReviewQueue.TABLE));
    latest.forEach(
        table -> assertThat(rows(again, table)).as(table.fullName()).isEqualTo(rows(next, table)));
  }

  private static void publish(String version, LocalDate trainedOn) {
    Dataset<Row> model =
        TableRows.of(Models.TABLE)
            .row("model_version", version, "trained_on", trainedOn.toString(), "published", true)
            .dataset();
    run.withLake(
        open -> {
          open.append(Models.TABLE, model);
          return true;
        });
  }
}
