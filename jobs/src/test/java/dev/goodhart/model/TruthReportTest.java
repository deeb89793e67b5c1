package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.model.TruthReport.Judged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthReportTest {
  private static final String OWN = "The model's own judgement:";

  private final List<Judged> rows = new ArrayList<>();

  @Test
  void shouldTellTheModelsOwnFlagsFromTheReviewers() {
    // Given: reviewers flag three, rightly; the model flags two by itself, one of them wrongly
    session("busywork", true, 0.2, true, "tokenmaxxing", 1);
    session("busywork", true, 0.3, true, "tokenmaxxing", 1);
    session("churn", true, 0.1, true, "tokenmaxxing", 1);
    session("churn", true, 0.9, true, null, 1);
    session("churn", true, 0.4, false, null, 2);
    session("feature", false, 0.8, true, null, 9);
    session("feature", false, 0.7, false, "legitimate", 8);
    session("feature", false, 0.1, false, null, 1);

    // When
    TruthReport report = TruthReport.of(rows, 0, 0);

    // Then
    assertThat(report.all().flagged()).isEqualTo(5);
    assertThat(report.all().precision()).isCloseTo(0.8, within(1e-9));
    assertThat(report.all().recall()).isCloseTo(0.8, within(1e-9));
    assertThat(report.withoutVerdict().sessions()).isEqualTo(4);
    assertThat(report.withoutVerdict().gaming()).isEqualTo(2);
    assertThat(report.withoutVerdict().flagged()).isEqualTo(2);
    assertThat(report.withoutVerdict().precision()).isCloseTo(0.5, within(1e-9));
    assertThat(report.withoutVerdict().recall()).isCloseTo(0.5, within(1e-9));
    assertThat(report.withoutVerdict().honestFlagRate()).isCloseTo(0.5, within(1e-9));
    // gaming ranks 1st and 3rd by probability, and 2nd to 4th, sharing 3rd and 4th, by cost
    assertThat(report.withoutVerdict().averagePrecision())
        .isCloseTo((1 + 2 / 3.0) / 2, within(1e-9));
    assertThat(report.withoutVerdict().costAveragePrecision())
        .isCloseTo((1 / 2.0 + 2 / 4.0) / 2, within(1e-9));
  }

  @Test
  void shouldCountAReviewersUnsureAsAVerdict() {
    session("feature", false, 0.1, false, "unsure", 1);
    session("churn", true, 0.1, false, null, 1);

    assertThat(TruthReport.of(rows, 0, 0).withoutVerdict().sessions()).isEqualTo(1);
  }

  @Test
  void shouldShowTheSameMeasuresInASecondBlock() {
    session("busywork", true, 0.2, true, "tokenmaxxing", 1);
    session("churn", true, 0.9, true, null, 1);
    session("feature", false, 0.1, false, null, 7);

    List<String> lines = TruthReport.of(rows, 4, 1).summary().lines().toList();

    int second = lines.indexOf(lines.stream().filter(l -> l.startsWith(OWN)).findFirst().get());
    assertThat(lines.get(0)).startsWith("3 sessions with a known truth, 2 of them tokenmaxxing");
    assertThat(lines.get(second)).contains("the 2 of them without", "1 tokenmaxxing (50.0 %)");
    assertThat(lines.subList(1, 6))
        .extracting(line -> line.substring(0, 20).strip())
        .containsExactly("", "model", "cost, as many", "low worth", "mean + 2 sigma");
    assertThat(lines.subList(second + 1, lines.size()))
        .extracting(line -> line.substring(0, 20).strip())
        .containsExactly("", "model", "cost, as many", "low worth", "mean + 2 sigma");
    assertThat(lines.get(2)).startsWith("model                      2  100.0 %");
    assertThat(lines.get(second + 2)).startsWith("model                      1  100.0 %");
  }

  @Test
  void shouldSaySoWhereEverySessionHasAVerdict() {
    session("churn", true, 0.9, true, "tokenmaxxing", 1);

    TruthReport report = TruthReport.of(rows, 0, 0);

    assertThat(report.withoutVerdict().averagePrecision()).isNaN();
    assertThat(report.summary()).contains("the 0 of them without", "none to measure");
  }

  @Test
  void shouldSayThatNoModelWasLive() {
    rows.add(new Judged("p", true, "churn", null, false, false, null, figured(1)));

    assertThat(TruthReport.of(rows, 0, 0).summary().lines())
        .filteredOn(line -> line.startsWith("model"))
        .hasSize(2)
        .allMatch(line -> line.endsWith("no model"));
  }

  private void session(
      String kind,
      boolean gaming,
      double probability,
      boolean flagged,
      String verdict,
      double cost) {
    rows.add(
        new Judged(
            "p" + rows.size(), gaming, kind, probability, flagged, true, verdict, figured(cost)));
  }

  private static Unseen.Figured figured(double cost) {
    return new Unseen.Figured(cost, 10, false);
  }
}
