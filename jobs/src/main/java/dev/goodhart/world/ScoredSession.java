package dev.goodhart.world;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.EnoughCalls;
import dev.goodhart.model.FlagRule;
import dev.goodhart.model.Suspicion;
import dev.goodhart.model.TrainedModel;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One session of a world, its truth, and what a model that was learnt elsewhere makes of it.
 *
 * @param kind of session; an archetype where it is gaming
 * @param label legitimate, tokenmaxxing or runaway
 * @param cost in USD, 0 where it is not known
 * @param judged whether it has calls enough to be judged
 * @param flagged whether it is in band likely
 */
record ScoredSession(
    String session,
    String person,
    String team,
    String source,
    String evidence,
    String kind,
    String label,
    LocalDate endedOn,
    double cost,
    Figures figures,
    boolean judged,
    double probability,
    boolean flagged) {

  boolean gaming() {
    return label.equals(Verdicts.TOKENMAXXING);
  }

  boolean legitimate() {
    return label.equals(Verdicts.LEGITIMATE);
  }

  /**
   * The sessions that started since gaming began, as they stand at the end, in the order of their
   * names.
   *
   * @param settings what a session needs to be judged
   */
  static List<ScoredSession> of(World world, TrainedModel model, Settings.Score settings) {
    Date announced = Date.valueOf(world.announced());
    Dataset<Row> sessions =
        world
            .newestAsOf(world.days().to().minusDays(1))
            .where(to_date(col("started_at")).geq(lit(announced)))
            .join(world.truth().select("session_id", "kind", "label"), "session_id")
            .orderBy("session_id");
    return scored(sessions, model, settings);
  }

  /**
   * Sessions in their order.
   *
   * @param sessions feature rows with {@code kind} and {@code label}
   */
  static List<ScoredSession> scored(
      Dataset<Row> sessions, TrainedModel model, Settings.Score settings) {
    Function<Figures, Suspicion> suspicions = model.suspicions();
    FlagRule rule = model.flagRule();
    return sessions.collectAsList().stream()
        .map(row -> scored(row, suspicions, rule, settings.minCalls()))
        .toList();
  }

  static ScoredSession scored(
      Row row, Function<Figures, Suspicion> suspicions, FlagRule rule, int minCalls) {
    Figures figures = Figures.of(row);
    Suspicion suspicion = suspicions.apply(figures);
    Double cost = row.getAs("cost_usd");
    boolean judged = EnoughCalls.of(row, minCalls);
    return new ScoredSession(
        row.getAs("session_id"),
        row.getAs("user_id"),
        row.getAs("team"),
        row.getAs("source"),
        row.getAs("evidence"),
        row.getAs("kind"),
        row.getAs("label"),
        row.<Timestamp>getAs("ended_at").toInstant().atZone(ZoneOffset.UTC).toLocalDate(),
        cost == null ? 0 : cost,
        figures,
        judged,
        suspicion.probability(),
        judged && rule.flags(suspicion));
  }
}
