package dev.goodhart.schema;

import static dev.goodhart.schema.Types.BOOLEAN;
import static dev.goodhart.schema.Types.DATE;
import static dev.goodhart.schema.Types.DATES;
import static dev.goodhart.schema.Types.LONG;
import static dev.goodhart.schema.Types.STRING;
import static dev.goodhart.schema.Types.TIMESTAMP;

import dev.goodhart.lake.Table;

/**
 * One source's account of a session that another source tells of too, over days in which its
 * standing is the same. Accounts that are not kept are counted nowhere in silver.
 */
public final class SessionSources {
  public static final Table TABLE =
      Table.of(
              "silver",
              "session_sources",
              "One source's account of a session that another source tells of too, over days in"
                  + " which it is counted or not.")
          .key("session_id", "source", "from_date")
          .column("session_id", STRING, "Session, as this source calls it.")
          .column("source", STRING, "Raw format's name.")
          .column("from_date", DATE, "First day as of which this holds.")
          .column(
              "until_date", DATE, "First day as of which it holds no more; null: it still does.")
          .column("kept", BOOLEAN, "Whether the account is counted.")
          .column("better_session_id", STRING, "Where the session is counted instead.")
          .column("better_source", STRING, "The source whose account is counted instead.")
          .column("user_id", STRING, "Pseudonym of the person, as this source tells.")
          .column("repository", STRING, "Repository that most of the account's events name.")
          .column("started_at", TIMESTAMP, "First event of the account, UTC.")
          .column("ended_at", TIMESTAMP, "Last event of the account, UTC.")
          .column("calls", LONG, "Model calls of the account.")
          .column("landed_dates", DATES, "Days on which its events first landed, ascending.")
          .build();

  private SessionSources() {}
}
