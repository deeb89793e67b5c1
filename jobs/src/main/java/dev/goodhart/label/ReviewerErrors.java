package dev.goodhart.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.config.Settings;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.util.Precision;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How often reviewers are wrong, as far as sessions tell at which two or more of them looked.
 *
 * <p>The truth behind the verdicts is a hidden variable (A. Dawid and A. Skene, 1979, with one pair
 * of error rates for all reviewers, since few look at more than some dozen sessions twice): by
 * expectation maximisation each session is tokenmaxxing with a probability that its verdicts give,
 * and the error rates are those that make the verdicts likeliest, drawn towards what is assumed.
 * Sessions with one verdict are part of it, since what is looked at again depends on the first
 * verdict.
 *
 * <p>Two verdicts a session alone can't tell both error rates and the share of tokenmaxxing apart;
 * what they leave open is decided by the assumed rate of accusations, which is the firmer one.
 *
 * @param missed share of tokenmaxxing sessions that a reviewer takes for honest
 * @param accused share of honest sessions that a reviewer takes for tokenmaxxing
 * @param seenTwice sessions at which two or more looked
 */
public record ReviewerErrors(double missed, double accused, long seenTwice) {
  /** Verdicts on tokenmaxxing sessions, and on honest ones, that an assumption is worth. */
  private static final double MISSED_STRENGTH = 20;

  private static final double ACCUSED_STRENGTH = 2000;

  /** Nobody is taken to err more often: verdicts would then say the reverse. */
  private static final double MOST = 0.45;

  private static final int ROUNDS = 1000;
  private static final double CLOSE = 1e-9;

  /**
   * Sessions with the same verdicts.
   *
   * @param verdicts deciding verdicts on each, one a reviewer
   * @param found how many of them say tokenmaxxing
   * @param sessions number of sessions
   */
  record Looked(int verdicts, int found, long sessions) {}

  /** What is assumed where nothing is known. */
  public static ReviewerErrors assumed(Settings settings) {
    return new ReviewerErrors(
        settings.review().assumedMissShare(), settings.review().assumedAccusedShare(), 0);
  }

  /**
   * The estimate from what had landed by a day.
   *
   * @param reviews {@code ml.reviews}
   */
  public static ReviewerErrors of(Dataset<Row> reviews, LocalDate asOf, Settings settings) {
    Dataset<Row> lastWords =
        reviews
            .filter(col("landed_date").leq(lit(Date.valueOf(asOf))))
            .groupBy("session_id", "reviewer_id")
            .agg(max_by(col("verdict"), struct("reviewed_at", "verdict")).as("verdict"))
            .filter(col("verdict").notEqual(Verdicts.UNSURE));
    List<Looked> looked =
        lastWords
            .groupBy("session_id")
            .agg(
                count(lit(1)).as("verdicts"),
                sum(when(col("verdict").equalTo(Verdicts.TOKENMAXXING), 1L).otherwise(0L))
                    .as("found"))
            .groupBy("verdicts", "found")
            .count()
            .orderBy("verdicts", "found")
            .collectAsList()
            .stream()
            .map(row -> new Looked((int) row.getLong(0), (int) row.getLong(1), row.getLong(2)))
            .toList();
    return estimate(looked, assumed(settings));
  }

  static ReviewerErrors estimate(List<Looked> looked, ReviewerErrors assumed) {
    long sessions = looked.stream().mapToLong(Looked::sessions).sum();
    double share =
        (1.0 + looked.stream().filter(row -> row.found() > 0).mapToLong(Looked::sessions).sum())
            / (sessions + 2);
    ReviewerErrors errors =
        new ReviewerErrors(
            assumed.missed(),
            assumed.accused(),
            looked.stream().filter(row -> row.verdicts() > 1).mapToLong(Looked::sessions).sum());
    for (int round = 0; round < ROUNDS; round++) {
      double gamingSessions = 0;
      double onGaming = MISSED_STRENGTH;
      double missed = assumed.missed() * MISSED_STRENGTH;
      double onHonest = ACCUSED_STRENGTH;
      double accused = assumed.accused() * ACCUSED_STRENGTH;
      for (Looked row : looked) {
        double gaming =
            row.sessions() * errors.truth(row.found(), row.verdicts() - row.found(), share);
        double honest = row.sessions() - gaming;
        gamingSessions += gaming;
        onGaming += gaming * row.verdicts();
        missed += gaming * (row.verdicts() - row.found());
        onHonest += honest * row.verdicts();
        accused += honest * row.found();
      }
      share = gamingSessions / Math.max(1, sessions);
      ReviewerErrors before = errors;
      errors =
          new ReviewerErrors(
              Math.min(MOST, missed / onGaming),
              Math.min(MOST, accused / onHonest),
              before.seenTwice());
      if (Precision.equals(before.missed(), errors.missed(), CLOSE)
          && Precision.equals(before.accused(), errors.accused(), CLOSE)) {
        break;
      }
    }
    return errors;
  }

  /** Probability that a reviewer finds tokenmaxxing in a session that is it with a probability. */
  public double found(double gaming) {
    return gaming * (1 - missed) + (1 - gaming) * accused;
  }

  /**
   * Probability that a session is tokenmaxxing after one verdict on it.
   *
   * @param found whether the reviewer found tokenmaxxing
   * @param gaming probability that it is, before the verdict
   */
  public double truth(boolean found, double gaming) {
    return found ? truth(1, 0, gaming) : truth(0, 1, gaming);
  }

  /**
   * How many are honest, and at most all that were passed, by how often reviewers err alone (W.
   * Rogan and B. Gladen, 1978): none where all of those passed may have been missed.
   *
   * @param found sessions in which a reviewer found tokenmaxxing
   * @param passed those in which none did
   */
  public double honest(long found, long passed) {
    double honest = (passed * (1 - missed) - found * missed) / (1 - missed - accused);
    return Math.max(0, Math.min((double) passed, honest));
  }

  /** The same after several: so many found tokenmaxxing, so many did not (Bayes' rule). */
  private double truth(int found, int passed, double gaming) {
    double isAndSaid = gaming * Math.pow(1 - missed, found) * Math.pow(missed, passed);
    double isNotAndSaid = (1 - gaming) * Math.pow(accused, found) * Math.pow(1 - accused, passed);
    double said = isAndSaid + isNotAndSaid;
    return said > 0 ? isAndSaid / said : found > passed ? 1 : 0;
  }

  /** For a report. */
  public String explained() {
    return String.format(
        Locale.ROOT,
        "Reviewers are taken to miss %.0f %% of tokenmaxxing and to accuse %.1f %% of honest work"
            + " (%s).",
        100 * missed,
        100 * accused,
        seenTwice == 0
            ? "assumed: no session was looked at by two of them"
            : "estimated with %,d sessions at which two or more looked".formatted(seenTwice));
  }
}
