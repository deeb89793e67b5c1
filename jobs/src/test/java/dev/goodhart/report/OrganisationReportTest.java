package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            "<h2 id=\"cost\">Tokens and cost",
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
    assertThat(count(page, "<table")).isEqualTo(count(page, "<caption>"));
    assertThat(page).contains("<a class=\"skip\" href=\"#main\">", "<html lang=\"en\">");
  }

  @Test
  void shouldSayWhyNobodyIsFlaggedWhenNoModelIsLive() {
    String html =
        OrganisationReport.render(MadeReports.organisationWithNobodyFlagged(MadeReports.NO_MODEL));

    assertThat(html)
        .contains("Nobody is flagged: no model is live")
        .contains("So far 12\u00a0sessions are reviewed, 1 of them found tokenmaxxing")
        .contains("18\u00a0reviews are still missing, 4 of them with that verdict;")
        .doesNotContain("id=\"flagged\"");
  }

  @Test
  void shouldSayWhoseFlagsStandWhereTheModelFlagsNobody() {
    ReportData.Model flagsNobody =
        new ReportData.Model(true, false, "", Optional.empty(), 40, 6, 30, 5);

    String none = OrganisationReport.render(MadeReports.organisation(MadeReports.NO_MODEL));
    String newer = OrganisationReport.render(MadeReports.organisation(flagsNobody));

    assertThat(none)
        .contains(
            "48\u00a0sessions are flagged",
            "These are reviewers&#39; verdicts or another model&#39;s flags: no model is live")
        .contains("id=\"flagged\"");
    assertThat(newer)
        .contains(
            "These are reviewers&#39; verdicts or another model&#39;s flags: a model is live");
  }

  @Test
  void shouldSayWhatWasFlaggedWhenAModelIsLive() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    // Four weeks of six flagged sessions, twice, of 60 sessions times 36.
    assertThat(html)
        .contains(
            "48\u00a0sessions are flagged (2.2\u00a0% of all), with $707 or 4.6\u00a0% of the cost",
            "144\u00a0sessions were not judged: a session is not where too little happened in it, or"
                + " where no model was live yet.");
  }

  @Test
  void shouldCompareWeeksBeforeAndSinceAnAnnouncementWhoseOutcomesAreIn() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    // (0.61 + 0.55) / 2, and the week of the announcement with those after it: 0.48, 0.22, 0.09.
    // Intervals reach from 0.24 below to 0.2 above.
    assertThat(html)
        .contains("Hardly: people who use more tokens in a week get only slightly more tasks done.")
        .contains("averaged +0.58 over 2\u00a0weeks before \u201ctoken leaderboard\u201d")
        .contains("and +0.26 over 3\u00a0weeks since, a change of \u22120.32.")
        .contains("That is more than a single week&#39;s uncertainty of about \u00b10.22.")
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
  void shouldSayThatASmallChangeMayBeChance() {
    ReportData data = MadeReports.organisation(MadeReports.LIVE_MODEL, List.of(0.31, 0.42, 0.4));

    assertThat(Summary.of(data).tracking()).startsWith("In part: people who use more tokens");
    assertThat(Summary.of(data).measured())
        .contains("a change of +0.04. A single week is uncertain by about \u00b10.22")
        .endsWith("so this change may well be chance.");
  }

  @Test
  void shouldSayHowFarAFlagCanBeTrusted() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    assertThat(html)
        .containsSubsequence(
            "reviewers' verdicts on 466\u00a0sessions",
            "found tokenmaxxing, flagged</th>",
            "33\u00a0%</td>",
            "19\u00a0% to 51\u00a0%</td>",
            "found honest, flagged</th>",
            "0.6\u00a0%</td>",
            "0.2\u00a0% to 3.3\u00a0%</td>");
  }

  @Test
  void shouldSayInRedAndUnfoldedWhomTheModelIsUnfairTo() {
    String fair = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));
    String unfair = OrganisationReport.render(MadeReports.organisation(MadeReports.UNFAIR_MODEL));

    assertThat(unfair.replaceAll("(?s)<details.*?</details>", ""))
        .containsSubsequence(
            "How far to trust a flag",
            "<tr class=\"alarm\"><th scope=\"row\">Unfair: honest sessions of night workers",
            "3.1\u00a0times</td>",
            "1.7\u00a0times to 6.2\u00a0times</td>",
            "<p class=\"note alarm\"><strong>The model is unfair to night workers.");
    assertThat(fair).doesNotContain("class=\"alarm\"", "note alarm", "unfair to");
  }

  @Test
  void shouldTellThatATrainedModelWasNotGoodEnough() {
    ReportData.Model refused =
        new ReportData.Model(false, false, "Not published.", Optional.empty(), 40, 6, 30, 5);

    String html = OrganisationReport.render(MadeReports.organisationWithNobodyFlagged(refused));

    assertThat(html)
        .contains("That was enough to train a model, but not for one good enough to go live")
        .contains("The newest training says: Not published.");
  }

  @Test
  void shouldSumRecordsOverSourcesAndSayWhyTheyWereRejected() {
    String html = OrganisationReport.render(MadeReports.organisation(MadeReports.LIVE_MODEL));

    assertThat(html)
        .contains(
            "1,043,016\u00a0records were read from 84\u00a0files: 1,041,205 (>\u00a099\u00a0%) kept,"
                .replace(">", "&gt;"))
        .contains("1,500 doubled, 211 of a kind that is not used, 100 rejected.")
        .contains("the line can&#39;t be read as JSON", "no time can be read");
  }

  @Test
  void shouldSayThatTheLastWeekIsNotOver() {
    ReportData over = MadeReports.organisation(MadeReports.LIVE_MODEL);
    ReportData cut = MadeReports.organisationUntil(MadeReports.FIRST_MONDAY.plusDays(52));

    assertThat(OrganisationReport.render(over)).doesNotContain("was not over");
    assertThat(OrganisationReport.render(cut)).contains("The week from 23 Feb was not over");
  }

  @Test
  void shouldRenderALakeWithNothingInIt() {
    String html = OrganisationReport.render(MadeReports.empty());

    assertThat(html)
        .contains("there is nothing to show here", "No raw record landed in this period")
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
