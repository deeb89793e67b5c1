package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.InputFiles;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class InputHistoryTest extends SparkTest {
  private static final String THEN = "2026-01-06T01:00:00Z";
  private static final Instant NOW = Instant.parse("2026-01-07T01:00:00Z");

  private final TableRows before = TableRows.of(InputFiles.TABLE);
  private final TableRows found = TableRows.of(InputFiles.TABLE);

  private void file(String name, String version) {
    found.row(
        "file",
        name,
        "landed_date",
        "2026-01-05",
        "source",
        "review",
        "size_bytes",
        9,
        "version",
        version,
        "records_read",
        4);
  }

  private void known(String name, String version, boolean gone) {
    before.row(
        "file",
        name,
        "landed_date",
        "2026-01-05",
        "source",
        "review",
        "size_bytes",
        9,
        "version",
        version,
        "records_read",
        gone ? 0 : 4,
        "read_at",
        THEN,
        "gone",
        gone);
  }

  private void knownToAnOlderLake(String name) {
    before.row(
        "file",
        name,
        "landed_date",
        "2026-01-05",
        "source",
        "review",
        "size_bytes",
        9,
        "version",
        "v1",
        "records_read",
        4);
  }

  private Map<String, Row> after() {
    Dataset<Row> rows =
        InputHistory.of(found.dataset().drop("read_at", "gone"), before.dataset(), NOW);
    return rows.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("file"), row -> row));
  }

  private static Instant readAt(Row row) {
    return row.<java.sql.Timestamp>getAs("read_at").toInstant();
  }

  @Test
  void shouldKeepTheTimeOfAFileThatIsAsItWas() {
    known("same", "v1", false);
    file("same", "v1");

    assertThat(readAt(after().get("same"))).isEqualTo(Instant.parse(THEN));
  }

  @Test
  void shouldNoteNowForWhatIsNewChangedOrBack() {
    known("changed", "v1", false);
    known("back", "v1", true);
    file("changed", "v2");
    file("back", "v1");
    file("new", "v1");

    assertThat(after().values())
        .hasSize(3)
        .allSatisfy(row -> assertThat(readAt(row)).isEqualTo(NOW))
        .allSatisfy(row -> assertThat(row.<Boolean>getAs("gone")).isFalse());
  }

  @Test
  void shouldLeaveTheMarkOfAFileThatVanishedOnce() {
    known("lost", "v1", false);
    known("lost before", "v1", true);

    Map<String, Row> after = after();

    assertThat(readAt(after.get("lost"))).isEqualTo(NOW);
    assertThat(after.get("lost").<Boolean>getAs("gone")).isTrue();
    assertThat(after.get("lost").<Long>getAs("records_read")).isZero();
    assertThat(readAt(after.get("lost before"))).isEqualTo(Instant.parse(THEN));
  }

  @Test
  void shouldTakeARowThatSaysNothingOfItsFileForOneThatWasThere() {
    knownToAnOlderLake("there");
    knownToAnOlderLake("lost");
    file("there", "v1");

    assertThat(readAt(after().get("there"))).isEqualTo(NOW);
    assertThat(after().get("lost").<Boolean>getAs("gone")).isTrue();
    assertThat(readAt(after().get("lost"))).isEqualTo(NOW);
  }
}
