package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeOpeningTest extends SparkTest {
  private static final Settings.LakeSettings LEASE = new Settings.LakeSettings(60, 0);
  private static final Table DAYS =
      Table.of("gold", "days", "One day.")
          .key("day")
          .partitionedBy("day")
          .column("day", DataTypes.DateType, "Day, UTC.")
          .column("marks", DataTypes.createArrayType(DataTypes.StringType), "Marks.")
          .build();

  @TempDir private Path folder;
  private String root;

  @BeforeEach
  void name() {
    root = folder.resolve("a lake").toString();
  }

  @Test
  void shouldCreateTablesThatEveryReaderCanReadWithTheirComments() {
    // When
    try (Lake lake = open("print", DAYS)) {
      // Then
      Row detail =
          session()
              .sql("DESCRIBE DETAIL delta.`" + lake.path(DAYS.path()) + "`")
              .select("description", "partitionColumns", "minReaderVersion", "tableFeatures")
              .first();
      assertThat(detail.getString(0)).isEqualTo("One day.");
      assertThat(detail.getList(1)).isEqualTo(List.of("day"));
      assertThat(detail.getInt(2)).isEqualTo(1);
      assertThat(detail.getList(3).toString()).doesNotContain("deletionVectors", "columnMapping");
      assertThat(lake.read(DAYS).schema().fields())
          .extracting(StructField::name, f -> f.getComment().get())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("day", "Day, UTC."),
              org.assertj.core.groups.Tuple.tuple("marks", "Marks."));
      assertThat(lake.read(DAYS).isEmpty()).isTrue();
    }
  }

  @Test
  void shouldRefuseAnotherKey() {
    // Given
    open("print").close();

    // Then
    assertThatThrownBy(() -> open("other"))
        .isInstanceOf(LakeKeyException.class)
        .hasMessageContaining("split every person in two");
    open("print").close();
  }

  @Test
  void shouldRefuseALakeOfANewerVersion() throws IOException {
    // Given
    open("print").close();
    Files.writeString(
        Path.of(root, "_goodhart", "lake.json"),
        "{\"format_version\":1000,\"key_fingerprint\":\"print\",\"more\":1}");

    // Then
    assertThatThrownBy(() -> open("print"))
        .isInstanceOf(LakeVersionException.class)
        .hasMessageContaining("upgrade");
    assertThatThrownBy(() -> Lake.openForReading(session(), root, List.of()))
        .isInstanceOf(LakeVersionException.class);
  }

  @Test
  void shouldNotTakeALakeThatDoesNotSayWhatItIsForANewOne() throws IOException {
    // Given
    open("print").close();
    Path meta = Path.of(root, "_goodhart", "lake.json");
    Files.writeString(meta, "{\"format_ver");

    // Then
    assertThatThrownBy(() -> open("other"))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("lake.json can't be read");
    assertThat(Files.readString(meta)).isEqualTo("{\"format_ver");
  }

  @Test
  void shouldSayWhatToDoWhereTheRootIsAFile() throws IOException {
    Files.writeString(Path.of(root), "");

    assertThatThrownBy(() -> open("print"))
        .isInstanceOf(LakeException.class)
        .hasMessageContaining("name a folder or bucket");
  }

  @Test
  void shouldReadOnlyWhereThereIsALake() {
    assertThatThrownBy(() -> Lake.openForReading(session(), root, List.of()))
        .isInstanceOf(LakeMissingException.class)
        .hasMessageContaining(root);
    open("print").close();
    assertThatThrownBy(() -> Lake.openForReading(session(), root, List.of(DAYS)))
        .isInstanceOf(LakeMissingException.class)
        .hasMessageContaining("gold.days");
  }

  @Test
  void shouldBeReadBesideAWriterAndNotWritten() {
    try (Lake writer = open("print");
        Lake reader = Lake.openForReading(session(), root, List.of())) {
      // Given
      writer.writeText("a.txt", "a");

      // Then
      assertThat(reader.readText("a.txt")).contains("a");
      assertThatThrownBy(() -> reader.writeText("b.txt", "b"))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> open("print")).isInstanceOf(LakeHeldException.class);
    }
  }

  private Lake open(String fingerprint, Table... tables) {
    return Lake.open(session(), root, List.of(tables), LEASE, fingerprint, Clock.systemUTC());
  }
}
