package dev.goodhart.model;

import static java.util.stream.Collectors.toSet;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.model.QueueChoice.Candidate;
import dev.goodhart.model.QueueChoice.Pick;
import java.sql.Date;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
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
 * The sessions that people should look at this week, most useful first, as {@link QueueChoice}
 * chooses them. Reviewed sessions and those too short to be judged are left out. What was chosen
 * earlier in the week stays until it is reviewed, and counts: a week's queues together hold no more
 * than {@code review.capacity}, however often they are chosen. What comes to this process stays
 * small, however many sessions there are: some of the most suspicious, of the least certain and of
 * those on which the lot fell. The same input and seed give the same queue.
 */
public final class ReviewQueue {
  /** Sessions of each order that are looked at, for each place in the queue. */
  private static final int CANDIDATES_A_PLACE = 6;

  /** As many of one person as can matter where some of them are alike. */
  private static final int MOST_A_PERSON = 6;

  /** Sessions, at most, among which unlike ones are looked for, and reviewed ones beside them. */
  private static final int DRAWN = 2000;

  private static final int REVIEWED = 500;

  private ReviewQueue() {}

  /**
   * Chooses the queue, in {@code review.queue}'s columns.
   *
   * @param scores {@code review.session_scores}
   * @param features one row a session
   * @param reviewed {@code session_id} of every session with a verdict
   * @param earlier {@code review.queue_history}; what it tells of this day and the week's days
   *     before stays chosen
   * @param on the day as of which the queue is chosen
   */
  public static Dataset<Row> choose(
      Dataset<Row> scores,
      Dataset<Row> features,
      Dataset<Row> reviewed,
      Dataset<Row> earlier,
      LocalDate on,
      Settings settings) {
    Date week = Date.valueOf(on.with(DayOfWeek.MONDAY));
    Dataset<Row> reviewedOnce = reviewed.select("session_id").distinct();
    Dataset<Row> chosenBefore =
        ofTheWeek(earlier, week, on)
            .join(reviewedOnce.withColumn("done", lit(true)), new String[] {"session_id"}, "left")
            .localCheckpoint();
    Dataset<Row> eligible = eligible(scores, features, week, settings);
    Dataset<Row> pool =
        eligible
            .join(reviewedOnce, "session_id", "left_anti")
            .join(chosenBefore, "session_id", "left_anti")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      int capacity = settings.review().capacity();
      // More than fit, where the capacity was lowered: what is done has taken its place.
      List<Row> kept =
          features
              .join(eligible.join(chosenBefore, "session_id"), "session_id")
              .orderBy(col("done").asc_nulls_last(), col("place"))
              .limit(capacity)
              .collectAsList();
      List<Pick> picks =
          QueueChoice.choose(
              kept.stream().map(ReviewQueue::pick).toList(),
              candidates(pool, features, capacity),
              pool.count(),
              sample(features.join(reviewedOnce, "session_id", "left_semi"), week),
              capacity);
      Set<String> done =
          kept.stream()
              .filter(row -> row.getAs("done") != null)
              .map(row -> row.<String>getAs("session_id"))
              .collect(toSet());
      List<Pick> open =
          picks.stream().filter(pick -> !done.contains(pick.candidate().session())).toList();
      return pool.sparkSession()
          .createDataFrame(rows(open, week), dev.goodhart.schema.ReviewQueue.TABLE.schema());
    } finally {
      pool.unpersist();
    }
  }

  /** How each session came to be chosen in the week until a day, with {@code place}. */
  private static Dataset<Row> ofTheWeek(Dataset<Row> history, Date week, LocalDate day) {
    Column first = struct(col("chosen_on"), col("rank"));
    return history
        .where(col("chosen_on").geq(week).and(col("chosen_on").leq(Date.valueOf(day))))
        .groupBy("session_id")
        .agg(
            min(first).as("place"),
            min_by(col("chosen_because"), first).as("chosen_because"),
            min_by(col("selection_probability"), first).as("selection_probability"));
  }

  private static Pick pick(Row chosen) {
    return new Pick(
        candidate(chosen), chosen.getAs("chosen_because"), chosen.getAs("selection_probability"));
  }

  /** Sessions that may be in the queue, with an order drawn by lot for the week. */
  private static Dataset<Row> eligible(
      Dataset<Row> scores, Dataset<Row> features, Date week, Settings settings) {
    return scores
        .join(features.select("session_id", "pattern_calls"), "session_id")
        .filter(EnoughCalls.column(settings.score().minCalls()))
        .select(
            col("session_id"),
            Persons.column().as("person"),
            col("probability"),
            col("band").equalTo(Band.LIKELY.written()).as("likely"),
            lot(week, settings.train().seed()).as("lot"));
  }

  private static List<Candidate> candidates(
      Dataset<Row> pool, Dataset<Row> features, int capacity) {
    int most = CANDIDATES_A_PLACE * capacity;
    Dataset<Row> chosen =
        pool.orderBy("lot", "session_id")
            .limit(capacity + DRAWN)
            .union(first(pool, col("probability").desc(), most))
            .union(first(pool, abs(col("probability").minus(0.5)).asc(), most))
            .distinct();
    return features.join(chosen, "session_id").collectAsList().stream()
        .map(ReviewQueue::candidate)
        .toList();
  }

  /** The first sessions that a model judged, few of each person. */
  private static Dataset<Row> first(Dataset<Row> pool, Column order, int most) {
    Column place =
        row_number().over(Window.partitionBy("person").orderBy(order, col("session_id")));
    return pool.filter(col("probability").isNotNull())
        .withColumn("place", place)
        .filter(col("place").leq(MOST_A_PERSON))
        .orderBy(order, col("session_id"))
        .limit(most)
        .drop("place");
  }

  private static Candidate candidate(Row row) {
    Double probability = row.getAs("probability");
    return new Candidate(
        row.getAs("session_id"),
        row.getAs("person"),
        probability == null ? Double.NaN : probability,
        row.getAs("likely"),
        row.getAs("lot"),
        Figures.of(row));
  }

  private static Map<String, Figures> sample(Dataset<Row> reviewed, Date week) {
    Map<String, Figures> sample = new TreeMap<>();
    reviewed
        .orderBy(lot(week, 0), col("session_id"))
        .limit(REVIEWED)
        .collectAsList()
        .forEach(row -> sample.put(row.getAs("session_id"), Figures.of(row)));
    return sample;
  }

  private static Column lot(Date week, long seed) {
    return xxhash64(lit(seed), lit(week.toString()), col("session_id"));
  }

  private static List<Row> rows(List<Pick> picks, Date week) {
    List<Row> rows = new ArrayList<>();
    for (Pick pick : picks) {
      rows.add(
          RowFactory.create(
              rows.size() + 1,
              pick.candidate().session(),
              week,
              pick.because(),
              pick.probability()));
    }
    return rows;
  }
}
