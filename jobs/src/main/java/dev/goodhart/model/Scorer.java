package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Figures;
import dev.goodhart.schema.Feature;
import dev.goodhart.schema.SessionReasons;
import dev.goodhart.schema.SessionScores;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Scores sessions with the live model and gives the reasons: exact additive shares of the log-odds,
 * so that {@code base_margin} + the sum of the shares = {@code margin}.
 */
public final class Scorer {
  private static final String VALUES = "values";
  private static final String SHARES = "shares";

  /** A score, and of each feature that the model sees the session's figure and its share. */
  private static final StructType EXPLAINED =
      SessionScores.TABLE
          .schema()
          .add(VALUES, DataTypes.createArrayType(DataTypes.DoubleType))
          .add(SHARES, DataTypes.createArrayType(DataTypes.DoubleType));

  private static final int SHOWN_REASONS = 3;

  private Scorer() {}

  /**
   * Scores each session on its newest row.
   *
   * @param newestFeatures one row a session
   * @param live the model in use; without one every session has insufficient evidence
   * @param latestVerdicts {@link dev.goodhart.label.Verdicts#latest}
   * @param usual what reasons set a session's figures beside
   */
  public static Scores score(
      Dataset<Row> newestFeatures,
      Optional<TrainedModel> live,
      Dataset<Row> latestVerdicts,
      UsualFigures usual,
      Settings settings) {
    Dataset<Row> withVerdict =
        newestFeatures.join(
            latestVerdicts.select(col("session_id"), col("verdict").as("review_verdict")),
            "session_id",
            "left_outer");
    Judge judge = Judge.of(live, usual, settings);
    MapPartitionsFunction<Row, Row> explain = rows -> judge.explained(rows);
    Dataset<Row> explained =
        withVerdict
            .mapPartitions(explain, Encoders.row(EXPLAINED))
            .persist(StorageLevel.MEMORY_AND_DISK());
    FlatMapFunction<Row, Row> toReasons = row -> judge.reasons(row);
    Dataset<Row> reasons =
        explained
            .select("session_id", "source", "team", VALUES, SHARES)
            .flatMap(toReasons, Encoders.row(SessionReasons.TABLE.schema()));
    return new Scores(explained.drop(VALUES, SHARES), reasons, explained);
  }

  /** Everything that a partition needs; parts of a model are null while none is live. */
  private record Judge(
      ScoringCore core,
      UsualFigures usual,
      String version,
      boolean learntHere,
      FlagRule rule,
      double unclearShare,
      int minCalls)
      implements Serializable {

    static Judge of(Optional<TrainedModel> live, UsualFigures usual, Settings settings) {
      return new Judge(
          live.map(TrainedModel::core).orElse(null),
          usual,
          live.map(TrainedModel::version).orElse(null),
          live.map(TrainedModel::learntHere).orElse(false),
          live.map(TrainedModel::flagRule).orElse(null),
          settings.score().unclearShare(),
          settings.score().minCalls());
    }

    Iterator<Row> explained(Iterator<Row> rows) {
      if (core == null) {
        return LazyRows.mapped(rows, Judge::unjudged);
      }
      ScoringCore.Explainer explainer = core.explainer();
      FreeTells freeTells = FreeTells.of(core.names());
      return LazyRows.mapped(rows, row -> judged(row, explainer, freeTells));
    }

    private static Row unjudged(Row row) {
      return scoreRow(
          row,
          null,
          Band.INSUFFICIENT_EVIDENCE,
          null,
          List.of(),
          null,
          null,
          null,
          List.of(),
          List.of());
    }

    private Row judged(Row row, ScoringCore.Explainer explainer, FreeTells freeTells) {
      Figures figures = Figures.of(row);
      ScoringCore.Explained explained = explainer.explain(figures);
      Suspicion suspicion = Suspicion.of(explained, freeTells);
      Band band =
          Band.of(
              suspicion,
              rule,
              unclearShare,
              learntHere && EnoughCalls.of(row, minCalls),
              row.getAs("review_verdict"));
      return scoreRow(
          row,
          suspicion.probability(),
          band,
          Archetypes.shipped().name(figures, band.suspected()),
          shown(reasons(row, explained.values(), explained.shares())),
          explained.margin(),
          explained.base(),
          version,
          explained.values(),
          explained.shares());
    }

    Iterator<Row> reasons(Row explained) {
      String session = explained.getAs("session_id");
      List<Double> values = explained.getList(explained.fieldIndex(VALUES));
      List<Double> shares = explained.getList(explained.fieldIndex(SHARES));
      return reasons(explained, values, shares).stream()
          .map(reason -> reason.row(session))
          .iterator();
    }

    /**
     * Reasons of a session.
     *
     * @param row with its {@code source} and {@code team}
     */
    private List<Reason> reasons(Row row, List<Double> values, List<Double> shares) {
      UsualFigures.Beside beside = usual.beside(row.getAs("source"), row.getAs("team"));
      List<Reason> reasons = new ArrayList<>();
      for (int i = 0; i < shares.size(); i++) {
        if (shares.get(i) != 0) {
          String feature = core.names().get(i);
          double usually = beside.of(feature);
          reasons.add(new Reason(feature, values.get(i), usually, shares.get(i)));
        }
      }
      return reasons;
    }

    /**
     * What weighed most, for tokenmaxxing or against it: reasons are read before the score, and
     * must not give it away. Features on one theme say much the same, so that of each theme the
     * strongest speaks for all, in the order of the themes' shares.
     */
    private static List<String> shown(List<Reason> reasons) {
      Map<Feature.Group, List<Reason>> themes =
          reasons.stream()
              .collect(
                  Collectors.groupingBy(
                      reason -> Feature.named(reason.feature).theme(), Collectors.toList()));
      return themes.values().stream()
          .sorted(
              Comparator.comparingDouble((List<Reason> theme) -> Math.abs(sum(theme)))
                  .reversed()
                  .thenComparing(theme -> theme.get(0).feature))
          .limit(SHOWN_REASONS)
          .map(theme -> strongest(theme).sentence())
          .toList();
    }

    private static double sum(List<Reason> theme) {
      return theme.stream().mapToDouble(Reason::share).sum();
    }

    /** The reason that weighs most in the direction of its theme. */
    private static Reason strongest(List<Reason> theme) {
      double direction = Math.signum(sum(theme));
      return theme.stream()
          .max(
              Comparator.comparingDouble((Reason reason) -> direction * reason.share)
                  .thenComparing(Reason::feature, Comparator.reverseOrder()))
          .orElseThrow();
    }

    private static Row scoreRow(
        Row row,
        Double probability,
        Band band,
        Archetypes.Named archetype,
        List<String> shown,
        Double margin,
        Double base,
        String version,
        List<Double> values,
        List<Double> shares) {
      return RowFactory.create(
          row.getAs("session_id"),
          row.getAs("user_id"),
          row.getAs("team"),
          row.getAs("source"),
          row.getAs("started_at"),
          row.getAs("ended_at"),
          row.getAs("as_of_date"),
          row.getAs("evidence_age_days"),
          row.getAs("evidence"),
          probability,
          band.written(),
          archetype == null ? null : archetype.name(),
          archetype == null ? null : known(archetype.confidence()),
          at(shown, 0),
          at(shown, 1),
          at(shown, 2),
          margin,
          base,
          row.getAs("review_verdict"),
          version,
          row.getAs("cost_usd"),
          row.getAs("total_tokens"),
          row.getAs("calls"),
          values.toArray(),
          shares.toArray());
    }

    private static Double known(double value) {
      return Double.isFinite(value) ? (Double) value : null;
    }

    private static String at(List<String> texts, int place) {
      return place < texts.size() ? texts.get(place) : null;
    }
  }

  private record Reason(String feature, double value, double usual, double share) {
    String sentence() {
      return Sentences.sentence(feature, value, usual);
    }

    Row row(String session) {
      return RowFactory.create(
          session, feature, Judge.known(value), Judge.known(usual), share, sentence());
    }
  }
}
