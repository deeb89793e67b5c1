package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Table;
import dev.goodhart.schema.CopiedEvents;
import dev.goodhart.schema.InferredSessions;
import dev.goodhart.schema.PersonDays;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionRefs;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.Sessions;
import dev.goodhart.schema.UsageEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions that several sources tell of, that none names, or that repeat another: each event once,
 * whatever came first.
 */
class ToldTwiceIT extends SparkTest {
  private static final List<Job> TO_FEATURES = List.of(new SessionJob(), new FeatureJob());
  private static final List<Table> SILVER =
      List.of(
          CopiedEvents.TABLE,
          InferredSessions.TABLE,
          SessionSources.TABLE,
          Sessions.TABLE,
          SessionRefs.TABLE,
          SessionFeatures.TABLE,
          PersonDays.TABLE);
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int DAYS = 3;
  private static final String[] SETTINGS = {"outcomes.maturity_days=1", "baselines.window_days=3"};

  private static Path folder;
  private static TestRun backfill;

  @BeforeAll
  static void makeWorldAndBackfill(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Files.createDirectories(folder.resolve("raw"));
    backfill = on("backfill");
    backfill.run(TO_FEATURES, days(0, DAYS));
  }

  @Test
  void shouldCountEachSessionOnceWhoeverTellsOfIt() {
    List<String> counted =
        backfill.read(Sessions.TABLE).collectAsList().stream()
            .map(
                row ->
                    row.getAs("session_id") + " " + row.getAs("source") + " " + row.getAs("calls"))
            .sorted()
            .toList();

    assertThat(counted.stream().filter(line -> !line.matches("[0-9a-f]{64} .*")).toList())
        .containsExactly(
            "alone litellm 3",
            "earlier claude_code_transcript 3",
            "late claude_code_otlp 4",
            "midnight claude_code_otlp 5",
            "named-better claude_code_otlp 3",
            "resumed claude_code_transcript 2",
            "same claude_code_otlp 5",
            "spans otel_genai 6",
            "unlike litellm 3");
    assertThat(counted.stream().filter(line -> line.matches("[0-9a-f]{64} .*")).count())
        .as("a pause of an hour parts what no source names, and an event that lands again does not")
        .isEqualTo(3);
  }

  @Test
  void shouldComeToTheSameInAnyOrder() {
    TestRun shuffled = on("shuffled");
    for (int day : new int[] {0, 2, 1}) {
      shuffled.run(List.of(new SessionJob()), days(day, day + 1));
    }
    shuffled.run(List.of(new FeatureJob()), days(0, DAYS));

    for (Table table : SILVER) {
      assertThat(shuffled.rows(table))
          .as(table.fullName())
          .isNotEmpty()
          .isEqualTo(backfill.rows(table));
    }
  }

  @Test
  void shouldComeToTheSameDayByDay() {
    TestRun daily = on("daily");
    for (int day = 0; day < DAYS; day++) {
      daily.run(TO_FEATURES, days(day, day + 1));
    }

    for (Table table : SILVER) {
      assertThat(daily.rows(table))
          .as(table.fullName())
          .isNotEmpty()
          .isEqualTo(backfill.rows(table));
    }
  }

  @Test
  void shouldLeaveTheSameRowsWhenADayIsRunAgain() {
    List<Row> before = backfill.rows(SessionFeatures.TABLE);

    backfill.run(List.of(new FeatureJob()), days(1, 2));

    assertThat(backfill.rows(SessionFeatures.TABLE)).isEqualTo(before);
  }

  @Test
  void shouldPassWhatVerifyChecks() {
    assertThat(backfill.findings()).isEmpty();
  }

  private static TestRun on(String lake) {
    TestRun run =
        new TestRun(folder.resolve("raw").toString(), folder.resolve(lake).toString(), SETTINGS);
    run.withLake(
        open -> {
          open.replace(UsageEvents.TABLE, world(), days(0, DAYS));
          return null;
        });
    return run;
  }

  private static Days days(int from, int to) {
    return new Days(FIRST.plusDays(from), FIRST.plusDays(to));
  }

  private static Dataset<Row> world() {
    World world = new World();
    // Two sources name the session alike; the better one is counted.
    world.calls("same", "claude_code_otlp", "ann", 5, 0, 0);
    world.calls("same", "litellm", "ann", 5, 0, 0);
    // The proxy's account lands first and is counted until the better one has landed.
    world.calls("late", "litellm", "ann", 4, 300, 0);
    world.calls("late", "claude_code_otlp", "ann", 4, 300, 2);
    // Two sources name the session differently: a trace a call beside one conversation.
    world.calls("spans", "otel_genai", "bob", 6, 0, 1);
    for (int call = 0; call < 6; call++) {
      world.call("trace" + call, "litellm", "bob", call, 1);
    }
    // Nobody else tells of this, though somebody was busy at the same time with other counts.
    world.calls("alone", "litellm", "cid", 3, 600, 1);
    world.tokens(7);
    world.calls("unlike", "litellm", "bob", 3, 0, 1);
    world.tokens(0);
    // Taken up again under another session, which repeats two of the calls before its own.
    world.calls("earlier", "claude_code_transcript", "fay", 3, 0, 1);
    world.copied("resumed", 3, 2);
    world.copied("resumed", 3, 2);
    world.calls("resumed", "claude_code_transcript", "fay", 2, 200, 2);
    // The account that is not counted ends a day later, as its clock is ahead.
    world.calls("midnight", "claude_code_otlp", "gus", 5, 955, 0);
    world.calls("midnight", "litellm", "gus", 5, 957, 0);
    // Its task is named on the next day; once it has ripened, another session tells the same.
    world.calls("named", "litellm", "hal", 3, 100, 0);
    world.task("named", "litellm", "hal", 961, 0);
    world.calls("named-better", "claude_code_otlp", "hal", 3, 100, 2);
    // No source names these: a pause, and one event that lands again the day after.
    world.calls(null, "usage_event", "dan", 3, 0, 0);
    world.calls(null, "usage_event", "dan", 3, 120, 0);
    world.again(2, 1);
    world.calls(null, "usage_event", "eve", 2, 0, 2);
    return world.dataset();
  }

  /** Bronze rows in the making. */
  private static final class World {
    private final List<Object[]> rows = new ArrayList<>();
    private long more;

    void tokens(long more) {
      this.more = more;
    }

    void calls(String session, String source, String user, int calls, int minute, int landed) {
      for (int call = 0; call < calls; call++) {
        call(session, source, user, minute + call, landed);
      }
    }

    void call(String session, String source, String user, int minute, int landed) {
      event(
          session,
          source,
          user,
          minute,
          landed,
          "repository",
          "owner/repo",
          "branch",
          session + "-branch",
          "kind",
          "model_call",
          "model",
          "m",
          "input_tokens",
          100 + minute,
          "output_tokens",
          (int) (10 + more),
          "cost_usd",
          0.01,
          "cost_source",
          "reported",
          "tokens_estimated",
          false);
    }

    /** The session names its task, which is nothing that it does. */
    void task(String session, String source, String user, int minute, int landed) {
      event(session, source, user, minute, landed, "kind", "reference", "task_key", "SHOP-1");
    }

    private void event(
        String session, String source, String user, int minute, int landed, Object... others) {
      Object[] known = {
        "event_id",
        session + source + user + minute,
        "landed_date",
        FIRST.plusDays(landed).toString(),
        "event_time",
        at(minute),
        "source",
        source,
        "session_id",
        session,
        "user_id",
        user
      };
      rows.add(Stream.of(known, others).flatMap(Stream::of).toArray());
    }

    private static String at(int minute) {
      return Instant.parse(FIRST + "T08:00:00Z").plus(minute, ChronoUnit.MINUTES).toString();
    }

    /** The last but {@code back} row lands once more on a later day. */
    void again(int back, int landed) {
      Object[] row = rows.get(rows.size() - back).clone();
      row[3] = FIRST.plusDays(landed).toString();
      rows.add(row);
    }

    /** The last but {@code back} row lands once more on a later day, in another session. */
    void copied(String session, int back, int landed) {
      again(back, landed);
      Object[] row = rows.get(rows.size() - 1);
      row[9] = session;
    }

    Dataset<Row> dataset() {
      TableRows table = TableRows.of(UsageEvents.TABLE);
      List<Object[]> shuffled = new ArrayList<>(rows);
      java.util.Collections.shuffle(shuffled, new Random(5));
      shuffled.forEach(table::row);
      return table.dataset();
    }
  }
}
