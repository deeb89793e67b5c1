package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;

import dev.goodhart.label.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What a starter that ships is worth, for whoever unpacks it: what it learnt from, and how a
 * starter that is learnt in the same way from the other organisations ranks the sessions of some
 * that it did not see.
 */
public final class StarterCard {
  /**
   * Of so many organisations, from the first on, one is kept from the starter that is checked.
   * Prime to the number of organisations after which their tools come again, so that each tool is
   * among them.
   */
  private static final int ONE_OF = 5;

  private static final long SEED = 42;

  private StarterCard() {}

  /** What an organisation's sessions come to. */
  private record Line(String source, int sessions, double gaming, Metrics.Estimate precision) {
    String written(int organisation) {
      return String.format(
          Locale.ROOT,
          "| %d | %s | %,d | %.1f %% | %.2f (%.2f to %.2f) |",
          organisation,
          source,
          sessions,
          100 * gaming,
          precision.value(),
          precision.low(),
          precision.high());
    }
  }

  /**
   * The card, in Markdown.
   *
   * @param rows what the starter learnt from ({@link StarterTrainer#train}), with the number of the
   *     {@code organisation} and the other columns of {@code silver.session_features}
   */
  public static String of(String version, Dataset<Row> rows, StarterTrainer.Size size) {
    Column kept = col("organisation").mod(ONE_OF).equalTo(0);
    Starter trial = StarterTrainer.train("trial", rows.filter(not(kept)), size);
    List<String> lines = new ArrayList<>();
    lines.add("# Starter " + version);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d boosted trees of depth %d, learnt from %,d made-up sessions of %d organisations"
                + " (`make starter`). It orders the review queue where there are too few reviews to"
                + " learn from, and is part of every model that is learnt; it flags nobody.",
            size.trees(),
            size.depth(),
            rows.select("organisation", "session_id").distinct().count(),
            rows.select("organisation").distinct().count()));
    lines.add("");
    lines.add(
        "How a starter that is learnt in the same way ranks sessions of organisations that it did not"
            + " see (average precision with its 95 % interval over persons; a ranking by chance comes to the"
            + " share of gaming). They were drawn by the same tool; real ones resemble them less.");
    lines.add("");
    lines.add("| organisation | tool | sessions | gaming | average precision |");
    lines.add("|---|---|---:|---:|---:|");
    checked(trial, rows.filter(kept)).forEach((number, line) -> lines.add(line.written(number)));
    return String.join("\n", lines) + "\n";
  }

  private static Map<Integer, Line> checked(Starter trial, Dataset<Row> unseen) {
    Dataset<Row> newest =
        unseen
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy("organisation", "session_id")
                            .orderBy(col("as_of_date").desc())))
            .filter(col("place").equalTo(1));
    Map<Integer, List<Row>> byOrganisation =
        newest.orderBy("key").collectAsList().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.<Integer>getAs("organisation"), TreeMap::new, Collectors.toList()));
    Function<Figures, Suspicion> suspicions = TrainedModel.of(trial).suspicions();
    Map<Integer, Line> lines = new TreeMap<>();
    byOrganisation.forEach((number, rows) -> lines.put(number, line(rows, suspicions)));
    return lines;
  }

  private static Line line(List<Row> rows, Function<Figures, Suspicion> suspicions) {
    List<Metrics.Ranked> ranked =
        rows.stream()
            .map(
                row ->
                    new Metrics.Ranked(
                        row.getAs("user_id"),
                        suspicions.apply(Figures.of(row)).probability(),
                        row.<Double>getAs("label") == 1))
            .toList();
    double gaming = ranked.stream().filter(Metrics.Ranked::positive).count();
    return new Line(
        rows.get(0).getAs("source"),
        rows.size(),
        gaming / rows.size(),
        Metrics.averagePrecisionWithInterval(ranked, SEED));
  }
}
