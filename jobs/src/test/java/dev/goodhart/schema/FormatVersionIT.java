package dev.goodhart.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.config.Settings;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.LakeFormat;
import dev.goodhart.lake.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Columns by version of the lake's format, written down in {@code columns-<version>.txt} as lines
 * of table, column and type.
 */
class FormatVersionIT extends SparkTest {
  private static final String PRINT = "print";

  @TempDir private Path folder;

  @Test
  void shouldGoUpWithEachNewColumn() {
    List<String> now =
        Tables.ALL.stream()
            .flatMap(
                table ->
                    Arrays.stream(table.schema().fields())
                        .map(
                            field ->
                                table.fullName()
                                    + " "
                                    + field.name()
                                    + " "
                                    + field.dataType().catalogString()))
            .toList();

    assertThat(now)
        .as(
            "columns of format version %d: where one is new, raise LakeFormat.VERSION and write down"
                + " the columns of the new version in a file of its own",
            LakeFormat.VERSION)
        .containsExactlyInAnyOrderElementsOf(columns(LakeFormat.VERSION));
  }

  @Test
  void shouldOnlyEverAdd() {
    for (int version = 2; version <= LakeFormat.VERSION; version++) {
      assertThat(columns(version)).containsAll(columns(version - 1));
    }
  }

  @Test
  void shouldBringUpTheFirstVersionInPlaceWithoutRewritingIt() throws IOException {
    // Given a lake of the first version with a row in each table that has changed since, and in one
    // that has not
    String root = folder.resolve("lake").toString();
    Collection<Table> first = tables(columns(1));
    Map<Boolean, List<Table>> byChange =
        first.stream().collect(Collectors.partitioningBy(FormatVersionIT::hasChangedSince));
    List<Table> written = new ArrayList<>(byChange.get(true));
    written.add(byChange.get(false).get(0));
    try (Lake lake = open(root, first)) {
      for (Table table : written) {
        lake.append(table, session().createDataFrame(List.of(rowOfNulls(table)), table.schema()));
      }
    }
    writeVersion(root, 1);
    Set<String> filesBefore = parquetFiles(root);

    // When this version opens it
    try (Lake lake = open(root, Tables.ALL)) {
      // Then every table has this version's columns and its old row
      for (Table table : Tables.ALL) {
        boolean old = written.stream().anyMatch(each -> each.fullName().equals(table.fullName()));
        assertThat(lake.read(table).count()).as(table.fullName()).isEqualTo(old ? 1 : 0);
      }
      assertThat(parquetFiles(root)).isEqualTo(filesBefore);
      // and can be written
      lake.append(
          JobRuns.TABLE,
          session().createDataFrame(List.of(rowOfNulls(JobRuns.TABLE)), JobRuns.TABLE.schema()));
      assertThat(lake.read(JobRuns.TABLE).count()).isEqualTo(2);
    }
    assertThat(Files.readString(Path.of(root, "_goodhart", "lake.json")))
        .contains("\"format_version\":" + LakeFormat.VERSION);
  }

  private static boolean hasChangedSince(Table before) {
    return Tables.ALL.stream()
        .filter(now -> now.fullName().equals(before.fullName()))
        .anyMatch(now -> now.schema().size() > before.schema().size());
  }

  private static Lake open(String root, Collection<Table> tables) {
    return Lake.open(session(), root, tables, Settings.defaults().lake(), PRINT, Clock.systemUTC());
  }

  private static void writeVersion(String root, int version) throws IOException {
    Files.writeString(
        Path.of(root, "_goodhart", "lake.json"),
        "{\"format_version\":" + version + ",\"key_fingerprint\":\"" + PRINT + "\"}");
  }

  private static Row rowOfNulls(Table table) {
    return org.apache.spark.sql.RowFactory.create(new Object[table.schema().size()]);
  }

  private static Collection<Table> tables(List<String> columns) {
    Map<String, Table.Builder> builders = new LinkedHashMap<>();
    for (String line : columns) {
      String[] parts = line.split(" ", 3);
      String[] name = parts[0].split("\\.", 2);
      Table now =
          Tables.ALL.stream().filter(t -> t.fullName().equals(parts[0])).findFirst().orElseThrow();
      builders
          .computeIfAbsent(
              parts[0],
              each -> {
                Table.Builder builder =
                    Table.of(name[0], name[1], now.grain()).key(now.key().toArray(String[]::new));
                return now.partitionColumn() == null
                    ? builder
                    : builder.partitionedBy(now.partitionColumn());
              })
          .column(parts[1], DataType.fromDDL(parts[2]), "As it was.");
    }
    return builders.values().stream().map(Table.Builder::build).toList();
  }

  private static List<String> columns(int version) {
    try (var in = FormatVersionIT.class.getResourceAsStream("columns-" + version + ".txt")) {
      return new ArrayList<>(
          new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> parquetFiles(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root))) {
      Set<String> names = new TreeSet<>();
      files.map(Path::toString).filter(name -> name.endsWith(".parquet")).forEach(names::add);
      return names;
    }
  }
}
