package dev.goodhart.job;

import dev.goodhart.lake.Days;
import dev.goodhart.lake.Lake;
import dev.goodhart.report.OrganisationReport;
import dev.goodhart.report.ReportSource;
import dev.goodhart.report.ReviewReport;
import dev.goodhart.report.ReviewSource;
import java.time.LocalDate;

/** Writes the two reports: one for many readers (cohorts only), one for reviewers. */
public final class ReportJob implements Job {
  /** Shortest stretch of days that the reports tell of. */
  private static final int REPORT_DAYS = 84;

  static final String FOR_MANY = "report/index.html";
  static final String FOR_REVIEWERS = "review/queue.html";

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String purpose() {
    return "Writes the two HTML reports.";
  }

  @Override
  public JobResult run(JobContext context, Days days) {
    Lake lake = context.lake();
    LocalDate trailing = days.to().minusDays(REPORT_DAYS);
    Days shown = new Days(days.from().isBefore(trailing) ? days.from() : trailing, days.to());
    try (TableCache tables = new TableCache(lake)) {
      lake.writeText(
          FOR_MANY,
          OrganisationReport.render(ReportSource.collect(tables::read, shown, context.settings())));
      lake.writeText(
          FOR_REVIEWERS,
          ReviewReport.render(ReviewSource.collect(tables::read, shown, context.settings())));
    }
    return JobResult.saying(lake.path(FOR_MANY));
  }
}
