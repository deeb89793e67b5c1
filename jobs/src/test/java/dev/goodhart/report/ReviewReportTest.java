package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.report.ReviewData.Facts;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewReportTest {
  @Test
  void shouldShowFactsFirstAndTheScoreBehindAFold() {
    String html = ReviewReport.render(MadeReports.queue());

    assertThat(html)
        .containsSubsequence(
            "0b7c1f9e-2f6d-4a57-9d3c-6c7e8f901234",
            "$212",
            "acme/payments#412",
            "390 M tokens; 2.1 M is usual",
            "bin/goodhart review 0b7c1f9e-2f6d-4a57-9d3c-6c7e8f901234 VERDICT",
            "<details>",
            "<dt>Probability of tokenmaxxing</dt><dd>93\u00a0%",
            "context stuffing",
            "</details>");
  }

  @Test
  void shouldShowADashWhereNothingIsUsual() {
    String html = ReviewReport.render(MadeReports.queue());

    assertThat(html)
        .contains(
            fact("Model calls", "1,840", "38"),
            fact("Model calls", "12", "\u2013"),
            fact("Duration", "48\u00a0s", "\u2013"));
  }

  @Test
  void shouldNotShowWhatIsUnknownAsNothing() {
    Facts seenByAProxy =
        new Facts(
            Optional.of(7.25),
            true,
            Optional.of(5_000L),
            Optional.of(12L),
            Optional.empty(),
            Optional.of(Duration.ofMinutes(5)));

    String html = ReviewReport.render(MadeReports.queueOf(seenByAProxy));

    assertThat(html)
        .contains(
            fact("Cost", "at least $7.25", "$3.20"),
            fact("Prompts", "\u2013", "6"),
            "No prompts are known",
            "Its source tells of no prompts")
        .doesNotContain("Dots are prompts");
    assertThat(ReviewReport.render(MadeReports.queueOf(MadeReports.NOTHING_KNOWN)))
        .contains(fact("Cost", "\u2013", "$3.20"));
  }

  @Test
  void shouldTellNothingOfTheModelOutsideAFold() {
    String html = ReviewReport.render(MadeReports.queue());

    String unfolded = html.replaceAll("(?s)<style>.*?</style>|<details>.*?</details>", "");
    assertThat(unfolded)
        .doesNotContain("93\u00a0%", "context stuffing", "In the queue because", "likely");
  }

  @Test
  void shouldQuoteForAShellWhatComesOutOfLogs() {
    String html = ReviewReport.render(MadeReports.queue());

    assertThat(html)
        .contains("bin/goodhart review &#39;it&#39;\\&#39;&#39;s; rm -rf x&#39; VERDICT");
  }

  @Test
  void shouldLoadNothing() {
    String html = ReviewReport.render(MadeReports.queue());

    SelfContained.assertLoadsNothing(html);
    assertThat(html).doesNotContain("<script");
  }

  @Test
  void shouldExplainTheModelsWords() {
    String html = ReviewReport.render(MadeReports.queue());

    assertThat(html)
        .contains("context stuffing (far more text sent than the answers need)")
        .contains("mature: its outcomes have had time to come")
        .contains("not judged: too little happened in it, or no model of your own was live");
  }

  @Test
  void shouldCallAStartersProbabilityAGuessAndSayThatNoOwnModelIsLive() {
    String html = ReviewReport.render(MadeReports.queueOfTheStarter());

    assertThat(html)
        .contains(
            "No model of your own is live",
            "<dd>41\u00a0%, a guess learnt from made-up organisations</dd>");
    assertThat(ReviewReport.render(MadeReports.queue()))
        .contains("<dd>93\u00a0%</dd>", "none: no model has scored it")
        .doesNotContain("No model of your own is live", "a guess");
  }

  @Test
  void shouldSayThatTheQueueIsEmpty() {
    String html =
        ReviewReport.render(new ReviewData(LocalDate.parse("2026-02-01"), false, List.of()));

    assertThat(html).contains("The queue is empty");
  }

  private static String fact(String name, String value, String usual) {
    return "<th scope=\"row\">%s</th><td class=\"number strong\">%s</td><td class=\"number\">%s</td>"
        .formatted(name, value, usual);
  }
}
