package dev.goodhart.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.ingest.LogIngest;
import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.lake.RawFile;
import dev.goodhart.lake.RawLogs;
import dev.goodhart.schema.InputFiles;
import dev.goodhart.schema.JobRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which days a run takes that was told none; today is the 10th. */
class IntervalsTest extends SparkTest {
  private static final Clock TODAY =
      Clock.fixed(Instant.parse("2026-01-10T09:00:00Z"), ZoneOffset.UTC);
  private static final Settings SETTINGS = Settings.defaults();
  private static final List<Job> JOBS = List.of(new IngestJob(), new SessionJob());

  @TempDir private Path folder;
  private Lake lake;
  private final List<String> notices = new ArrayList<>();
  private int runs;

  @BeforeEach
  void open() {
    lake =
        Lake.open(
            session(),
            folder.resolve("lake").toString(),
            List.of(InputFiles.TABLE, JobRuns.TABLE),
            SETTINGS.lake(),
            "print",
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void shouldTakeFromTheFirstLandingDayToTheNewestClosedOne() throws IOException {
    land("day=06", "a.json");
    land("day=08", "a.json");
    land("day=10", "a.json");

    assertThat(due()).contains(days(6, 9));
  }

  @Test
  void shouldTakeNothingWhereNothingIsNew() throws IOException {
    land("day=06", "a.json");
    land("day=07", "a.json");
    take(6, 8);

    assertThat(due()).isEmpty();
    assertThat(Intervals.ofJob(lake, "sessions")).isEmpty();
  }

  @Test
  void shouldTakeTheDaysAfterTheLastOneQuietOnesToo() throws IOException {
    land("day=06", "a.json");
    take(6, 7);
    land("day=09", "a.json");

    assertThat(due()).contains(days(7, 10));
  }

  @Test
  void shouldTakeADayAgainWhoseFileChanged() throws IOException {
    land("day=06", "a.json");
    land("day=08", "a.json");
    take(6, 9);
    Files.writeString(rawFile("day=06", "a.json"), "more");

    assertThat(due()).contains(days(6, 9));
  }

  @Test
  void shouldTakeADayAgainToWhichAFileWasAdded() throws IOException {
    land("day=06", "a.json");
    land("day=08", "a.json");
    take(6, 9);
    land("day=07", "late.json");

    assertThat(due()).contains(days(7, 9));
  }

  @Test
  void shouldLeaveADayWhoseFilesExpired() throws IOException {
    land("day=06", "a.json");
    land("day=08", "a.json");
    take(6, 9);
    Files.delete(rawFile("day=06", "a.json"));

    assertThat(due()).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void shouldNotEmptyADayWhoseFilesExpiredForTheSakeOfAnother() throws IOException {
    land("day=06", "a.json");
    land("day=07", "a.json");
    land("day=08", "a.json");
    take(6, 9);
    Files.delete(rawFile("day=07", "a.json"));
    land("day=06", "late.json");
    land("day=09", "a.json");

    assertThat(due()).contains(days(8, 10));
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("2026-01-06", "2026-01-07", "--from 2026-01-06 --to 2026-01-08");
  }

  @Test
  void shouldNotTakeAnotherFileForOneThatExpired() throws IOException {
    land("day=06", "a.json");
    land("day=07", "a.json");
    take(6, 8);
    Files.delete(rawFile("day=06", "a.json"));
    land("day=06", "late.json");

    assertThat(due()).contains(days(7, 8));
    assertThat(notices).singleElement().asString().contains("2026-01-06");
  }

  @Test
  void shouldTakeADayThatALaterJobHasNotTaken() throws IOException {
    land("day=06", "a.json");
    land("day=07", "a.json");
    take(6, 7);
    ingest(7, 8);

    assertThat(due()).contains(days(7, 8));
    assertThat(Intervals.ofJob(lake, "sessions")).contains(days(7, 8));
    assertThat(due(new IngestJob())).isEmpty();
  }

  @Test
  void shouldTakeNothingAgainOfAnOlderLakeThatDoesNotSayWhenItReadItsFiles() throws IOException {
    land("day=06", "a.json");
    ran("ingest", days(6, 7));
    ran("sessions", days(6, 7));
    RawFile file = raw().list("usage/claude_code", days(6, 7)).get(0);
    lake.append(
        InputFiles.TABLE,
        TableRows.of(InputFiles.TABLE)
            .row(
                "file", file.relative(),
                "landed_date", file.landed(),
                "size_bytes", file.size(),
                "version", file.version())
            .dataset());

    assertThat(due()).isEmpty();
  }

  @Test
  void shouldLeaveWhatLandedBeforeTheFirstDayThatWasEverTaken() throws IOException {
    land("day=03", "a.json");
    land("day=06", "a.json");
    take(6, 7);

    assertThat(due()).isEmpty();
  }

  private static Days days(int from, int to) {
    return new Days(LocalDate.of(2026, 1, from), LocalDate.of(2026, 1, to));
  }

  private Optional<Days> due() {
    return due(JOBS);
  }

  private Optional<Days> due(Job job) {
    return due(List.of(job));
  }

  private Optional<Days> due(List<Job> jobs) {
    JobContext context =
        new JobContext(session(), lake, Optional.of(raw()), SETTINGS, TestRun.PSEUDONYMS);
    return Intervals.ofRaw(context, jobs, TODAY, notices::add);
  }

  private RawLogs raw() {
    return RawLogs.open(session().sessionState().newHadoopConf(), folder.resolve("raw").toString());
  }

  private Path rawFile(String day, String name) {
    return folder.resolve("raw/usage/claude_code/year=2026/month=01").resolve(day).resolve(name);
  }

  private void land(String day, String name) throws IOException {
    Files.createDirectories(rawFile(day, name).getParent());
    Files.writeString(rawFile(day, name), "{}");
  }

  private void take(int from, int to) {
    ingest(from, to);
    ran("sessions", days(from, to));
  }

  private void ingest(int from, int to) {
    ran("ingest", days(from, to));
    TableRows files = TableRows.of(InputFiles.TABLE);
    for (String format : LogIngest.formats()) {
      for (RawFile file : raw().list(SETTINGS.ingest().prefixes().get(format), days(from, to))) {
        files.row(
            "file", file.relative(),
            "landed_date", file.landed(),
            "size_bytes", file.size(),
            "version", file.version(),
            "read_at", Instant.EPOCH.plusSeconds(runs),
            "gone", false);
      }
    }
    lake.append(InputFiles.TABLE, files.dataset());
  }

  private void ran(String job, Days days) {
    runs++;
    lake.append(
        JobRuns.TABLE,
        TableRows.of(JobRuns.TABLE)
            .row(
                "run_id", String.valueOf(runs),
                "job", job,
                "from_date", days.from(),
                "to_date", days.to(),
                "started_at", Instant.EPOCH.plusSeconds(runs),
                "status", "succeeded")
            .dataset());
  }
}
