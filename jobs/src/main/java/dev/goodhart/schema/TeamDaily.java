package dev.goodhart.schema;

import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DOUBLE;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;

import dev.goodhart.lake.Table;

/**
 * One team's day. Outcomes first, tokens beside them. Teams of fewer than privacy.min_cohort people
 * that day are pooled as (small teams).
 */
public final class TeamDaily {
  public static final Table TABLE =
      Table.of("gold", "team_daily", "One team's day.")
          .key("date", "team")
          .partitionedBy("date")
          .column(
              "date",
              DATE,
              "Day (UTC) of the sessions' start and of the outcomes; rows of (small teams) may hold other days of the same week.")
          .column(
              "team",
              STRING,
              "Team, (small teams) or (no team); a team's rows leave out its days that were pooled.")
          .column("tasks_done", LONG, "Tasks merged or done on the day.")
          .column("tasks_reverted", LONG, "Tasks reverted on the day.")
          .column("tasks_abandoned", LONG, "Tasks abandoned on the day.")
          .column("lines_changed", LONG, "Lines added and removed by tasks done on the day.")
          .column("people", LONG, "People with a session on the date.")
          .column("sessions", LONG, "Sessions started on the day.")
          .column("sessions_linked", LONG, "Sessions with a task, weak links left out.")
          .column(
              "sessions_to_done",
              LONG,
              "Sessions whose task was merged or done, weak links left out.")
          .column("calls", LONG, "Model calls.")
          .column("input_tokens", LONG, "Uncached input tokens.")
          .column("cache_read_tokens", LONG, "Cache-read tokens.")
          .column("cache_write_tokens", LONG, "Cache-write tokens.")
          .column("output_tokens", LONG, "Output tokens.")
          .column("total_tokens", LONG, "All tokens.")
          .column("cost_usd", DOUBLE, "USD, known costs.")
          .column("unpriced_calls", LONG, "Model calls of unknown cost.")
          .column("flagged_sessions", LONG, "Sessions in band likely.")
          .column("flagged_cost_usd", DOUBLE, "USD of the sessions in band likely.")
          .column("unscored_sessions", LONG, "Sessions of insufficient evidence.")
          .build();

  private TeamDaily() {}
}
