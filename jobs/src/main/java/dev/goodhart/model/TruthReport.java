package dev.goodhart.model;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.goodhart.config.Settings;
import dev.goodhart.label.Verdicts;
import dev.goodhart.model.Metrics.Estimate;
import dev.goodhart.model.Metrics.Ranked;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How right the scores are where the truth is known: what was flagged, precision, recall and the
 * honest-flag rate with intervals, the same at a fixed review capacity and for the heuristics,
 * recall by archetype; how often the archetype that a score names is the true one; honest flags and
 * recall in groups of sessions; whether groups of people fare alike; how late gaming is found; and
 * how many honest sessions were flagged in any run, for what is taken back was said all the same. A
 * reviewer's verdict sets a session's band, and the model has learnt from it; so the measures on
 * the sessions that have none are told apart, for they alone show what the model can do.
 *
 * @param all all scored sessions whose truth is known
 * @param withoutVerdict those among them on which no reviewer has given a verdict, of whatever kind
 * @param unmatched what stands on one side only, and is in no measure
 * @param summary all of it as text
 */
public record TruthReport(
    Measured all, Measured withoutVerdict, Unmatched unmatched, String summary) {

  /**
   * Sessions that stand on one side only.
   *
   * @param scored scored sessions that the truth does not name
   * @param flagged flagged ones among them
   * @param unscored sessions of the truth that have no score
   * @param gaming those among them that are truly tokenmaxxing
   */
  public record Unmatched(long scored, long flagged, long unscored, long gaming) {
    static final Unmatched NONE = new Unmatched(0, 0, 0, 0);

    private static Unmatched of(Dataset<Row> scores, Dataset<Row> truth) {
      Dataset<Row> unknown = scores.join(truth.select("session_id"), "session_id", "left_anti");
      Dataset<Row> unscored = truth.join(scores.select("session_id"), "session_id", "left_anti");
      return new Unmatched(
          unknown.count(),
          unknown.filter(col("band").equalTo(Band.LIKELY.written())).count(),
          unscored.count(),
          unscored.filter(col("label").equalTo(Verdicts.TOKENMAXXING)).count());
    }

    private List<String> lines() {
      List<String> lines = new ArrayList<>();
      if (scored > 0) {
        lines.add(
            line(
                "%d further sessions have no known truth; %d of them are flagged.",
                scored, flagged));
      }
      if (unscored > 0) {
        lines.add(
            line(
                "%d sessions of the truth have no score, %d of them tokenmaxxing: their logs have not landed, another source tells the same, or no run has scored them.",
                unscored, gaming));
      }
      return lines;
    }
  }

  /**
   * Measures of the scores on some sessions.
   *
   * @param sessions scored sessions whose truth is known
   * @param gaming those that are truly tokenmaxxing
   * @param flagged sessions of band likely
   * @param precision share of flagged sessions that game
   * @param recall share of gaming sessions that are flagged
   * @param honestFlagRate share of the others, runaways among them, that are flagged
   * @param averagePrecision of the probability; NaN where no model was live
   * @param precisionAtCapacity share of gaming sessions among the {@code review.capacity} of the
   *     highest probability; NaN where no model was live
   * @param recallAtCapacity share of the gaming sessions that are among them
   * @param calibrationError of the probability; NaN where no model was live
   * @param costAveragePrecision of cost alone
   */
  public record Measured(
      long sessions,
      long gaming,
      long flagged,
      double precision,
      double recall,
      double honestFlagRate,
      double averagePrecision,
      double precisionAtCapacity,
      double recallAtCapacity,
      double calibrationError,
      double costAveragePrecision) {}

  /**
   * One scored session and its truth.
   *
   * @param judged whether there was evidence enough to judge it
   * @param verdict latest verdict, null where none
   * @param named archetype that its score names, null where it has none
   * @param traits its archetype being the truth's kind
   * @param timing when it ended and was first flagged
   * @param role its person's, null where the truth tells of none
   */
  record Judged(
      String person,
      boolean gaming,
      Double probability,
      boolean flagged,
      boolean judged,
      String verdict,
      String named,
      Unseen.Figured figured,
      Unseen.Traits traits,
      Lateness.Case timing,
      String role)
      implements Seen {
    String kind() {
      return String.valueOf(traits.archetype());
    }

    /** Whether a model flagged it in any run. */
    boolean flaggedOnce() {
      return timing.firstFlagged() != null;
    }
  }

  /** Measures, and the lines that show them. */
  private record Block(Measured measured, List<String> lines) {}

  /**
   * Compares.
   *
   * @param scores {@code review.session_scores}
   * @param history {@code review.session_score_history}
   * @param features one row a session, the newest, for the heuristics
   * @param truth a truth file, of which {@code session_id, kind, label} are read, and {@code role}
   *     where it has that
   */
  public static TruthReport of(
      Dataset<Row> scores,
      Dataset<Row> history,
      Dataset<Row> features,
      Dataset<Row> truth,
      Settings settings) {
    List<Judged> known = known(scores, history, features, truth);
    return of(known, Lateness.since(history), Unmatched.of(scores, truth), settings);
  }

  private static List<Judged> known(
      Dataset<Row> scores, Dataset<Row> history, Dataset<Row> features, Dataset<Row> truth) {
    boolean tellsRoles = List.of(truth.columns()).contains("role");
    Column role = tellsRoles ? col("role") : lit(null).cast("string");
    Dataset<Row> labels =
        truth.select(col("session_id"), col("kind"), col("label"), role.as("role"));
    Dataset<Row> given =
        scores.select("session_id", "probability", "band", "archetype", "review_verdict");
    return features
        .join(given, "session_id")
        .join(labels, "session_id")
        .join(Lateness.firstFlagged(history), new String[] {"session_id"}, "left")
        .orderBy("session_id")
        .collectAsList()
        .stream()
        .map(TruthReport::judged)
        .toList();
  }

  private static Judged judged(Row row) {
    String band = row.getAs("band");
    return new Judged(
        Persons.of(row),
        Verdicts.TOKENMAXXING.equals(row.getAs("label")),
        row.getAs("probability"),
        Band.LIKELY.written().equals(band),
        !Band.INSUFFICIENT_EVIDENCE.written().equals(band),
        row.getAs("review_verdict"),
        row.getAs("archetype"),
        Unseen.Figured.of(row),
        new Unseen.Traits(
            row.getAs("team"),
            row.<Timestamp>getAs("started_at").toInstant(),
            row.getAs("evidence"),
            row.getAs("kind")),
        Lateness.timing(row),
        row.getAs("role"));
  }

  /**
   * Measures sessions whose truth is known, all of them and those without a verdict.
   *
   * @param since day of the first scores
   */
  static TruthReport of(
      List<Judged> rows, Optional<LocalDate> since, Unmatched unmatched, Settings settings) {
    List<Judged> unreviewed = withoutVerdict(rows);
    TruthGroups groups = new TruthGroups(rows, settings);
    Block all = block(rows, groups, settings);
    Block withoutVerdict = block(unreviewed, groups, settings);

    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "%d sessions with a known truth, %d of them tokenmaxxing (%.1f %%); %d can't be judged.",
            all.measured().sessions(),
            all.measured().gaming(),
            percent(all.measured()),
            notJudged(rows)));
    lines.addAll(all.lines());
    lines.add(
        "Share flagged by kind, tokenmaxxing first (flagged of sessions, share; then the same of those without a reviewer's verdict):");
    lines.addAll(byKind(rows.stream().filter(Judged::gaming).toList()));
    lines.addAll(byKind(rows.stream().filter(row -> !row.gaming()).toList()));
    lines.addAll(unmatched.lines());
    lines.add(
        line(
            "The model's own judgement: the %d of them without a reviewer's verdict, %d"
                + " tokenmaxxing (%.1f %%); %d can't be judged.",
            withoutVerdict.measured().sessions(),
            withoutVerdict.measured().gaming(),
            percent(withoutVerdict.measured()),
            notJudged(unreviewed)));
    lines.addAll(withoutVerdict.lines());
    lines.addAll(groups.lines());
    lines.addAll(groups.fairness());
    if (since.isPresent()) {
      lines.add(Lateness.of(timings(rows), since.get()).inWords());
      lines.add(flaggedOnce(rows));
    }
    return new TruthReport(
        all.measured(),
        withoutVerdict.measured(),
        unmatched,
        String.join(System.lineSeparator(), lines));
  }

  static List<Judged> withoutVerdict(List<Judged> rows) {
    return rows.stream().filter(row -> row.verdict() == null).toList();
  }

  /** Somebody was told of a flag even where a later run takes it back. */
  private static String flaggedOnce(List<Judged> rows) {
    List<Judged> honest = rows.stream().filter(row -> !row.gaming()).toList();
    return line(
        "Of %d honest sessions, flagged by a model in any run: %s; flagged no longer: %d of them.",
        honest.size(),
        share(honest, Judged::flaggedOnce),
        honest.stream().filter(row -> row.flaggedOnce() && !row.flagged()).count());
  }

  private static List<Lateness.Case> timings(List<Judged> rows) {
    return rows.stream().filter(Judged::gaming).map(Judged::timing).toList();
  }

  private static double percent(Measured measured) {
    return 100.0 * measured.gaming() / Math.max(1, measured.sessions());
  }

  private static long notJudged(List<Judged> rows) {
    return rows.stream().filter(row -> !row.judged()).count();
  }

  /** The model beside the heuristics, all on the same rows. */
  private static Block block(List<Judged> rows, TruthGroups groups, Settings settings) {
    List<Judged> gaming = rows.stream().filter(Judged::gaming).toList();
    List<Judged> honest = rows.stream().filter(row -> !row.gaming()).toList();
    List<Judged> flagged = rows.stream().filter(Judged::flagged).toList();
    Intervals.Share precision = share(flagged, Judged::gaming);
    Intervals.Share recall = share(gaming, Judged::flagged);
    Intervals.Share honestFlags = share(honest, Judged::flagged);
    boolean scored = rows.stream().allMatch(row -> row.probability() != null);
    List<Ranked> byModel = scored ? ranked(rows, Judged::probability) : List.of();
    List<Ranked> byCost = ranked(rows, row -> row.figured().cost());
    double ranking = Metrics.averagePrecision(byModel);
    double rankingByCost = Metrics.averagePrecision(byCost);

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
            scored ? shown(ranking) : "no model"));
    lines.add(asMany("cost, as many", rows, flagged.size(), Unseen.Figured::cost));
    lines.add(asMany("calls, as many", rows, flagged.size(), Unseen.Figured::calls));
    Predicate<Judged> lowWorth = row -> Baselines.lowWorth(row.figured());
    lines.add(
        heuristic(
            "low worth",
            rows,
            lowWorth,
            Metrics.averagePrecision(ranked(rows, r -> lowWorth.test(r) ? 1 : 0))));
    double unusual = Baselines.unusualCost(rows.stream().map(Judged::figured).toList());
    Predicate<Judged> beyond = row -> row.figured().cost() > unusual;
    lines.add(
        heuristic(
            "mean + 2 sigma",
            rows,
            beyond,
            Metrics.averagePrecision(ranked(rows, r -> beyond.test(r) ? 1 : 0))));
    if (!byModel.isEmpty()) {
      int capacity = settings.review().capacity();
      long seed = settings.train().seed();
      lines.add(
          line("The %d ranked first: ", Math.min(capacity, rows.size()))
              + atCapacity("by the model", byModel, capacity, seed)
              + "; "
              + atCapacity("by cost", byCost, capacity, seed)
              + ".");
      lines.add(groups.calibration(rows));
    }
    lines.add(TruthNames.inWords(rows));
    Measured measured =
        new Measured(
            rows.size(),
            gaming.size(),
            flagged.size(),
            precision.value(),
            recall.value(),
            honestFlags.value(),
            ranking,
            Metrics.precisionAtCapacity(byModel, settings.review().capacity()),
            Metrics.recallAtCapacity(byModel, settings.review().capacity()),
            Metrics.calibrationError(byModel),
            rankingByCost);
    return new Block(measured, lines);
  }

  private static List<String> byKind(List<Judged> rows) {
    Map<String, List<Judged>> kinds =
        rows.stream().collect(groupingBy(Judged::kind, TreeMap::new, toList()));
    List<String> lines = new ArrayList<>();
    kinds.forEach(
        (kind, of) ->
            lines.add(
                line("  %-32s %s  %s", kind, flaggedOf(of), flaggedOf(withoutVerdict(of)))
                    .stripTrailing()));
    return lines;
  }

  private static String flaggedOf(List<Judged> rows) {
    return line(
        "%5d of %-5d  %-22s",
        rows.stream().filter(Judged::flagged).count(), rows.size(), share(rows, Judged::flagged));
  }

  /** What ranks highest by one figure, as many as the model flags, and all that tie with them. */
  private static String asMany(
      String name, List<Judged> rows, int most, ToDoubleFunction<Unseen.Figured> figure) {
    return heuristic(
        name,
        rows,
        topBy(rows, most, figure),
        Metrics.averagePrecision(ranked(rows, row -> figure.applyAsDouble(row.figured()))));
  }

  private static Predicate<Judged> topBy(
      List<Judged> rows, int most, ToDoubleFunction<Unseen.Figured> figure) {
    double least =
        rows.stream()
            .map(row -> figure.applyAsDouble(row.figured()))
            .sorted(Comparator.reverseOrder())
            .skip(Math.max(0, most - 1L))
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    return row -> most > 0 && figure.applyAsDouble(row.figured()) >= least;
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
        shown(ranking));
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

  private static String shown(double averagePrecision) {
    return Double.isNaN(averagePrecision) ? "none to rank" : line("%.2f", averagePrecision);
  }

  private static String atCapacity(String how, List<Ranked> rows, int capacity, long seed) {
    return line(
        "%s precision %s, recall %s",
        how,
        percentages(Metrics.precisionAtCapacity(rows, capacity, seed)),
        percentages(Metrics.recallAtCapacity(rows, capacity, seed)));
  }

  private static String percentages(Estimate estimate) {
    return Double.isNaN(estimate.value())
        ? "none to measure"
        : line(
            "%.1f %% (%.1f to %.1f)",
            100 * estimate.value(), 100 * estimate.low(), 100 * estimate.high());
  }

  static List<Ranked> ranked(List<Judged> rows, ToDoubleFunction<Judged> score) {
    return rows.stream()
        .map(row -> new Ranked(row.person(), score.applyAsDouble(row), row.gaming()))
        .toList();
  }

  static Intervals.Share share(List<Judged> of, Predicate<Judged> hit) {
    return Intervals.share(
        of.stream().map(row -> new Intervals.Trial(row.person(), hit.test(row))).toList());
  }

  static String line(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
