package dev.goodhart.feature;

import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionSources;
import dev.goodhart.session.Accounts;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Over which days sessions are counted. */
final class Spans {
  private Spans() {}

  /** No session is told of twice. */
  static Dataset<Row> all() {
    return Accounts.spans(TableRows.of(SessionSources.TABLE).dataset());
  }

  /** One session is told elsewhere from a day on. */
  static Dataset<Row> without(String session, String from) {
    return Accounts.spans(
        TableRows.of(SessionSources.TABLE)
            .row(
                "session_id",
                session,
                "source",
                "litellm",
                "from_date",
                "2026-01-01",
                "until_date",
                from,
                "kept",
                true)
            .row("session_id", session, "source", "litellm", "from_date", from, "kept", false)
            .dataset());
  }
}
