package dev.goodhart.model;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import java.sql.Date;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/**
 * The sessions that people should look at this week, most useful first: those that are likely,
 * those that the model is least sure of, those unlike anything reviewed, and a uniform audit sample
 * without which nobody could tell how often the model is wrong where it sees nothing. Reviewed
 * sessions and those too short to be judged are left out, and no person is chosen more than twice
 * (the audit apart). The same input and seed give the same queue.
 */
public final class ReviewQueue {
  private static final double AUDIT_SHARE = 0.1;
  private static final double NOVEL_SHARE = 0.2;
  private static final double UNCERTAIN_SHARE = 0.3;
  private static final int MOST_A_PERSON = 2;

  /**
   * Sessions, at most, among which the novel ones are looked for, and reviewed ones beside them.
   */
  private static final int NOVEL_POOL = 2000;

  private static final int REVIEWED_POOL = 500;

  private ReviewQueue() {}

  private record Candidate(String session, String person) {}

  /**
   * Chooses the queue, in {@code review.queue}'s columns.
   *
   * @param scores {@code review.session_scores}
   * @param features one row a session
   * @param reviewed {@code session_id} of every session with a verdict
   * @param weekOf any day of the week
   */
  public static Dataset<Row> choose(
      Dataset<Row> scores,
      Dataset<Row> features,
      Dataset<Row> reviewed,
      LocalDate weekOf,
      Settings settings) {
    Date week = Date.valueOf(weekOf.with(DayOfWeek.MONDAY));
    Dataset<Row> reviewedOnce = reviewed.select("session_id").distinct();
    Dataset<Row> pool =
        pool(scores, features, reviewedOnce, week, settings)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return choose(pool, features, reviewedOnce, week, settings.review().capacity());
    } finally {
      pool.unpersist();
    }
  }

  private static Dataset<Row> choose(
      Dataset<Row> pool, Dataset<Row> features, Dataset<Row> reviewed, Date week, int most) {
    Picks picks = new Picks(week);
    long size = pool.count();
    int capacity = (int) Math.min(most, size);
    boolean scored = !pool.filter(col("probability").isNotNull()).isEmpty();
    int novel = part(capacity, scored ? NOVEL_SHARE : 0.5);
    int uncertain = scored ? part(capacity, UNCERTAIN_SHARE) : 0;
    int audit = scored ? part(capacity, AUDIT_SHARE) : capacity - novel;
    List<Candidate> byLot = candidates(pool.orderBy("lot", "session_id").limit(audit + NOVEL_POOL));
    List<Candidate> drawn = byLot.subList(0, audit);
    List<Candidate> rest = byLot.subList(audit, byLot.size());
    if (scored) {
      Column isLikely = col("band").equalTo(Band.LIKELY.written());
      picks.take(
          "likely",
          first(pool.filter(isLikely), col("probability").desc(), capacity, drawn),
          capacity - novel - uncertain - audit);
      picks.take(
          "uncertain",
          first(
              pool.filter(not(isLikely)),
              abs(col("probability").minus(0.5)).asc(),
              capacity,
              drawn),
          capacity - novel - audit - picks.size());
    }
    picks.take(
        "novel",
        unlikeReviewed(rest, features, reviewed, novel + picks.size(), week),
        capacity - audit - picks.size());
    picks.audit(drawn, (double) audit / Math.max(1, size));
    return pool.sparkSession()
        .createDataFrame(picks.rows(), dev.goodhart.schema.ReviewQueue.TABLE.schema());
  }

  private static int part(int capacity, double share) {
    return (int) Math.ceil(share * capacity);
  }

  /**
   * As many of the sessions that a model judged as can matter, in order: each person's first few,
   * without those drawn already. What comes to this process stays small, however many there are.
   */
  private static List<Candidate> first(
      Dataset<Row> sessions, Column order, int capacity, List<Candidate> drawn) {
    Column place =
        row_number().over(Window.partitionBy("person").orderBy(order, col("session_id")));
    Column isDrawn = col("session_id").isin(drawn.stream().map(Candidate::session).toArray());
    return candidates(
        sessions
            .filter(col("probability").isNotNull().and(not(isDrawn)))
            .withColumn("place", place)
            .filter(col("place").leq(MOST_A_PERSON))
            .orderBy(order, col("session_id"))
            // At most as many are passed over, being of people who were chosen twice before.
            .limit(2 * capacity));
  }

  /** Sessions that may be chosen, with an order drawn by lot for the week. */
  private static Dataset<Row> pool(
      Dataset<Row> scores,
      Dataset<Row> features,
      Dataset<Row> reviewed,
      Date week,
      Settings settings) {
    return scores
        .join(reviewed, "session_id", "left_anti")
        .join(features.select("session_id", "pattern_calls"), "session_id")
        .filter(col("pattern_calls").geq(settings.score().minCalls()))
        .select(
            col("session_id"),
            coalesce(col("user_id"), col("session_id")).as("person"),
            col("probability"),
            col("band"),
            lot(week, settings.train().seed()).as("lot"));
  }

  private static List<Candidate> candidates(Dataset<Row> rows) {
    return rows.select("session_id", "person").collectAsList().stream()
        .map(row -> new Candidate(row.getString(0), row.getString(1)))
        .toList();
  }

  private static Column lot(Date week, long seed) {
    return xxhash64(lit(seed), lit(week.toString()), col("session_id"));
  }

  /** Farthest first from everything reviewed and from each other (greedy k-centre). */
  private static List<Candidate> unlikeReviewed(
      List<Candidate> rest, Dataset<Row> features, Dataset<Row> reviewed, int most, Date week) {
    Map<String, Candidate> pool = new TreeMap<>();
    rest.forEach(candidate -> pool.put(candidate.session(), candidate));
    Map<String, Figures> known = new TreeMap<>();
    features
        .join(reviewed, "session_id", "left_semi")
        .orderBy(lot(week, 0), col("session_id"))
        .limit(REVIEWED_POOL)
        .collectAsList()
        .forEach(row -> known.put(row.getAs("session_id"), Figures.of(row)));
    Map<String, Figures> all = new TreeMap<>(known);
    features
        .filter(col("session_id").isin(pool.keySet().toArray()))
        .collectAsList()
        .forEach(row -> all.put(row.getAs("session_id"), Figures.of(row)));
    return farthest(pool, Places.of(all), known.keySet(), most);
  }

  private static List<Candidate> farthest(
      Map<String, Candidate> pool, Places places, Set<String> known, int most) {
    Map<String, Double> distance = new TreeMap<>();
    pool.keySet().stream()
        .filter(places::holds)
        .forEach(session -> distance.put(session, places.nearest(session, known)));
    List<Candidate> chosen = new ArrayList<>();
    while (chosen.size() < most && !distance.isEmpty()) {
      String farthest =
          distance.entrySet().stream()
              .max(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .orElseThrow();
      chosen.add(pool.get(farthest));
      distance.remove(farthest);
      distance.replaceAll((session, far) -> Math.min(far, places.apart(session, farthest)));
    }
    return chosen;
  }

  /** What has been chosen, in the order of the queue. */
  private static final class Picks {
    private final Date week;
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> sessions = new HashSet<>();
    private final Map<String, Integer> byPerson = new HashMap<>();

    Picks(Date week) {
      this.week = week;
    }

    int size() {
      return rows.size();
    }

    List<Row> rows() {
      return List.copyOf(rows);
    }

    void take(String because, List<Candidate> ordered, int most) {
      int taken = 0;
      for (Candidate candidate : ordered) {
        if (taken >= most) {
          return;
        }
        boolean seldom = byPerson.getOrDefault(candidate.person(), 0) < MOST_A_PERSON;
        if (seldom && !sessions.contains(candidate.session())) {
          byPerson.merge(candidate.person(), 1, Integer::sum);
          add(candidate, because, 1);
          taken++;
        }
      }
    }

    /** Those that the lot fell on; chosen for certain are the others. */
    void audit(List<Candidate> drawn, double probability) {
      drawn.forEach(candidate -> add(candidate, "audit", probability));
    }

    private void add(Candidate candidate, String because, double probability) {
      sessions.add(candidate.session());
      rows.add(RowFactory.create(rows.size() + 1, candidate.session(), week, because, probability));
    }
  }
}
