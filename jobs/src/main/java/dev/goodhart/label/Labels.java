package dev.goodhart.label;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;

import dev.goodhart.config.Settings;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Training labels as of a day. A review decides: tokenmaxxing is 1, legitimate and runaway are 0,
 * unsure is as good as none. Where no review is, labelling rules may give a probability with less
 * weight, and still less as reviews grow. Steps: the rules that speak on each session; how they
 * fared where reviewers decided, and beside each other; labels out of both.
 */
public final class Labels {
  /** Weight of a rule's label beside a review's 1 while there are no reviews. */
  private static final double RULE_WEIGHT = 0.2;

  /** Reviews at which the weight of a rule's label has halved. */
  private static final double REVIEWS_TO_HALVE = 600;

  private static final StructType SPOKEN =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("verdict", DataTypes.StringType)
          .add("spoken", DataTypes.StringType);

  private Labels() {}

  /**
   * Labels in {@code ml.labels}' columns.
   *
   * @param newestFeatures one row a session, the newest as of the day
   * @param reviews {@code ml.reviews}
   */
  public static Dataset<Row> asOf(
      Dataset<Row> newestFeatures, Dataset<Row> reviews, LocalDate asOf, Settings settings) {
    Dataset<Row> verdicts = Verdicts.latest(reviews, asOf);
    Dataset<Row> spoken = spoken(newestFeatures, verdicts);
    long reviewed = verdicts.filter(col("verdict").notEqual(Verdicts.UNSURE)).count();
    ReviewerErrors errors = ReviewerErrors.of(reviews, asOf, settings);
    RuleRecord record = new RuleRecord(said(spoken), errors.missed());
    double ruleWeight = RULE_WEIGHT * REVIEWS_TO_HALVE / (REVIEWS_TO_HALVE + reviewed);
    Date day = Date.valueOf(asOf);
    FlatMapFunction<Row, Row> toLabel = row -> labelled(row, day, record, ruleWeight).iterator();
    return spoken.flatMap(toLabel, Encoders.row(dev.goodhart.schema.Labels.TABLE.schema()));
  }

  private static Dataset<Row> spoken(Dataset<Row> features, Dataset<Row> verdicts) {
    Dataset<Row> withVerdict =
        features.join(verdicts.select("session_id", "verdict"), "session_id", "left_outer");
    MapFunction<Row, Row> listen =
        row ->
            RowFactory.create(
                row.getAs("session_id"),
                row.getAs("verdict"),
                namesOf(Rules.speakingOn(Figures.of(row))));
    return withVerdict.map(listen, Encoders.row(SPOKEN));
  }

  private static List<RuleRecord.Said> said(Dataset<Row> spoken) {
    return spoken
        .filter(col("spoken").isNotNull())
        .groupBy("spoken", "verdict")
        .count()
        .orderBy("spoken", "verdict")
        .collectAsList()
        .stream()
        .map(row -> new RuleRecord.Said(named(row.getString(0)), row.getString(1), row.getLong(2)))
        .toList();
  }

  private static List<Row> labelled(Row row, Date day, RuleRecord record, double ruleWeight) {
    String session = row.getString(0);
    String verdict = row.getString(1);
    String rules = row.getString(2);
    List<Rule> speaking = rules == null ? List.of() : named(rules);
    String archetype = archetype(speaking);
    double probability = LabelModel.probability(speaking, record);
    // A reviewer who is unsure leaves what is known as it was.
    if (Verdicts.decides(verdict)) {
      double label = Verdicts.TOKENMAXXING.equals(verdict) ? 1 : 0;
      return List.of(
          RowFactory.create(session, day, label, 1.0, "review", verdict, archetype, rules));
    }
    if (speaking.isEmpty()) {
      return List.of();
    }
    return List.of(
        RowFactory.create(session, day, probability, ruleWeight, "rules", null, archetype, rules));
  }

  /** Comma-separated, null where none spoke. */
  private static String namesOf(List<Rule> rules) {
    return rules.isEmpty() ? null : rules.stream().map(Rule::name).collect(joining(","));
  }

  private static List<Rule> named(String written) {
    List<String> names = List.of(written.split(",", -1));
    return Rules.ALL.stream().filter(rule -> names.contains(rule.name())).toList();
  }

  /** The gaming archetype that is named first, else the honest one. */
  private static String archetype(List<Rule> speaking) {
    Map<Boolean, List<Rule>> bySide =
        speaking.stream().collect(Collectors.partitioningBy(Rule::gaming));
    return bySide.get(true).stream()
        .findFirst()
        .or(() -> bySide.get(false).stream().findFirst())
        .map(Rule::archetype)
        .orElse(null);
  }
}
