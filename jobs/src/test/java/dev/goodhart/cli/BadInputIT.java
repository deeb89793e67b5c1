package dev.goodhart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.cli.GoodhartProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input that shows only once Spark is up, given to a process as a user gives it: an exit code
 * and one line that says what, where and what to do.
 */
class BadInputIT {
  private static final String KEY = "the pseudonym key of the tests, 40 bytes";

  private static final String USAGE =
      "{\"event_id\":\"e1\",\"occurred_at\":\"2026-01-05T08:00:00Z\",\"user\":\"jo\","
          + "\"kind\":\"prompt\"}\n";

  @TempDir private static Path processFolder;
  private static CommandsInTurn goodhart;

  @TempDir private Path folder;
  private Path raw;
  private Path lake;

  @BeforeAll
  static void start() throws IOException {
    goodhart = CommandsInTurn.start(processFolder, KEY);
  }

  @AfterAll
  static void stop() {
    goodhart.close();
  }

  @BeforeEach
  void makeRawRoot() throws IOException {
    raw = Files.createDirectories(folder.resolve("raw"));
    lake = folder.resolve("lake");
  }

  @Test
  void shouldRefuseARawRootThatIsNotThere() throws IOException {
    Ended ended = pipeline("--raw", folder.resolve("rwa").toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).hasSize(1).first().asString().contains("rwa");
    assertThat(lake).doesNotExist();
  }

  @Test
  void shouldRefuseALakeOfANewerVersion() throws IOException {
    writeLake("{\"format_version\": 99, \"key_fingerprint\": \"0\"}");

    Ended ended = pipeline("--raw", raw.toString());

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).hasSize(1).first().asString().contains("newer version", "upgrade");
  }

  @Test
  void shouldSucceedWhereNothingLandedAndRefuseAnotherKeyAfterwards() throws IOException {
    Ended empty = pipeline("--raw", raw.toString());
    assertThat(empty.err()).isEmpty();
    assertThat(empty.code()).isZero();
    assertThat(empty.out()).anySatisfy(line -> assertThat(line).contains("nothing to do"));

    Ended quiet = pipeline("--raw", raw.toString(), "--from", "2026-01-05", "--to", "2026-01-06");
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.code()).isZero();
    assertThat(quiet.out()).anySatisfy(line -> assertThat(line).contains("nothing landed"));

    Ended other =
        new GoodhartProcess(folder)
            .run(
                "another key, of just as many bytes as it",
                List.of("pipeline", "--lake", lake.toString(), "--raw", raw.toString()));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).hasSize(1).first().asString().contains("another pseudonym key");
  }

  @Test
  void shouldRefuseADayWithTooManyBrokenRecordsAndLeaveItAsItWas() throws IOException {
    // Given a day that was read, and what landed on it since
    Path day = Files.createDirectories(raw.resolve("usage/events/date=2026-01-05"));
    Files.writeString(day.resolve("whole.jsonl"), USAGE);
    assertThat(ingest().code()).isZero();
    List<String> before = bronze();
    Files.writeString(day.resolve("broken.jsonl"), "{\"event_id\":\n".repeat(100));

    // When
    Ended refused = ingest();

    // Then
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .hasSize(1)
        .first()
        .asString()
        .contains("usage_event: 100 of 101 records", "ingest.max_reject_share");
    assertThat(bronze()).isEqualTo(before).isNotEmpty();
  }

  private List<String> bronze() throws IOException {
    try (Stream<Path> files = Files.walk(lake.resolve("bronze"))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private Ended ingest() throws IOException {
    return command("ingest", "--raw", raw.toString(), "--from", "2026-01-05", "--to", "2026-01-06");
  }

  private void writeLake(String meta) throws IOException {
    Files.createDirectories(lake.resolve("_goodhart"));
    Files.writeString(lake.resolve("_goodhart/lake.json"), meta);
  }

  private Ended pipeline(String... arguments) throws IOException {
    return command("pipeline", arguments);
  }

  private Ended command(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(name, "--lake", lake.toString()));
    command.addAll(List.of(arguments));
    return goodhart.run(command);
  }
}
