package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertSame;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring_index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Days;
import dev.goodhart.outcome.Links;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.outcome.TaskStates;
import dev.goodhart.session.SessionStates;
import java.sql.Date;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/** Time, over worlds drawn at random: what is known as of a day, and that it stays so. */
class AsOfProperties {
  private static final String SEED = "20260105";
  private static final Object[] DEFAULT_BRANCHES = Pseudonyms.defaultBranches().toArray();
  // Everything that takes weeks takes days here, so that a week has all of it.
  private static final Settings SETTINGS =
      Settings.load(
          Optional.empty(),
          List.of(
              "outcomes.maturity_days=2",
              "links.window_days=3",
              "baselines.window_days=4",
              "targets=[{name=calls, measure=calls, line=9, period=week, from=\"2026-01-06\"}]"));

  /** What follows from a lot that falls on hashes, and so on another half of them in each world. */
  private static final String[] BY_LOT = {
    "tool_inputs",
    "files_touched",
    "shared_tool_input_share",
    "shared_tool_input_share_of_others",
    "shared_file_share",
    "shared_file_share_of_others"
  };

  private static final int WINDOW_DAYS = SETTINGS.links().windowDays();

  @Property(tries = 1, seed = SEED, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void shouldComeToTheSameInSeveralRunsAsInOneKnowingNoMoreThanEachDay(
      @ForAll("worlds") World world, @ForAll @IntRange(min = 2, max = 4) int cut) {
    // When: all days in one run; in two, the first of which comes before the later landings; and
    // each day in a world of its own, which ends with it.
    Dataset<Row> atOnce = features(Map.of("", world), 0, World.DAYS).localCheckpoint();
    Dataset<Row> firstRun = features(Map.of("", world.by(cut - 1)), 0, cut).localCheckpoint();
    Dataset<Row> inTwoRuns =
        firstRun.unionByName(features(Map.of("", world), firstRun, cut, World.DAYS));
    Dataset<Row> dayByDay =
        parted(features(worldOfEachDay(world), 0, World.LAST_LANDING))
            .where(col("as_of_date").equalTo(date(col("day"))))
            .drop("day");

    // Then
    assertSame(atOnce, inTwoRuns);
    assertSame(
        atOnce.where(col("as_of_date").lt(date(lit(World.LAST_LANDING)))).drop(BY_LOT),
        dayByDay.drop(BY_LOT));
    assertWorthwhile(atOnce);
    Dataset<Row> ofLaterRun = atOnce.where(col("as_of_date").geq(date(lit(cut))));
    assertThat(ofLaterRun.where("tokens_vs_person is not null").count()).isPositive();
    assertThat(ofLaterRun.where("output_share_vs_person is not null").count()).isPositive();
    assertThat(ofLaterRun.where("calls_vs_team is not null").count()).isPositive();
  }

  @Property(tries = 1, seed = SEED, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void shouldNotChangeByWhatLandsAfterwardsOrAgainNorByTheOrderOfRows(
      @ForAll("worlds") World world,
      @ForAll("otherWorlds") World other,
      @ForAll @IntRange(min = 1, max = 3) int day,
      @ForAll long order) {
    Column known = col("as_of_date").leq(date(lit(day)));
    World changed = world.by(day).and(world.repeats()).and(other.after(day)).shuffled(order);

    assertSame(
        features(Map.of("", world.withoutRepeats()), 0, World.DAYS).where(known),
        features(Map.of("", changed), 0, World.DAYS).where(known));
  }

  @Property(tries = 1, seed = SEED, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void shouldKnowOfSessionsTasksAndWhatTiesThemEachDayWhatHadLandedByThen(
      @ForAll("worlds") World world) {
    // Given: the world as it stood at the end of each day, all side by side, and the whole one.
    Map<String, World> worldOfEachDay = worldOfEachDay(world);
    FeatureRows.Sources then = World.sources(worldOfEachDay, World.noRows(), WINDOW_DAYS);
    FeatureRows.Sources whole = World.sources(Map.of("", world), World.noRows(), WINDOW_DAYS);
    Dataset<Row> tasksThen = taskEvents(then).localCheckpoint();
    Dataset<Row> tasks = taskEvents(whole).localCheckpoint();

    // Then
    Column anyDay = lit(Date.valueOf(World.FIRST_DAY)).as("state_date");
    assertSame(
        parted(
            SessionStates.summarise(World.usage(worldOfEachDay).select(col("*"), anyDay))
                .drop("state_date")),
        carriedOn(SessionStates.summarise(whole.expanded()), "session_id"));
    assertSame(
        parted(TaskStates.summarise(tasksThen.select(col("*"), anyDay)).drop("state_date")),
        carriedOn(TaskStates.summarise(TaskStates.expand(tasks)), "task_key"));
    assertSame(
        parted(Links.byReference(then.sessionRefs(), then.taskRefs())),
        Links.byReference(whole.sessionRefs(), whole.taskRefs())
            .crossJoin(days())
            .where(col("known_date").leq(date(col("day")))));
  }

  /** Takes the tag of the day off whatever it was put on. */
  private static Dataset<Row> parted(Dataset<Row> tagged) {
    Column key = col(tagged.columns()[0]);
    Dataset<Row> parted = tagged.withColumn("day", substring_index(key, "@", -1).cast("long"));
    for (String column : World.TAGGED) {
      if (Arrays.asList(tagged.columns()).contains(column)) {
        parted = parted.withColumn(column, substring_index(col(column), "@", 1));
      }
    }
    return parted;
  }

  /** The newest state of each key on each of the days. */
  private static Dataset<Row> carriedOn(Dataset<Row> states, String key) {
    Column newest =
        row_number()
            .over(Window.partitionBy(col(key), col("day")).orderBy(col("state_date").desc()));
    return states
        .crossJoin(days())
        .where(col("state_date").leq(date(col("day"))))
        .withColumn("newest", newest)
        .where(col("newest").equalTo(1))
        .drop("newest", "state_date");
  }

  private static Dataset<Row> days() {
    return SparkTest.session().range(World.LAST_LANDING).toDF("day");
  }

  private static Column date(Column day) {
    return date_add(lit(Date.valueOf(World.FIRST_DAY)), day.cast("int"));
  }

  private static Dataset<Row> taskEvents(FeatureRows.Sources sources) {
    return TaskEvents.of(sources.outcomes(), DEFAULT_BRANCHES, WINDOW_DAYS);
  }

  /** The world as it stood at the end of each day before the last landing, by a tag of the day. */
  private static Map<String, World> worldOfEachDay(World world) {
    return IntStream.range(0, World.LAST_LANDING)
        .boxed()
        .collect(Collectors.toMap(day -> "@" + day, world::by));
  }

  private static Dataset<Row> features(Map<String, World> worlds, int from, int to) {
    return features(worlds, World.noRows(), from, to);
  }

  private static Dataset<Row> features(
      Map<String, World> worlds, Dataset<Row> earlierRows, int from, int to) {
    return FeatureRows.of(
        World.sources(worlds, earlierRows, WINDOW_DAYS),
        DEFAULT_BRANCHES,
        new Days(World.FIRST_DAY.plusDays(from), World.FIRST_DAY.plusDays(to)),
        SETTINGS);
  }

  /** Properties of worlds in which nothing much happens would show little. */
  private static void assertWorthwhile(Dataset<Row> features) {
    Date lastLanding = Date.valueOf(World.FIRST_DAY.plusDays(World.LAST_LANDING));
    Map<String, Column> kinds = new TreeMap<>();
    kinds.put("without evidence", col("evidence").equalTo("none"));
    kinds.put("young", col("evidence").equalTo("young"));
    kinds.put("mature", col("evidence").equalTo("mature"));
    kinds.put("linked weakly", col("linked").equalTo(0.3));
    kinds.put("linked", col("linked").geq(0.9));
    kinds.put("to a task done", col("done_share").gt(0));
    kinds.put("to a task reverted", col("reverted_share").gt(0));
    kinds.put("of a known person", col("tokens_vs_person").isNotNull());
    kinds.put("of a known team", col("calls_vs_team").isNotNull());
    kinds.put("with a target", col("target_gap").isNotNull());
    kinds.put("ripe after the last landing", col("as_of_date").gt(lastLanding));
    Row seen =
        features
            .select(kinds.values().stream().map(functions::count_if).toArray(Column[]::new))
            .head();
    int kind = 0;
    for (String name : kinds.keySet()) {
      assertThat(seen.getLong(kind++)).as("rows " + name).isPositive();
    }
  }

  @Provide
  Arbitrary<World> worlds() {
    return World.worlds("");
  }

  @Provide
  Arbitrary<World> otherWorlds() {
    return World.worlds("other ");
  }
}
