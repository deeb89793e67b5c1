package dev.goodhart.feature;

import dev.goodhart.TableRows;
import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.lake.Table;
import dev.goodhart.outcome.TaskEvents;
import dev.goodhart.outcome.TaskReferences;
import dev.goodhart.schema.OutcomeEvents;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.schema.UsageEvents;
import dev.goodhart.session.FirstLandings;
import dev.goodhart.session.PersonDaySums;
import dev.goodhart.session.SessionReferences;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A small world of usage and outcomes that land over a week: late, again and again, out of order,
 * with a day on which nothing lands. Its sessions share people, branches, commits and tasks, so
 * that a few events meet in every way.
 */
record World(List<Landing> landings) {
  static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-05");

  /** Landings reach into the fifth day; sessions ripen on the days after. */
  static final int DAYS = 7;

  /** Day of the last landing, counted from the first. */
  static final int LAST_LANDING = 4;

  /** Columns by which worlds could meet. */
  static final List<String> TAGGED =
      List.of(
          "event_id",
          "session_id",
          "user_id",
          "author_id",
          "actor_id",
          "team",
          "task_key",
          "repository",
          "content_hash",
          "file_hash",
          "prompt_pattern");

  private static final int SESSIONS = 32;
  private static final int TASKS = 5;
  private static final Object[] DEFAULT_BRANCHES = Pseudonyms.defaultBranches().toArray();
  private static final List<String> PEOPLE = List.of("ada", "bob", "cyd", "unknown");
  private static final List<String> REPOSITORIES = List.of("acme/shop", "acme/docs");

  /** One event as it landed on a day, counted from the first. */
  record Landing(boolean usage, int day, boolean again, List<Object> fields) {
    List<Object> row(String tag) {
      List<Object> row = World.fields("landed_date", FIRST_DAY.plusDays(day));
      for (int i = 0; i < fields.size(); i += 2) {
        Object value = fields.get(i + 1);
        boolean tagged =
            TAGGED.contains(fields.get(i))
                && value != null
                && !value.equals(Pseudonyms.UNKNOWN_PERSON);
        row.add(fields.get(i));
        row.add(tagged ? value + tag : value);
      }
      return row;
    }
  }

  /** What of this world had landed by the end of a day. */
  World by(int day) {
    return where(landing -> landing.day <= day);
  }

  World after(int day) {
    return where(landing -> landing.day > day);
  }

  World withoutRepeats() {
    return where(landing -> !landing.again);
  }

  World repeats() {
    return where(landing -> landing.again);
  }

  World and(World other) {
    return new World(Stream.concat(landings.stream(), other.landings.stream()).distinct().toList());
  }

  World shuffled(long seed) {
    List<Landing> shuffled = new ArrayList<>(landings);
    Collections.shuffle(shuffled, new Random(seed));
    return new World(shuffled);
  }

  private World where(Predicate<Landing> condition) {
    return new World(landings.stream().filter(condition).toList());
  }

  /**
   * What the jobs would hand over to the features of some worlds side by side. A world's tag is put
   * behind whatever could make two worlds meet.
   */
  static FeatureRows.Sources sources(
      Map<String, World> tagged, Dataset<Row> earlierRows, int windowDays) {
    Dataset<Row> usage = usage(tagged);
    Dataset<Row> outcomes =
        FirstLandings.of(landed(tagged, false, OutcomeEvents.TABLE)).localCheckpoint();
    Dataset<Row> standings = TableRows.of(SessionSources.TABLE).dataset();
    Dataset<Row> expanded = FeatureRows.expanded(usage, standings);
    return new FeatureRows.Sources(
        expanded,
        FeatureRows.states(expanded),
        SessionReferences.of(usage, DEFAULT_BRANCHES),
        outcomes,
        TaskReferences.of(TaskEvents.of(outcomes, DEFAULT_BRANCHES, windowDays), DEFAULT_BRANCHES),
        PersonDaySums.of(usage).localCheckpoint(),
        standings,
        earlierRows);
  }

  /** The worlds' usage events, each once. */
  static Dataset<Row> usage(Map<String, World> tagged) {
    return FirstLandings.bySession(landed(tagged, true, UsageEvents.TABLE)).localCheckpoint();
  }

  private static Dataset<Row> landed(Map<String, World> tagged, boolean usage, Table table) {
    TableRows rows = TableRows.of(table);
    tagged.forEach(
        (tag, world) ->
            world.landings.stream()
                .filter(landing -> landing.usage == usage)
                .forEach(landing -> rows.row(landing.row(tag).toArray())));
    return rows.dataset();
  }

  /** Feature rows before there were any. */
  static Dataset<Row> noRows() {
    return TableRows.of(SessionFeatures.TABLE).dataset();
  }

  /** Worlds whose events are called after the name. */
  static Arbitrary<World> worlds(String name) {
    Arbitrary<Integer> quiet = Arbitraries.integers().between(1, 3);
    return Combinators.combine(usage().list().ofSize(120), outcome().list().ofSize(45), quiet)
        .as(
            (usage, outcomes, quietDay) -> {
              List<Landing> landings = new ArrayList<>();
              for (int i = 0; i < usage.size(); i++) {
                land(landings, usage.get(i), id(name + "u", i), quietDay);
              }
              for (int i = 0; i < outcomes.size(); i++) {
                land(landings, outcomes.get(i), id(name + "o", i), quietDay);
              }
              return new World(landings);
            });
  }

  /** As long as any other, so that a tag behind it does not change the order. */
  private static String id(String name, int number) {
    return name + (1000 + number);
  }

  /** What happened on a day, how many days later it landed, and after how many more again. */
  private record Happened(boolean usage, int day, int delay, int again, List<Object> fields) {}

  private static void land(List<Landing> landings, Happened event, String id, int quietDay) {
    int first = onLoudDay(event.day + event.delay, quietDay);
    landings.add(landing(event, id, first, false));
    int second = onLoudDay(first + event.again, quietDay);
    if (second > first) {
      landings.add(landing(event, id, second, true));
    }
  }

  private static int onLoudDay(int day, int quietDay) {
    return Math.min(day == quietDay ? day + 1 : day, LAST_LANDING);
  }

  private static Landing landing(Happened event, String id, int day, boolean again) {
    List<Object> fields = new ArrayList<>(List.of("event_id", id));
    fields.addAll(event.fields);
    // What lands again may tell another story, and is not believed.
    if (again) {
      fields.addAll(List.of(event.usage ? "input_tokens" : "lines_added", 77_777));
    }
    return new Landing(event.usage, day, again, fields);
  }

  private static Arbitrary<Happened> usage() {
    Arbitrary<Integer> session = Arbitraries.integers().between(0, SESSIONS - 1);
    Arbitrary<Boolean> colleague = Arbitraries.frequency(tuple(9, false), tuple(1, true));
    Arbitrary<String> kind =
        Arbitraries.of("model_call", "model_call", "tool_call", "prompt", "error", "compaction");
    Arbitrary<List<Object>> names =
        Combinators.combine(
                Arbitraries.of("main", "HEAD", "b0", "b1", "b2").injectNull(0.3),
                Arbitraries.of("c0", "c1", "c2").injectNull(0.9),
                Arbitraries.of("acme/shop#0", "acme/docs#1").injectNull(0.95),
                Arbitraries.of("h0", "h1", "h2").injectNull(0.4))
            .as(
                (branch, commit, task, hash) ->
                    fields(
                        "branch",
                        branch,
                        "commit_sha",
                        commit,
                        "task_key",
                        task,
                        "content_hash",
                        hash,
                        "file_hash",
                        hash));
    Arbitrary<Integer> tokens = Arbitraries.integers().between(0, 5000);
    return Combinators.combine(session, colleague, kind, names, tokens, moments(), again())
        .as(
            (number, by, what, named, many, moment, repeat) -> {
              String person = PEOPLE.get((number + (by ? 1 : 0)) % PEOPLE.size());
              int day = Math.min(number % 4 + moment.get(0), LAST_LANDING);
              List<Object> fields =
                  fields(
                      "session_id",
                      "s" + number,
                      "user_id",
                      person,
                      "team",
                      person.equals(Pseudonyms.UNKNOWN_PERSON) ? null : "red",
                      "source",
                      "cc",
                      "kind",
                      what,
                      "repository",
                      number % 3 == 0 ? "shop" : REPOSITORIES.get(number % 2),
                      "event_time",
                      at(day, moment.get(1)));
              // Some sessions name no task, so that there are weak links, and none at all.
              fields.addAll(number % 3 == 0 ? fields("branch", "main") : named);
              if (what.equals("model_call")) {
                fields.addAll(
                    fields("input_tokens", 100, "output_tokens", many, "cost_usd", many / 1e4));
              }
              return new Happened(true, day, moment.get(2), repeat, fields);
            });
  }

  private static Arbitrary<Happened> outcome() {
    Arbitrary<Integer> task = Arbitraries.integers().between(0, TASKS - 1);
    Arbitrary<String> kind =
        Arbitraries.of(
            "task_opened",
            "task_opened",
            "task_updated",
            "task_reopened",
            "task_abandoned",
            "change_merged",
            "change_merged",
            "change_reverted",
            "commit_pushed",
            "check_failed",
            "review_approved");
    Arbitrary<Integer> lines = Arbitraries.integers().between(0, 500);
    Arbitrary<String> commit = Arbitraries.of("c0", "c1", "c2", "c3");
    return Combinators.combine(task, kind, lines, commit, moments(), again())
        .as(
            (number, what, many, sha, moment, repeat) -> {
              int day = Math.min(number % 3 + 2 * moment.get(0), LAST_LANDING);
              String repository = REPOSITORIES.get(number % 2);
              boolean loose =
                  List.of("change_reverted", "commit_pushed", "check_failed").contains(what);
              boolean own = !loose && !what.equals("review_approved");
              return new Happened(
                  false,
                  day,
                  moment.get(2),
                  repeat,
                  fields(
                      "source",
                      "github_webhook",
                      "kind",
                      what,
                      "task_key",
                      loose ? null : repository + "#" + number,
                      "repository",
                      repository,
                      "actor_id",
                      PEOPLE.get((number + (own ? 0 : 1)) % PEOPLE.size()),
                      "branch",
                      number == 4 ? "main" : "b" + number % 3,
                      "commit_sha",
                      what.equals("change_merged") ? "m" + number : sha,
                      "reverted_sha",
                      what.equals("change_reverted") ? "m" + number : null,
                      "lines_added",
                      own ? many : null,
                      "event_time",
                      at(day, moment.get(1))));
            });
  }

  /**
   * Days after the first of the session or task, hour of the day (few, so that some meet), delay.
   */
  private static Arbitrary<List<Integer>> moments() {
    return Combinators.combine(
            Arbitraries.of(0, 0, 0, 1, 2),
            Arbitraries.of(9, 10, 11, 23),
            Arbitraries.of(0, 0, 0, 1, 2))
        .as(List::of);
  }

  private static Arbitrary<Integer> again() {
    return Arbitraries.of(0, 0, 0, 0, 0, 1, 2);
  }

  private static String at(int day, int hour) {
    return FIRST_DAY.plusDays(day) + (hour < 10 ? "T0" : "T") + hour + ":00:00Z";
  }

  private static List<Object> fields(Object... namesAndValues) {
    List<Object> fields = new ArrayList<>();
    Collections.addAll(fields, namesAndValues);
    return fields;
  }

  private static Tuple.Tuple2<Integer, Boolean> tuple(int weight, boolean value) {
    return Tuple.of(weight, value);
  }
}
