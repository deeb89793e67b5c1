package dev.goodhart.feature;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.schema.Feature;
import dev.goodhart.session.PersonDaySums;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A session beside what is usual for its person and team: the median of their other sessions of the
 * same source that ended in the trailing window before the row's day, each as last known before
 * that day.
 *
 * <p>Whole sessions are held against whole sessions. Sums over landing days ({@code
 * silver.person_days}) would take a few events that land late for a small session.
 */
final class UsualSessions {
  private static final String[] ROW = {"session_id", "as_of_date"};

  /** Fewer other sessions tell nothing of a person. */
  private static final int ENOUGH_OF_PERSON = 5;

  /** Fewer other sessions tell nothing of a team. */
  private static final int ENOUGH_OF_TEAM = 20;

  private static final Map<String, Column> OF_PERSON = ofPerson();
  private static final Map<String, Column> OF_TEAM = ofTeam();

  private static final StructType USUAL =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("as_of_date", DataTypes.DateType)
          .add("usual", DataTypes.createArrayType(DataTypes.DoubleType, true));

  private UsualSessions() {}

  /** Columns of earlier rows that it reads. */
  static Stream<String> columns() {
    return Stream.concat(
        Stream.of(
            "session_id",
            "as_of_date",
            "user_id",
            "team",
            "source",
            "ended_at",
            "calls",
            "cost_usd",
            "log_tokens",
            "log_cost",
            "log_prompts"),
        Feature.HABITS.stream());
  }

  /** What is held against the person's usual, by the name of the feature that it makes. */
  private static Map<String, Column> ofPerson() {
    Map<String, Column> measures = new LinkedHashMap<>();
    measures.put("tokens_vs_person", col("log_tokens"));
    measures.put("calls_vs_person", log1p(col("calls")));
    measures.put("cost_vs_person", costUnits());
    measures.put("prompts_vs_person", col("log_prompts"));
    Feature.HABITS.forEach(habit -> measures.put(Feature.besidePerson(habit), col(habit)));
    return measures;
  }

  private static Map<String, Column> ofTeam() {
    Map<String, Column> measures = new LinkedHashMap<>();
    measures.put("tokens_vs_team", col("log_tokens"));
    measures.put("calls_vs_team", log1p(col("calls")));
    measures.put("cost_vs_team", costUnits());
    measures.put("gap_vs_team", log1p(col("call_gap_median")));
    Feature.TEAM_HABITS.forEach(habit -> measures.put(Feature.besideTeam(habit), col(habit)));
    return measures;
  }

  /**
   * So small a unit that the difference of two logarithms is that of the costs' ratio; null where
   * the cost is not known.
   */
  private static Column costUnits() {
    return when(
        col("log_cost").isNotNull(), log1p(col("cost_usd").divide(PersonDaySums.COST_UNIT_USD)));
  }

  /**
   * Adds the features that set a session against its person's and its team's other sessions.
   *
   * @param rows rows as of a run's days, with {@link #columns()} and any other columns; features
   *     are rounded as in {@code earlier}, so that it makes no difference in which run a row was
   *     made
   * @param earlier rows as of the trailing window before those days, with {@link #columns()}
   */
  static Dataset<Row> add(Dataset<Row> rows, Dataset<Row> earlier, int windowDays) {
    Column next =
        lead(col("as_of_date"), 1).over(Window.partitionBy("session_id").orderBy("as_of_date"));
    Dataset<Row> all =
        known(earlier)
            .withColumn("asked", lit(false))
            .unionByName(known(rows).withColumn("asked", lit(true)))
            .withColumn("stands_to", next);
    Dataset<Row> ofPeople =
        all.where(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON))
            .withColumn("who", col("user_id"));
    // People without a team are each other's peers.
    Dataset<Row> ofTeams = all.withColumn("who", coalesce(col("team"), lit("")));
    Dataset<Row> besidePerson = beside(rows, ofPeople, OF_PERSON, ENOUGH_OF_PERSON, windowDays);
    return beside(besidePerson, ofTeams, OF_TEAM, ENOUGH_OF_TEAM, windowDays);
  }

  private static Dataset<Row> known(Dataset<Row> rows) {
    return rows.select(columns().map(name -> col(name)).toArray(Column[]::new));
  }

  private static Dataset<Row> beside(
      Dataset<Row> rows,
      Dataset<Row> all,
      Map<String, Column> measures,
      int enough,
      int windowDays) {
    Column[] figures = measures.values().toArray(Column[]::new);
    // A source is a format's name and holds no line break, so that two keys can't meet in one.
    MapFunction<Row, String> key = row -> row.getString(0) + "\n" + row.getString(1);
    FlatMapGroupsFunction<String, Row, Row> answers =
        (group, sessions) -> answers(sessions, enough, windowDays);
    Dataset<Row> usual =
        all.select(
                col("who"),
                col("source"),
                col("session_id"),
                col("as_of_date"),
                to_date(col("ended_at")).as("ended_on"),
                col("stands_to"),
                col("asked"),
                array(figures).as("figures"))
            .groupByKey(key, Encoders.STRING())
            .flatMapGroups(answers, Encoders.row(USUAL));
    Map<String, Column> added = new LinkedHashMap<>();
    int place = 0;
    for (String name : measures.keySet()) {
      added.put(name, figures[place].minus(col("usual").getItem(place)));
      place++;
    }
    return rows.join(usual, ROW, "left").withColumns(added).drop("usual");
  }

  private static Iterator<Row> answers(Iterator<Row> rows, int enough, int windowDays) {
    List<Known> all = new ArrayList<>();
    rows.forEachRemaining(row -> all.add(new Known(row)));
    Map<Long, List<Known>> asked =
        all.stream().filter(Known::asked).collect(Collectors.groupingBy(Known::asOf));
    return asked.entrySet().stream()
        .flatMap(
            day -> {
              Others others = Others.before(day.getKey(), all, windowDays);
              return day.getValue().stream().map(row -> others.answer(row, enough));
            })
        .iterator();
  }

  /**
   * A session as known from a day on, to the one on which it is known anew, of which it is the last
   * before; days are counted from the epoch, figures not known are NaN.
   */
  private static final class Known {
    private final String session;
    private final Date day;
    private final long asOf;
    private final long standsTo;
    private final long endedOn;
    private final boolean asked;
    private final double[] figures;

    private Known(Row row) {
      this.session = row.getAs("session_id");
      this.day = row.getAs("as_of_date");
      this.asOf = epochDay(day);
      Date next = row.getAs("stands_to");
      this.standsTo = next == null ? Long.MAX_VALUE : epochDay(next);
      this.endedOn = epochDay(row.getAs("ended_on"));
      this.asked = row.getAs("asked");
      this.figures =
          row.<Double>getList(row.fieldIndex("figures")).stream()
              .mapToDouble(figure -> figure == null ? Double.NaN : figure)
              .toArray();
    }

    private static long epochDay(Date day) {
      return day.toLocalDate().toEpochDay();
    }

    long asOf() {
      return asOf;
    }

    boolean asked() {
      return asked;
    }

    boolean isInWindow(long day, int windowDays) {
      long first = day - windowDays;
      return first <= asOf && asOf < day && day <= standsTo && first <= endedOn && endedOn < day;
    }
  }

  /** The sessions of a trailing window, and each figure's values in order. */
  private static final class Others {
    private final Map<String, Known> sessions;
    private final List<double[]> inOrder;

    private Others(Map<String, Known> sessions, int figures) {
      this.sessions = sessions;
      this.inOrder = new ArrayList<>();
      for (int figure = 0; figure < figures; figure++) {
        int place = figure;
        inOrder.add(
            sessions.values().stream()
                .mapToDouble(session -> session.figures[place])
                .filter(Double::isFinite)
                .sorted()
                .toArray());
      }
    }

    static Others before(long day, List<Known> all, int windowDays) {
      return new Others(
          all.stream()
              .filter(row -> row.isInWindow(day, windowDays))
              .collect(Collectors.toMap(row -> row.session, row -> row)),
          all.get(0).figures.length);
    }

    Row answer(Known row, int enough) {
      Known itself = sessions.get(row.session);
      Double[] usual = new Double[inOrder.size()];
      for (int figure = 0; figure < usual.length; figure++) {
        double own = itself == null ? Double.NaN : itself.figures[figure];
        usual[figure] = medianOfOthers(inOrder.get(figure), own, enough);
      }
      return RowFactory.create(row.session, row.day, usual);
    }

    /** The median without one of the values; null where fewer than {@code enough} are left. */
    private static Double medianOfOthers(double[] values, double own, int enough) {
      int left = Double.isFinite(own) ? Arrays.binarySearch(values, own) : values.length;
      int others = left == values.length ? values.length : values.length - 1;
      if (others < enough) {
        return null;
      }
      double upper = values[skipping(left, others / 2)];
      return others % 2 == 1 ? upper : (values[skipping(left, others / 2 - 1)] + upper) / 2;
    }

    private static int skipping(int left, int place) {
      return place < left ? place : place + 1;
    }
  }
}
