package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OrganisationReportTest {
  @Test
  void shouldPutOutcomesFirstAndTokensAfterThem() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    assertThat(html)
        .containsSubsequence(
            "<h1>What our AI tokens bought</h1>",
            "id=\"achieved\">What was achieved",
            "<dt>Tasks merged or done</dt>",
            "id=\"outcomes\"",
            "id=\"sessions\"",
            "id=\"cost\">Tokens and cost",
            "id=\"tokens\"",
            "id=\"tracking\">",
            "id=\"health\"",
            "id=\"waste\">Suspected waste",
            "id=\"quality\">Data quality",
            "id=\"limits\">What the figures cannot say");
  }

  @Test
  void shouldEscapeWhatComesOutOfLogs() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    assertThat(html)
        .contains("&lt;b&gt;x&lt;/b&gt;", "&lt;i&gt;model&lt;/i&gt;")
        .doesNotContain("<b>x</b>", "<i>model</i>");
  }

  @Test
  void shouldLoadNothing() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    SelfContained.assertLoadsNothing(html);
  }

  @Test
  void shouldHoldATableForEachChart() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    String page = SelfContained.withoutScripts(html);
    assertThat(count(page, "<figure class=\"chart\"")).isEqualTo(7);
    assertThat(count(page, "role=\"img\" aria-label=\"Chart: ")).isEqualTo(7);
    assertThat(count(page, "<table>")).isEqualTo(count(page, "<caption>"));
    assertThat(page).contains("<a class=\"skip\" href=\"#main\">", "<html lang=\"en\">");
  }

  @Test
  void shouldSayWhyNobodyIsFlaggedWhenNoModelIsLive() {
    String html =
        OrganisationReport.render(MadeReports.organisationWithNobodyFlagged(MadeReports.NO_MODEL));

    assertThat(html)
        .contains("Nobody is flagged: no model is live")
        .contains("At least 30\u00a0reviews are needed, 5 of them")
        .doesNotContain("id=\"flagged\"");
  }

  @Test
  void shouldTellReviewersVerdictsFromAModelsFlags() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.NO_MODEL));

    assertThat(html)
        .contains(
            "48\u00a0sessions are flagged", "These are reviewers&#39; verdicts alone: no model")
        .contains("id=\"flagged\"");
  }

  @Test
  void shouldSayWhatWasFlaggedWhenAModelIsLive() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    // Four weeks of six flagged sessions, twice, of 60 sessions times 36.
    assertThat(html)
        .contains(
            "48\u00a0sessions are flagged (2.2\u00a0% of all), with $707 or 4.6\u00a0% of the cost");
  }

  @Test
  void shouldCompareWeeksBeforeAndSinceAnAnnouncementWhoseOutcomesAreIn() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    // (0.61 + 0.55) / 2, and the week of the announcement with those after it: 0.48, 0.22, 0.09.
    assertThat(html)
        .contains("averaged +0.58; since then +0.26, a change of \u22120.32")
        .contains("data-mark=\"token leaderboard\"");
  }

  @Test
  void shouldSayWhenItsTotalsAreOfSomeWeeksOnly() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    assertThat(html)
        .contains("In the 8\u00a0weeks shown, 612\u00a0tasks were merged or done")
        .contains("1\u00a0week is not shown here: fewer than 5 people had a session in it.");
  }

  @Test
  void shouldRenderALakeWithNothingInIt() {
    String html = OrganisationReport.render(MadeReports.empty());

    assertThat(html)
        .contains("there is nothing to show here", "No raw file landed in this period")
        .doesNotContain("<dl class=\"tiles\">");
  }

  @Test
  void shouldGiveAnEqualFileForEqualData() {
    String one = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));
    String other = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    assertThat(one).isEqualTo(other);
  }

  /** Leaves made-up reports to look at in a browser. */
  @Test
  void shouldBeOneFileSmallEnoughToSend() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "reports"));
    Path index = folder.resolve("index.html");
    Files.writeString(
        index, OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL)));
    Files.writeString(
        folder.resolve("no-model.html"),
        OrganisationReport.render(MadeReports.organisationWithNobodyFlagged(MadeReports.NO_MODEL)));
    Files.writeString(folder.resolve("queue.html"), ReviewReport.render(MadeReports.queue()));

    assertThat(index).isNotEmptyFile();
    assertThat(Files.size(index)).isLessThan(1_000_000);
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }
}
