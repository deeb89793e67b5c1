package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.Figures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Up to which threshold sessions would be flagged ({@link FlagRule}), each as explained by the
 * parts that never saw its person. To explain takes far longer than to score, so this is done for
 * those sessions only that some threshold could flag.
 */
final class FlagLevels {
  private static final StructType EXPLAINED =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("hangs_on_one_thing", DataTypes.BooleanType);

  private final Dataset<Row> features;
  private final List<Parts> byFold;

  /**
   * Of some sessions.
   *
   * @param features one row a session
   * @param byFold the parts that judge each fold's people
   */
  FlagLevels(Dataset<Row> features, List<Parts> byFold) {
    this.features = features;
    this.byFold = List.copyOf(byFold);
  }

  /** The same sessions with their levels, in the same order. */
  List<Unseen> of(List<Unseen> rows, Blend blend) {
    Set<String> perhapsFlagged =
        rows.stream()
            .filter(row -> row.judged() && row.probability() >= Threshold.FLOOR)
            .map(Unseen::session)
            .collect(Collectors.toCollection(HashSet::new));
    if (perhapsFlagged.isEmpty()) {
      return rows;
    }
    Set<String> takenBack = hangingOnOneThing(perhapsFlagged, blend);
    return rows.stream()
        .map(row -> takenBack.contains(row.session()) ? row.withFlaggedUpTo(0) : row)
        .toList();
  }

  private Dataset<Row> named(Set<String> sessions) {
    return features
        .sparkSession()
        .createDataset(List.copyOf(sessions), Encoders.STRING())
        .toDF("session_id");
  }

  /** Those of some sessions of which too much hangs on one free thing. */
  private Set<String> hangingOnOneThing(Set<String> sessions, Blend blend) {
    List<ScoringCore> cores = byFold.stream().map(parts -> parts.core(blend)).toList();
    MapPartitionsFunction<Row, Row> explain =
        rows -> {
          List<ScoringCore.Explainer> explainers =
              cores.stream().map(ScoringCore::explainer).toList();
          List<FreeTells> freeTells =
              cores.stream().map(core -> FreeTells.of(core.names())).toList();
          return LazyRows.mapped(
              rows,
              row -> {
                int fold = Examples.fold(Persons.of(row), cores.size());
                Suspicion suspicion =
                    Suspicion.of(
                        explainers.get(fold).explain(Figures.of(row)), freeTells.get(fold));
                return RowFactory.create(row.getAs("session_id"), suspicion.hangsOnOneThing());
              });
        };
    return features
        .join(named(sessions), new String[] {"session_id"}, "left_semi")
        .mapPartitions(explain, Encoders.row(EXPLAINED))
        .filter(col("hangs_on_one_thing"))
        .select("session_id")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .collect(Collectors.toSet());
  }
}
