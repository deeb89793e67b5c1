package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.label.Labels;
import dev.goodhart.schema.Feature;
import dev.goodhart.schema.Reviews;
import dev.goodhart.schema.SessionFeatures;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;

/**
 * Feature rows of a small made-up organisation, in which gaming sessions repeat themselves and come
 * to nothing. For tests of the machinery only: what the model is worth is measured on whole worlds.
 */
final class MadeUpSessions {
  static final LocalDate LAST_DAY = LocalDate.parse("2026-06-30");
  private static final int DAYS = 42;
  private static final List<String> BESIDE_HABITS =
      Feature.HABITS.stream().flatMap(habit -> Feature.besideUsual(habit).stream()).toList();

  /** A made-up session, its truth, and whether a reviewer looked at it. */
  record Made(Row features, String session, boolean gaming, Row review) {}

  private final List<Made> made = new ArrayList<>();

  private MadeUpSessions() {}

  static MadeUpSessions of(int people, int sessionsEach, double reviewedShare, long seed) {
    MadeUpSessions world = new MadeUpSessions();
    Random random = new Random(seed);
    for (int person = 0; person < people; person++) {
      boolean gamer = person % 6 == 0;
      double pace = random.nextGaussian() * 0.3;
      for (int i = 0; i < sessionsEach; i++) {
        boolean gaming = gamer && random.nextDouble() < 0.4;
        String session = "s-%03d-%03d".formatted(person, i);
        world.made.add(world.make(session, "p" + person, gaming, pace, reviewedShare, random));
      }
    }
    return world;
  }

  private Made make(
      String session,
      String person,
      boolean gaming,
      double pace,
      double reviewedShare,
      Random random) {
    LocalDate day = LAST_DAY.minusDays(random.nextInt(DAYS));
    Map<String, Double> known = new HashMap<>();
    double volume = random.nextGaussian() + pace;
    // Nobody has habits here.
    for (String name : SessionFeatures.FEATURES) {
      if (!BESIDE_HABITS.contains(name)) {
        known.put(name, Math.abs(0.3 + 0.15 * random.nextGaussian()));
      }
    }
    known.put("log_tokens", 13 + volume);
    known.put("log_calls", 3.5 + volume);
    known.put("log_cost", Math.log1p(Math.exp(0.5 + volume)));
    known.put("tokens_vs_person", volume);
    known.put("prompt_chars_mean", Math.exp(5 + random.nextGaussian()));
    known.put("linked", random.nextDouble() < (gaming ? 0.2 : 0.75) ? 1.0 : 0.0);
    known.put("commits", gaming || random.nextDouble() < 0.6 ? 0.0 : 1.0);
    known.put("calls_per_prompt", Math.exp(1.5 + random.nextGaussian() * 0.6 + (gaming ? 1.3 : 0)));
    known.put("repeated_tool_input_share", share(random, gaming ? 0.55 : 0.15));
    known.put("edit_share", gaming ? 0.01 : share(random, 0.25));
    known.put("call_gap_cv", Math.abs((gaming ? 0.5 : 1.1) + 0.3 * random.nextGaussian()));
    if (known.get("linked") == 0) {
      List.of("done_share", "abandoned_share", "reverted_share", "log_lines", "log_tokens_per_line")
          .forEach(known::remove);
    } else {
      known.put("done_share", random.nextDouble() < 0.7 ? 1.0 : 0.0);
    }
    double cost = Math.exp(0.5 + volume);
    Row features = row(session, person, day, cost, Math.round(20 + 10 * Math.exp(volume)), known);
    boolean reviewed = random.nextDouble() < reviewedShare * (volume > 0.5 ? 2 : 0.7);
    // They err about as often as is assumed of them.
    String verdict = random.nextDouble() < (gaming ? 0.8 : 0.02) ? "tokenmaxxing" : "legitimate";
    return new Made(features, session, gaming, reviewed ? review(session, verdict, day) : null);
  }

  private static double share(Random random, double mean) {
    return Math.max(0, Math.min(1, mean + 0.12 * random.nextGaussian()));
  }

  /** A feature row; figures not named are unknown. */
  static Row row(
      String session,
      String person,
      LocalDate day,
      double cost,
      long calls,
      Map<String, Double> known) {
    Instant start = day.atTime(10, 0).toInstant(ZoneOffset.UTC);
    long age = ChronoUnit.DAYS.between(day, LAST_DAY);
    List<Object> values = new ArrayList<>();
    Map<String, Object> described = new HashMap<>();
    described.put("session_id", session);
    described.put("as_of_date", Date.valueOf(LAST_DAY));
    described.put("user_id", person);
    described.put("team", "team");
    described.put("source", "claude_code_otlp");
    described.put("started_at", Timestamp.from(start));
    described.put("ended_at", Timestamp.from(start.plusSeconds(3600)));
    described.put("evidence_age_days", (int) age);
    described.put("evidence", age >= 14 ? "mature" : "young");
    described.put("calls", calls);
    described.put("pattern_calls", calls);
    described.put("total_tokens", Math.round(100_000 * cost));
    described.put("cost_usd", cost);
    for (StructField field : SessionFeatures.TABLE.schema().fields()) {
      values.add(described.getOrDefault(field.name(), known.get(field.name())));
    }
    return RowFactory.create(values.toArray());
  }

  static Row review(String session, String verdict, LocalDate day) {
    return RowFactory.create(
        session,
        "reviewer",
        Timestamp.from(day.atTime(18, 0).toInstant(ZoneOffset.UTC)),
        verdict,
        Date.valueOf(day),
        "reviews/day.jsonl");
  }

  List<Made> made() {
    return List.copyOf(made);
  }

  Dataset<Row> features() {
    return SparkTest.session()
        .createDataFrame(
            made.stream().map(Made::features).toList(), SessionFeatures.TABLE.schema());
  }

  /** Feature rows with what reviews and rules say of them. */
  Dataset<Row> labelled(Settings settings) {
    Dataset<Row> labels = Labels.asOf(features(), reviews(), LAST_DAY, settings);
    return features()
        .join(
            labels.select("session_id", "label", "weight", "verdict", "archetype"),
            new String[] {"session_id"},
            "left_outer");
  }

  /** Feature rows with the truth, as a starter learns from them. */
  Dataset<Row> withTruth() {
    Object[] gaming = made.stream().filter(Made::gaming).map(Made::session).toArray();
    return features()
        .withColumn("key", col("session_id"))
        .withColumn("label", when(col("session_id").isin(gaming), 1.0).otherwise(0.0))
        .withColumn("weight", lit(1.0));
  }

  Dataset<Row> reviews() {
    return reviewRows(made.stream().map(Made::review).filter(row -> row != null).toList());
  }

  static Dataset<Row> reviewRows(List<Row> rows) {
    return SparkTest.session().createDataFrame(rows, Reviews.TABLE.schema());
  }
}
