package dev.goodhart.lake;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** A lake of one small table, for tests of where a lake lies rather than of what is in it. */
final class EventsLake {
  static final Table EVENTS =
      Table.of("bronze", "events", "One event.")
          .key("id", "day")
          .partitionedBy("day")
          .column("id", DataTypes.LongType, "Name of the event.")
          .column("day", DataTypes.DateType, "Day it landed, UTC.")
          .build();

  /** The day of all its rows. */
  static final Days DAY = Days.of(LocalDate.of(2026, 1, 1));

  private static final Settings.LakeSettings LEASE = new Settings.LakeSettings(60, 0);

  private EventsLake() {}

  static Lake open(String root) {
    return Lake.open(SparkTest.session(), root, List.of(EVENTS), LEASE, "print", Clock.systemUTC());
  }

  /** So many events. */
  static Dataset<Row> rows(int count) {
    return SparkTest.session().range(count).selectExpr("id", "DATE'" + DAY.from() + "' AS day");
  }
}
