package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One period: how far tokens still track outcomes. Spearman rank correlation over person-periods of
 * tokens with outcomes; 95 % interval by the Bonett-Wright standard error.
 */
public final class MetricHealth {
  public static final Table TABLE =
      Table.of("gold", "metric_health", "One period: how far tokens still track outcomes.")
          .key("period", "team")
          .column("period", DATE, "Monday of the week.")
          .column("team", STRING, "(all teams) or a team of at least privacy.min_cohort people.")
          .column("people", LONG, "People with usage in the period.")
          .column(
              "rank_correlation",
              DOUBLE,
              "Spearman's rho of people's tokens with the tasks that they finished; null where it can't be computed.")
          .column("low", DOUBLE, "Lower end of the 95 % interval.")
          .column("high", DOUBLE, "Upper end of the 95 % interval.")
          .column("outcomes", LONG, "Done tasks of the people; only for (all teams).")
          .column("total_tokens", LONG, "Tokens of the people; only for (all teams).")
          .column(
              "announcement",
              STRING,
              "Names of the announcements (setting of that name) in or before the period, null when none.")
          .column(
              "change_since_announcement",
              DOUBLE,
              "Mean correlation since the announcement minus before it; null without one.")
          .build();

  private MetricHealth() {}
}
