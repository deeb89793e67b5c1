package dev.goodhart.feature;

import static org.apache.spark.sql.functions.col;

import dev.goodhart.ingest.Pseudonyms;
import dev.goodhart.session.PersonDaySums;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The hours in which a person was used to work as of a day: sums of {@code silver.person_days} over
 * the landing days of the trailing window before it, the day itself left out. Each person's days
 * meet all the days asked for at once, so that a histogram is read once and not once a day asked
 * for.
 */
final class UsualHours {
  private static final StructType HOURS =
      new StructType()
          .add("user_id", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("as_of_date", DataTypes.DateType)
          .add("person_hours", DataTypes.createArrayType(DataTypes.LongType, false));

  private UsualHours() {}

  /**
   * What is usual for each person.
   *
   * @param asked distinct {@code user_id, source, as_of_date}
   * @return one row each that has a day in its window, with {@code person_hours} (events by hour of
   *     the day)
   */
  static Dataset<Row> of(Dataset<Row> asked, Dataset<Row> personDays, int windowDays) {
    // A source is a format's name and holds no line break, so that two keys can't meet in one.
    MapFunction<Row, String> key = row -> row.getString(0) + "\n" + row.getString(1);
    CoGroupFunction<String, Row, Row, Row> sums =
        (group, days, questions) -> answers(days, questions, windowDays);
    return personDays
        .select(col("user_id"), col("source"), col("landed_date"), col("hour_histogram"))
        .groupByKey(key, Encoders.STRING())
        .cogroup(
            asked
                .where(col("user_id").notEqual(Pseudonyms.UNKNOWN_PERSON))
                .select(col("user_id"), col("source"), col("as_of_date"))
                .groupByKey(key, Encoders.STRING()),
            sums,
            Encoders.row(HOURS));
  }

  /** One answer for each question with a day in its window. */
  private static Iterator<Row> answers(
      Iterator<Row> days, Iterator<Row> questions, int windowDays) {
    List<PersonDay> known = new ArrayList<>();
    if (questions.hasNext()) {
      days.forEachRemaining(day -> known.add(PersonDay.of(day)));
    }
    List<Row> answers = new ArrayList<>();
    questions.forEachRemaining(
        question -> {
          long asOf = question.getDate(2).toLocalDate().toEpochDay();
          List<PersonDay> window =
              known.stream()
                  .filter(day -> day.landed() >= asOf - windowDays && day.landed() < asOf)
                  .toList();
          if (!window.isEmpty()) {
            answers.add(
                RowFactory.create(question.get(0), question.get(1), question.get(2), sum(window)));
          }
        });
    return answers.iterator();
  }

  private static long[] sum(List<PersonDay> window) {
    long[] sum = new long[PersonDaySums.HOURS];
    for (PersonDay day : window) {
      for (int hour = 0; hour < sum.length; hour++) {
        sum[hour] += day.events().get(hour);
      }
    }
    return sum;
  }

  /**
   * A person's landing day, counted from the epoch.
   *
   * @param events by hour of the day
   */
  private record PersonDay(long landed, List<Long> events) {
    static PersonDay of(Row row) {
      return new PersonDay(row.getDate(2).toLocalDate().toEpochDay(), row.getList(3));
    }
  }
}
