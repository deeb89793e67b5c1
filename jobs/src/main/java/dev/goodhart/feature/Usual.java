package dev.goodhart.feature;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.goodhart.ingest.Pseudonyms;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What was usual as of a day: sums of {@code silver.person_days} over the landing days of the
 * trailing window before it, the day itself left out. Each person's (or team's) days meet all the
 * days asked for at once, so that a histogram is read once and not once a day asked for.
 */
final class Usual {
  /** Fewer session parts than this tell nothing of a person. */
  private static final long ENOUGH_OF_PERSON = 5;

  /** Fewer session parts than this tell nothing of a team. */
  private static final long ENOUGH_OF_TEAM = 20;

  private Usual() {}

  /**
   * What is usual for each person.
   *
   * @param asked distinct {@code user_id, source, as_of_date}
   * @return one row each that has a day in its window, with {@code person_calls, person_tokens,
   *     person_cost, person_prompts} (ln(1 + median) of a session part; null where there are too
   *     few) and {@code person_hours} (events by hour of the day)
   */
  static Dataset<Row> ofPeople(Dataset<Row> asked, Dataset<Row> personDays, int windowDays) {
    Dataset<Row> known = asked.where(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON));
    return trailing(
        known,
        personDays,
        "user_id",
        windowDays,
        ENOUGH_OF_PERSON,
        List.of("calls", "tokens", "cost", "prompts"),
        "person_",
        true);
  }

  /**
   * What is usual for each person's peers.
   *
   * @param asked distinct {@code team, source, as_of_date}; people without a team are each other's
   *     peers
   * @return one row each that has a day in its window, with {@code peer_team} and {@code
   *     team_calls, team_tokens, team_cost, team_gap}, likewise
   */
  static Dataset<Row> ofTeams(Dataset<Row> asked, Dataset<Row> personDays, int windowDays) {
    Column team = coalesce(col("team"), lit(""));
    return trailing(
        asked.withColumn("peer_team", team).drop("team").distinct(),
        personDays.withColumn("peer_team", team),
        "peer_team",
        windowDays,
        ENOUGH_OF_TEAM,
        List.of("calls", "tokens", "cost", "gap"),
        "team_",
        false);
  }

  private static Dataset<Row> trailing(
      Dataset<Row> asked,
      Dataset<Row> personDays,
      String who,
      int windowDays,
      long enough,
      List<String> measures,
      String prefix,
      boolean withHours) {
    StructType schema =
        new StructType()
            .add(who, DataTypes.StringType)
            .add("source", DataTypes.StringType)
            .add("as_of_date", DataTypes.DateType);
    for (String measure : measures) {
      schema = schema.add(prefix + measure, DataTypes.DoubleType);
    }
    if (withHours) {
      schema = schema.add(prefix + "hours", DataTypes.createArrayType(DataTypes.LongType, false));
    }
    List<Column> dayColumns = new ArrayList<>();
    dayColumns.add(col(who));
    dayColumns.add(col("source"));
    dayColumns.add(col("landed_date"));
    dayColumns.add(col("sessions"));
    measures.forEach(measure -> dayColumns.add(col(measure + "_histogram")));
    if (withHours) {
      dayColumns.add(col("hour_histogram"));
    }
    // A source is a format's name and holds no line break, so that two keys can't meet in one.
    MapFunction<Row, String> key = row -> row.getString(0) + "\n" + row.getString(1);
    CoGroupFunction<String, Row, Row, Row> sums =
        (group, days, questions) -> answers(days, questions, windowDays, enough, withHours);
    return personDays
        .select(dayColumns.toArray(Column[]::new))
        .groupByKey(key, Encoders.STRING())
        .cogroup(
            asked
                .select(col(who), col("source"), col("as_of_date"))
                .groupByKey(key, Encoders.STRING()),
            sums,
            Encoders.row(schema));
  }

  /** One answer for each question with a day in its window. */
  private static Iterator<Row> answers(
      Iterator<Row> days, Iterator<Row> questions, int windowDays, long enough, boolean withHours) {
    if (!questions.hasNext()) {
      return List.<Row>of().iterator();
    }
    List<PersonDay> known = new ArrayList<>();
    days.forEachRemaining(day -> known.add(new PersonDay(day)));
    List<Row> answers = new ArrayList<>();
    questions.forEachRemaining(
        question -> {
          long asOf = question.getDate(2).toLocalDate().toEpochDay();
          List<PersonDay> window =
              known.stream()
                  .filter(day -> day.landed >= asOf - windowDays && day.landed < asOf)
                  .toList();
          if (!window.isEmpty()) {
            answers.add(answer(question, window, enough, withHours));
          }
        });
    return answers.iterator();
  }

  private static Row answer(Row question, List<PersonDay> window, long enough, boolean withHours) {
    long parts = window.stream().mapToLong(day -> day.parts).sum();
    int histograms = window.get(0).histograms.size();
    int medians = withHours ? histograms - 1 : histograms;
    Object[] values = new Object[3 + histograms];
    for (int i = 0; i < 3; i++) {
      values[i] = question.get(i);
    }
    for (int i = 0; i < histograms; i++) {
      long[] sum = sum(window, i);
      values[3 + i] = i >= medians ? sum : parts < enough ? null : Medians.logMedian(sum);
    }
    return RowFactory.create(values);
  }

  private static long[] sum(List<PersonDay> window, int histogram) {
    long[] sum = new long[window.get(0).histograms.get(histogram).length];
    for (PersonDay day : window) {
      long[] bins = day.histograms.get(histogram);
      for (int bin = 0; bin < sum.length; bin++) {
        sum[bin] += bins[bin];
      }
    }
    return sum;
  }

  /** A person's landing day: its session parts and its histograms in the order asked for. */
  private static final class PersonDay {
    private static final int FIRST_HISTOGRAM = 4;
    private final long landed;
    private final long parts;
    private final List<long[]> histograms = new ArrayList<>();

    PersonDay(Row row) {
      landed = row.getDate(2).toLocalDate().toEpochDay();
      parts = row.getLong(3);
      for (int i = FIRST_HISTOGRAM; i < row.size(); i++) {
        histograms.add(row.<Long>getList(i).stream().mapToLong(Long::longValue).toArray());
      }
    }
  }
}
