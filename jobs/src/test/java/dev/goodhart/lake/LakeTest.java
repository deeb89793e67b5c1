package dev.goodhart.lake;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeTest extends SparkTest {
  private static final Settings.LakeSettings LEASE = new Settings.LakeSettings(60, 0);
  private static final Table EVENTS =
      Table.of("bronze", "events", "One event.")
          .key("id", "day")
          .partitionedBy("day")
          .column("id", DataTypes.StringType, "Name of the event.")
          .column("day", DataTypes.DateType, "Day it landed, UTC.")
          .column("tokens", DataTypes.LongType, "Tokens.")
          .build();
  private static final Table LINKS =
      Table.of("silver", "links", "One link.")
          .key("session", "task")
          .column("session", DataTypes.StringType, "Session.")
          .column("task", DataTypes.StringType, "Task.")
          .column("confidence", DataTypes.DoubleType, "From 0 to 1.")
          .build();

  @TempDir private Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    lake =
        Lake.open(
            session(),
            folder.resolve("lake").toString(),
            List.of(EVENTS, LINKS),
            LEASE,
            "print",
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void shouldReplaceTheDaysGivenAndNoOthers() {
    // Given
    lake.replace(EVENTS, events("a 1 10", "b 2 20", "c 3 30"), days(1, 4));

    // When
    lake.replace(EVENTS, events("d 2 21", "e 2 22"), days(2, 3));

    // Then
    assertThat(rows(EVENTS)).containsExactly("a 1 10", "c 3 30", "d 2 21", "e 2 22");
    assertThat(lake.rowsWritten()).isEqualTo(5);
  }

  @Test
  void shouldNameFilesThatAreGoneOrCutShort() throws IOException {
    // Given
    lake.replace(EVENTS, events("a 1 10", "b 2 20", "c 3 30"), days(1, 4));
    assertThat(lake.damagedFiles(EVENTS)).isEmpty();
    List<Path> written;
    try (Stream<Path> all = Files.walk(folder)) {
      written = all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }

    // When
    Files.delete(written.get(0));
    Files.write(written.get(1), new byte[] {1, 2, 3});

    // Then
    assertThat(lake.damagedFiles(EVENTS))
        .hasSize(2)
        .anyMatch(
            finding -> finding.matches("bronze.events: part-.* is gone, \\d+ bytes by its log"))
        .anyMatch(
            finding ->
                finding.matches("bronze.events: part-.* is of 3 bytes, \\d+ bytes by its log"));
  }

  @Test
  void shouldRefuseARowOutsideTheDays() {
    assertThatThrownBy(() -> lake.replace(EVENTS, events("a 1 10"), days(2, 3)))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("bronze.events")
        .hasMessageContaining("[2026-01-02, 2026-01-03)");
    assertThat(rows(EVENTS)).isEmpty();
  }

  @Test
  void shouldReplaceByAPartOfTheKey() {
    // Given
    lake.replaceKeys(LINKS, links("s t1 0.5", "s t2 0.6", "u t1 0.7"), sessions("s", "u"));

    // When
    lake.replaceKeys(LINKS, links("s t2 0.9", "s t3 0.8"), sessions("s", "v"));

    // Then
    assertThat(rows(LINKS)).containsExactly("s t2 0.9", "s t3 0.8", "u t1 0.7");
    assertThat(lake.rowsWritten()).isEqualTo(5);
  }

  @Test
  void shouldLeaveTheSameRowsWhenRepeated() {
    // Given
    Dataset<Row> links = links("s t1 0.5", "s t2 0.6");
    lake.replaceKeys(LINKS, links, links.select("session"));

    // When
    lake.replaceKeys(LINKS, links, links.select("session"));

    // Then
    assertThat(rows(LINKS)).containsExactly("s t1 0.5", "s t2 0.6");
  }

  @Test
  void shouldRefuseARowOutsideTheKeys() {
    assertThatThrownBy(() -> lake.replaceKeys(LINKS, links("s t1 0.5"), sessions("u")))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("silver.links")
        .hasMessageContaining("[session]");
    assertThat(rows(LINKS)).isEmpty();
  }

  @Test
  void shouldLeaveTheTableAsItWasWhenAJobFails() {
    // Given
    lake.replaceAll(LINKS, links("s t1 0.5"));
    Dataset<Row> broken =
        links("s t2 0.6", "u t1 0.7")
            .withColumn(
                "confidence",
                expr("IF(session = 'u', raise_error('someone@example.org'), confidence)"));

    // Then
    assertThatThrownBy(() -> lake.replaceAll(LINKS, broken))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("silver.links, which is as it was")
        .hasMessageNotContaining("someone");
    assertThat(rows(LINKS)).containsExactly("s t1 0.5");
  }

  @Test
  void shouldNameEveryColumnThatIsNotAsTheTableSays() {
    // Given
    Dataset<Row> wrong =
        links("s t1 0.5")
            .drop("task")
            .withColumn("confidence", expr("1"))
            .withColumn("note", expr("'x'"));

    // Then
    assertThatThrownBy(() -> lake.append(LINKS, wrong))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("silver.links")
        .hasMessageContaining("missing columns [task]")
        .hasMessageContaining("confidence of type int instead of double")
        .hasMessageContaining("column note");
  }

  @Test
  void shouldWriteNothingOnceTheLeaseIsLost() {
    // Given
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    try (Lake other = Lake.open(session(), lake.root(), List.of(), LEASE, "print", later)) {
      // Then
      assertThatThrownBy(() -> lake.append(LINKS, links("s t1 0.5")))
          .isInstanceOf(LeaseLostException.class);
      assertThat(other.read(LINKS).isEmpty()).isTrue();
    }
  }

  @Test
  void shouldReplaceAllAndAppend() {
    // Given
    lake.replaceAll(LINKS, links("s t1 0.5"));

    // When
    lake.replaceAll(LINKS, links("s t2 0.5"));
    lake.append(LINKS, links("u t1 0.5"));

    // Then
    assertThat(rows(LINKS)).containsExactly("s t2 0.5", "u t1 0.5");
    assertThat(lake.rowsWritten()).isEqualTo(3);
  }

  @Test
  void shouldWriteAndReadSmallFiles() {
    // When
    lake.writeText("report/index.html", "<p>old");
    lake.writeText("report/index.html", "<p>new");

    // Then
    assertThat(lake.readText("report/index.html")).contains("<p>new");
    assertThat(lake.readText("report/none.html")).isEmpty();
  }

  private static Days days(int from, int to) {
    return new Days(LocalDate.of(2026, 1, from), LocalDate.of(2026, 1, to));
  }

  private static Dataset<Row> events(String... lines) {
    return rows(
        EVENTS,
        Arrays.stream(lines)
            .map(line -> line.split(" "))
            .map(
                p ->
                    RowFactory.create(
                        p[0],
                        Date.valueOf(LocalDate.of(2026, 1, Integer.parseInt(p[1]))),
                        Long.parseLong(p[2]))));
  }

  private static Dataset<Row> links(String... lines) {
    return rows(
        LINKS,
        Arrays.stream(lines)
            .map(line -> line.split(" "))
            .map(p -> RowFactory.create(p[0], p[1], Double.parseDouble(p[2]))));
  }

  private static Dataset<Row> rows(Table table, java.util.stream.Stream<Row> rows) {
    return session().createDataFrame(rows.toList(), table.schema());
  }

  private static Dataset<Row> sessions(String... names) {
    return links(Arrays.stream(names).map(n -> n + " t 0").toArray(String[]::new))
        .select("session");
  }

  private List<String> rows(Table table) {
    return lake.read(table).collectAsList().stream().map(LakeTest::shown).sorted().toList();
  }

  private static String shown(Row row) {
    return row.get(1) instanceof Date day
        ? row.get(0) + " " + day.toLocalDate().getDayOfMonth() + " " + row.get(2)
        : row.mkString(" ");
  }
}
