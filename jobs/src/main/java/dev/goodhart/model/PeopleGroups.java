package dev.goodhart.model;

import dev.goodhart.config.Settings;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which groups of people sessions belong to ({@link Groups}), for whoever measures elsewhere. */
public final class PeopleGroups {
  private PeopleGroups() {}

  /** A session in a group; it may be in several. */
  public record Member(String session, String group) {}

  /** A session by its feature row. */
  private record Described(
      String session, String person, Unseen.Figured figured, Unseen.Traits traits)
      implements Seen {}

  /**
   * The groups that each session is in, by session.
   *
   * @param sessions feature rows, one a session: all, since what people are used to is told from
   *     them
   */
  public static List<Member> of(Dataset<Row> sessions, Settings settings) {
    List<Described> described =
        sessions.orderBy("session_id").collectAsList().stream()
            .map(PeopleGroups::described)
            .toList();
    List<Groups.Group> groups = Groups.of(described, settings).people();
    return described.stream()
        .flatMap(
            session ->
                groups.stream()
                    .filter(group -> group.holds().test(session))
                    .map(group -> new Member(session.session(), group.name())))
        .toList();
  }

  private static Described described(Row row) {
    return new Described(
        row.getAs("session_id"),
        Persons.of(row),
        Unseen.Figured.of(row),
        new Unseen.Traits(
            row.getAs("team"),
            row.<Timestamp>getAs("started_at").toInstant(),
            row.getAs("evidence"),
            null));
  }
}
