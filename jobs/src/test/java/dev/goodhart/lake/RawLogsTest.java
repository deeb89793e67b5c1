package dev.goodhart.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawLogsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 9, 22);

  @TempDir private Path root;
  private RawLogs logs;

  @BeforeEach
  void open() {
    logs = RawLogs.open(new Configuration(), root.toString());
  }

  @Test
  void shouldListEveryLayoutOfADay() throws IOException {
    // Given
    write("usage/a/year=2026/month=09/day=22/hour=03/minute=10/x.jsonl.gz");
    write("usage/a/year=2026/month=9/day=22/x.jsonl");
    write("usage/a/date=2026-09-22/x.jsonl");
    write("usage/a/user=someone/year=2026/month=09/day=22/x.jsonl");
    write("usage/a/year=2026/month=09/day=23/x.jsonl");
    write("usage/b/date=2026-09-22/x.jsonl");

    // When
    List<RawFile> files = logs.list("usage/a", Days.of(DAY));

    // Then
    assertThat(files)
        .extracting(RawFile::relative)
        .containsExactly(
            "usage/a/date=2026-09-22/x.jsonl",
            "usage/a/user=someone/year=2026/month=09/day=22/x.jsonl",
            "usage/a/year=2026/month=09/day=22/hour=03/minute=10/x.jsonl.gz",
            "usage/a/year=2026/month=9/day=22/x.jsonl");
    assertThat(files).extracting(RawFile::landed).containsOnly(DAY);
    assertThat(files).extracting(RawFile::size).containsOnly(3L);
  }

  @Test
  void shouldListAllDaysInOrder() throws IOException {
    // Given
    write("a/date=2026-10-01/x.jsonl");
    write("a/date=2025-12-31/y.jsonl");
    write("a/year=2026/month=01/day=01/z.jsonl");

    // Then
    assertThat(logs.list("a"))
        .extracting(RawFile::landed)
        .containsExactly(
            LocalDate.of(2025, 12, 31), LocalDate.of(2026, 1, 1), LocalDate.of(2026, 10, 1));
    assertThat(logs.earliest(List.of("a", "none"))).contains(LocalDate.of(2025, 12, 31));
    assertThat(logs.newest(List.of("none", "a"))).contains(LocalDate.of(2026, 10, 1));
  }

  @Test
  void shouldPassOverHiddenFilesAndFoldersWithoutADay() throws IOException {
    // Given
    write("a/date=2026-09-22/.x.jsonl.crc");
    write("a/date=2026-09-22/_SUCCESS");
    write("a/date=2026-09-22/_tmp/x.jsonl");
    write("a/x.jsonl");
    write("a/year=2026/month=13/day=01/x.jsonl");
    write("a/year=2026/month=02/day=30/x.jsonl");

    // Then
    assertThat(logs.list("a")).isEmpty();
    assertThat(logs.newest(List.of("a"))).isEmpty();
    assertThat(logs.outsideDays()).as("said to the user; hidden files are not logs").isEqualTo(3);
  }

  @Test
  void shouldListNothingBelowAMissingPrefix() {
    assertThat(logs.list("none", Days.of(DAY))).isEmpty();
    assertThat(logs.list("none")).isEmpty();
  }

  @Test
  void shouldTellAChangedFileByItsVersion() throws IOException {
    // Given
    Path file = write("a/date=2026-09-22/x.jsonl");
    String before = logs.list("a").get(0).version();

    // When
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000));

    // Then
    assertThat(logs.list("a").get(0).version()).isNotEqualTo(before);
  }

  @Test
  void shouldReadASmallFile() throws IOException {
    // Given
    write("identities.csv");

    // Then
    assertThat(logs.readSmall("identities.csv")).contains("{}\n");
    assertThat(logs.readSmall("none.csv")).isEmpty();
  }

  @Test
  void shouldRefuseARootThatIsNotThere() throws IOException {
    // Given
    String missing = root.resolve("none").toString();
    String file = write("file").toString();

    // Then
    assertThatThrownBy(() -> RawLogs.open(new Configuration(), missing))
        .isInstanceOf(RawRootException.class)
        .hasMessageContaining(missing);
    assertThatThrownBy(() -> RawLogs.open(new Configuration(), file))
        .isInstanceOf(RawRootException.class);
  }

  private Path write(String relative) throws IOException {
    Path file = root.resolve(relative);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "{}\n");
  }
}
