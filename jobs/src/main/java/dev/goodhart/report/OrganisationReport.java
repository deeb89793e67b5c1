package dev.goodhart.report;

import java.util.Map;

/** The report for many readers, {@code report/index.html}: cohorts, never a person or a session. */
public final class OrganisationReport {
  private OrganisationReport() {}

  /** One HTML file that needs no network; equal data gives an equal file. */
  public static String render(ReportData data) {
    return Page.withCharts(
        "index.ftlh", Map.of("report", data, "totals", data.totals(), "summary", Summary.of(data)));
  }
}
