package dev.goodhart.report;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import dev.goodhart.session.FirstLandings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What happened when in a session: its time in equal parts, and how many prompts, model calls, tool
 * calls and errors fell into each.
 *
 * @param parts in order; empty where nothing is known of its events
 */
public record Timeline(List<Part> parts) {
  /** Equal parts that a session is told in. */
  static final int PARTS = 24;

  public Timeline {
    parts = List.copyOf(parts);
  }

  /** One part of a session's time. */
  public record Part(long prompts, long calls, long tools, long errors) {}

  /**
   * The events of sessions by part: {@code session_id} and {@code timeline}, an array of {@code
   * part, prompts, calls, tools, errors}; parts without an event are left out.
   *
   * @param events usage events of accounts that are counted, by session as the jobs read them; one
   *     that landed twice counts once
   * @param sessions few, with {@code session_id, started_at, ended_at}
   */
  static Dataset<Row> counted(Dataset<Row> events, Dataset<Row> sessions) {
    Column into = unix_millis(col("event_time")).minus(unix_millis(col("started_at")));
    Column all = unix_millis(col("ended_at")).minus(unix_millis(col("started_at")));
    Column part =
        when(all.gt(0), least(floor(into.multiply(PARTS).divide(all)), lit(PARTS - 1L)))
            .otherwise(0L);
    Dataset<Row> ofSessions =
        events
            .select("event_id", "session_id", "event_time", "kind", "landed_date")
            .join(broadcast(sessions), "session_id");
    return FirstLandings.bySession(ofSessions)
        .where(col("event_time").between(col("started_at"), col("ended_at")))
        .groupBy(col("session_id"), part.as("part"))
        .agg(
            of("prompt").as("prompts"),
            of("model_call").as("calls"),
            of("tool_call").as("tools"),
            of("error").as("errors"))
        .groupBy("session_id")
        .agg(
            array_sort(collect_list(struct("part", "prompts", "calls", "tools", "errors")))
                .as("timeline"));
  }

  private static Column of(String kind) {
    return count(when(col("kind").equalTo(kind), 1));
  }

  /** The timeline of one row of {@link #counted}. */
  static Timeline of(List<Row> counted) {
    List<Part> parts = new ArrayList<>(Collections.nCopies(PARTS, new Part(0, 0, 0, 0)));
    for (Row row : counted) {
      parts.set(
          row.<Number>getAs("part").intValue(),
          new Part(
              row.getAs("prompts"), row.getAs("calls"), row.getAs("tools"), row.getAs("errors")));
    }
    return counted.isEmpty() ? new Timeline(List.of()) : new Timeline(parts);
  }

  /** Most model calls in one part. */
  public long busiest() {
    return most(Part::calls);
  }

  /** Most tool calls in one part. */
  public long mostTools() {
    return most(Part::tools);
  }

  /** Parts in which somebody prompted. */
  public long prompted() {
    return parts.stream().filter(part -> part.prompts() > 0).count();
  }

  public long errors() {
    return parts.stream().mapToLong(Part::errors).sum();
  }

  private long most(ToLongFunction<Part> figure) {
    return parts.stream().mapToLong(figure).max().orElse(0);
  }
}
