package dev.goodhart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything starts: exit 2 and one clear line. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private void refused(int code, String says) {
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains(says);
  }

  @Test
  void shouldRefuseAnUnknownOption() {
    refused(run("pipeline", "--lakes", "x"), "--lakes");
  }

  @Test
  void shouldRefuseOneEndOfAnInterval() {
    refused(run("pipeline", "--raw", "r", "--lake", "l", "--from", "2026-01-05"), "--from alone");
  }

  @Test
  void shouldRefuseAnIntervalThatEndsBeforeItBegins() {
    refused(
        run("sessions", "--lake", "l", "--from", "2026-01-06", "--to", "2026-01-05"),
        "must be before");
  }

  @Test
  void shouldNameEveryMistakeInTheSettingsAtOnce() {
    refused(
        run("pipeline", "--set", "links.window_days=-1", "--set", "score.budget=1"),
        "score.budget");
    assertThat(err.toString()).contains("links.window_days = -1 must be at least 0");
  }

  @Test
  void shouldRefuseAnUnknownVerdict() {
    refused(run("review", "s1", "guilty", "--reviewer", "jo", "--raw", "r"), "guilty");
  }

  @Test
  void shouldRefuseAReviewOfNothingByNobody() {
    refused(run("review", "", "unsure", "--reviewer", " "), "SESSION must not be empty");
    assertThat(err.toString()).contains("--reviewer must not be empty", "--raw is missing");
  }

  @Test
  void shouldNameAnUnknownVerdictBesideWhatElseIsWrong() {
    refused(run("review", "", "guilty", "--reviewer", "jo"), "verdict guilty is none of");
    assertThat(err.toString()).contains("SESSION must not be empty", "--raw is missing");
  }

  @Test
  void shouldNameEveryMistakeInTheSamplesOptionsAtOnce() {
    refused(
        run("sample", "o", "--truth", "t", "--users", "0", "--archetypes", "churn,nap"),
        "users must be at least 1, is 0");
    assertThat(err.toString()).contains("no gaming archetype 'nap'");
  }

  @Test
  void shouldRefuseToMakeASampleAnywhereButInAFolder() {
    refused(run("sample", "s3a://bucket/raw", "--truth", "t"), "no folder of this machine");
  }

  @Test
  void shouldSayWhatTheSampleHoldsAndWhyNobodyGames(@TempDir Path folder) {
    String raw = folder.resolve("raw").toString();
    String truth = folder.resolve("truth.csv").toString();

    int code = run("sample", raw, "--truth", truth, "--users", "2", "--days", "3");

    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("(0 of them gaming)", "MB in " + raw, "the truth is in " + truth)
        .contains("Nobody games: the leaderboard is announced after 14 days");
  }

  @Test
  void shouldAskForTheRawRoot() {
    refused(run("ingest", "--lake", "l"), "--raw is missing");
  }

  @Test
  void shouldNameEverythingThatIsMissingAtOnce() {
    refused(run("pipeline", "--from", "2026-01-05", "--set", "a=1"), "--raw is missing");
    assertThat(err.toString()).contains("--lake is missing", "--from alone", "unknown setting a");
  }

  @Test
  void shouldSayWhatADateLooksLike() {
    refused(
        run("sessions", "--from", "2026-1-5", "--to", "2026-01-06"),
        "'2026-1-5' is not a date like 2026-09-22");
  }

  @Test
  void shouldSayThatThereIsNoSuchCommand() {
    refused(run("pipelines", "--raw", "r"), "there is no command pipelines");
  }

  @Test
  void shouldRefuseATruthThatIsAFolder() {
    refused(run("evaluate", "--lake", "l", "--truth", "."), "--truth . can't be read");
  }

  @Test
  void shouldRefuseATruthWithoutItsColumns(@TempDir Path folder) throws IOException {
    Path truth = Files.writeString(folder.resolve("truth.csv"), "a,b\n1,2\n");

    refused(run("evaluate", "--lake", "l", "--truth", truth.toString()), "session_id, kind, label");
  }

  @Test
  void shouldSayWhatEachCommandDoes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).containsPattern("ingest +\\w+").containsPattern("report +\\w+");
  }
}
