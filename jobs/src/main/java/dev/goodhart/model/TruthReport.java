package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.label.Figures;
import dev.goodhart.model.Metrics.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How right the scores are where the truth is known: what was flagged, precision, recall and the
 * honest-flag rate with intervals, recall by archetype, and the same for the heuristics. A
 * reviewer's verdict sets a session's band, and the model has learnt from it; so the same measures
 * on the sessions that have none are told apart, for they alone show what the model can do.
 *
 * @param all all scored sessions whose truth is known
 * @param withoutVerdict those among them on which no reviewer has given a verdict, of whatever kind
 * @param unknownSessions scored sessions that the truth does not name
 * @param unknownFlagged flagged ones among them
 * @param summary all of it as text
 */
public record TruthReport(
    Measured all,
    Measured withoutVerdict,
    long unknownSessions,
    long unknownFlagged,
    String summary) {

  /**
   * Measures of the scores on some sessions.
   *
   * @param sessions scored sessions whose truth is known
   * @param gaming those that are truly tokenmaxxing
   * @param honest the others, runaways among them
   * @param flagged sessions of band likely
   * @param precision share of flagged sessions that game
   * @param recall share of gaming sessions that are flagged
   * @param honestFlagRate share of honest sessions that are flagged
   * @param averagePrecision of the probability; NaN where no model was live
   * @param costAveragePrecision of cost alone
   */
  public record Measured(
      long sessions,
      long gaming,
      long honest,
      long flagged,
      double precision,
      double recall,
      double honestFlagRate,
      double averagePrecision,
      double costAveragePrecision) {}

  /**
   * One scored session and its truth.
   *
   * @param judged whether there was evidence enough to judge it
   * @param verdict latest verdict, null where none
   */
  record Judged(
      String person,
      boolean gaming,
      String kind,
      Double probability,
      boolean flagged,
      boolean judged,
      String verdict,
      Unseen.Figured figured) {}

  /** Measures, and the lines that show them. */
  private record Block(Measured measured, List<String> lines) {}

  /**
   * Compares.
   *
   * @param scores {@code review.session_scores}
   * @param features one row a session, the newest, for the heuristics
   * @param truth a truth file, of which {@code session_id, kind, label} are read
   */
  public static TruthReport of(Dataset<Row> scores, Dataset<Row> features, Dataset<Row> truth) {
    List<Judged> known = known(scores, features, truth);
    Dataset<Row> unknown = scores.join(truth.select("session_id"), "session_id", "left_anti");
    long unknownSessions = unknown.count();
    long unknownFlagged = unknown.filter(col("band").equalTo(Band.LIKELY.written())).count();
    return of(known, unknownSessions, unknownFlagged);
  }

  private static List<Judged> known(
      Dataset<Row> scores, Dataset<Row> features, Dataset<Row> truth) {
    Dataset<Row> labels = truth.select("session_id", "kind", "label");
    Dataset<Row> given =
        scores.select(col("session_id"), col("probability"), col("band"), col("review_verdict"));
    return features
        .join(given, "session_id")
        .join(labels, "session_id")
        .orderBy("session_id")
        .collectAsList()
        .stream()
        .map(TruthReport::judged)
        .toList();
  }

  private static Judged judged(Row row) {
    String session = row.getAs("session_id");
    String user = row.getAs("user_id");
    Double cost = row.getAs("cost_usd");
    Long calls = row.getAs("calls");
    String band = row.getAs("band");
    return new Judged(
        user == null ? session : user,
        "tokenmaxxing".equals(row.getAs("label")),
        row.getAs("kind"),
        row.getAs("probability"),
        Band.LIKELY.written().equals(band),
        !Band.INSUFFICIENT_EVIDENCE.written().equals(band),
        row.getAs("review_verdict"),
        new Unseen.Figured(
            cost == null ? 0 : cost,
            calls == null ? 0 : calls,
            Baselines.noProduct(Figures.of(row))));
  }

  /** Measures sessions whose truth is known, all of them and those without a verdict. */
  static TruthReport of(List<Judged> rows, long unknownSessions, long unknownFlagged) {
    List<Judged> unreviewed = rows.stream().filter(row -> row.verdict() == null).toList();
    Block all = block(rows);
    Block withoutVerdict = block(unreviewed);

    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "%d sessions with a known truth, %d of them tokenmaxxing (%.1f %%); %d can't be judged.",
            all.measured().sessions(),
            all.measured().gaming(),
            percent(all.measured()),
            notJudged(rows)));
    lines.addAll(all.lines());
    lines.add("Share flagged by kind, tokenmaxxing first (flagged of sessions):");
    lines.addAll(byKind(rows.stream().filter(Judged::gaming).toList()));
    lines.addAll(byKind(rows.stream().filter(row -> !row.gaming()).toList()));
    if (unknownSessions > 0) {
      lines.add(
          line(
              "%d further sessions have no known truth; %d of them are flagged.",
              unknownSessions, unknownFlagged));
    }
    lines.add(
        line(
            "The model's own judgement: the %d of them without a reviewer's verdict, %d"
                + " tokenmaxxing (%.1f %%); %d can't be judged.",
            withoutVerdict.measured().sessions(),
            withoutVerdict.measured().gaming(),
            percent(withoutVerdict.measured()),
            notJudged(unreviewed)));
    lines.addAll(withoutVerdict.lines());
    return new TruthReport(
        all.measured(),
        withoutVerdict.measured(),
        unknownSessions,
        unknownFlagged,
        String.join(System.lineSeparator(), lines));
  }

  private static double percent(Measured measured) {
    return 100.0 * measured.gaming() / Math.max(1, measured.sessions());
  }

  private static long notJudged(List<Judged> rows) {
    return rows.stream().filter(row -> !row.judged()).count();
  }

  /** The model beside the heuristics, all on the same rows. */
  private static Block block(List<Judged> rows) {
    List<Judged> gaming = rows.stream().filter(Judged::gaming).toList();
    List<Judged> honest = rows.stream().filter(row -> !row.gaming()).toList();
    List<Judged> flagged = rows.stream().filter(Judged::flagged).toList();
    Intervals.Share precision = share(flagged, Judged::gaming);
    Intervals.Share recall = share(gaming, Judged::flagged);
    Intervals.Share honestFlags = share(honest, Judged::flagged);
    boolean scored = rows.stream().allMatch(row -> row.probability() != null);
    double ranking =
        scored && !rows.isEmpty() ? averagePrecision(rows, Judged::probability) : Double.NaN;
    double byCost = averagePrecision(rows, row -> row.figured().cost());

    List<String> lines = new ArrayList<>();
    lines.add(
        "                     flagged  precision               recall                  honest flagged          average precision");
    lines.add(
        entry(
            "model",
            flagged.size(),
            precision,
            recall,
            honestFlags,
            scored ? ranked(ranking) : "no model"));
    lines.add(heuristic("cost, as many", rows, topBy(rows, flagged.size()), byCost));
    Predicate<Judged> lowWorth = row -> Baselines.lowWorth(row.figured());
    lines.add(
        heuristic(
            "low worth", rows, lowWorth, averagePrecision(rows, r -> lowWorth.test(r) ? 1 : 0)));
    double unusual = Baselines.unusualCost(rows.stream().map(Judged::figured).toList());
    Predicate<Judged> beyond = row -> row.figured().cost() > unusual;
    lines.add(
        heuristic(
            "mean + 2 sigma", rows, beyond, averagePrecision(rows, r -> beyond.test(r) ? 1 : 0)));
    Measured measured =
        new Measured(
            rows.size(),
            gaming.size(),
            honest.size(),
            flagged.size(),
            precision.value(),
            recall.value(),
            honestFlags.value(),
            ranking,
            byCost);
    return new Block(measured, lines);
  }

  private static List<String> byKind(List<Judged> rows) {
    Map<String, long[]> counts = new TreeMap<>();
    for (Judged row : rows) {
      long[] count = counts.computeIfAbsent(String.valueOf(row.kind()), kind -> new long[2]);
      count[0] += row.flagged() ? 1 : 0;
      count[1]++;
    }
    List<String> lines = new ArrayList<>();
    counts.forEach((kind, count) -> lines.add(line("  %-32s %4d of %d", kind, count[0], count[1])));
    return lines;
  }

  private static Predicate<Judged> topBy(List<Judged> rows, int most) {
    double least =
        rows.stream()
            .map(row -> row.figured().cost())
            .sorted(Comparator.reverseOrder())
            .skip(Math.max(0, most - 1L))
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    return row -> most > 0 && row.figured().cost() >= least;
  }

  private static String heuristic(
      String name, List<Judged> rows, Predicate<Judged> flags, double ranking) {
    List<Judged> flagged = rows.stream().filter(flags).toList();
    return entry(
        name,
        flagged.size(),
        share(flagged, Judged::gaming),
        share(rows.stream().filter(Judged::gaming).toList(), flags),
        share(rows.stream().filter(row -> !row.gaming()).toList(), flags),
        ranked(ranking));
  }

  private static String entry(
      String name,
      int flagged,
      Intervals.Share precision,
      Intervals.Share recall,
      Intervals.Share honestFlags,
      String ranking) {
    return line(
            "%-20s %7d  %-22s  %-22s  %-22s  %s",
            name, flagged, precision, recall, honestFlags, ranking)
        .stripTrailing();
  }

  private static String ranked(double averagePrecision) {
    return Double.isNaN(averagePrecision) ? "none to rank" : line("%.2f", averagePrecision);
  }

  private static double averagePrecision(
      List<Judged> rows, java.util.function.ToDoubleFunction<Judged> score) {
    return Metrics.averagePrecision(
        rows.stream()
            .map(row -> new Ranked(row.person(), score.applyAsDouble(row), row.gaming()))
            .toList());
  }

  private static Intervals.Share share(List<Judged> of, Predicate<Judged> hit) {
    return Intervals.share(
        of.stream().map(row -> new Intervals.Trial(row.person(), hit.test(row))).toList());
  }

  private static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
