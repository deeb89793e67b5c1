package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.Feature;
import dev.goodhart.schema.SessionFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Each person's cases are of one habit, the share of edits; each team's of the calls. */
class UsualSessionsTest extends SparkTest {
  private static final int WINDOW_DAYS = 14;
  private static final String HEAD =
      "session_id | user_id | team | source | ended_at | as_of_date | calls | edit_share";

  /** What a person's session of the 20th is held against, and what is to come of it. */
  private record Case(String tests, List<String> others, String expected) {}

  private static final List<Case> PEOPLE =
      List.of(
          new Case("five others", sessions(10, 0.1, 0.2, 0.3, 0.4, 0.5), "0.6"),
          new Case("the middle of six", sessions(10, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), "0.55"),
          new Case("four tell nothing", sessions(10, 0.1, 0.2, 0.3, 0.4), "-"),
          new Case(
              "what ended before the window does not count",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), sessions(5, 0.5)),
              "-"),
          new Case(
              "though its row is newer",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), List.of("old 5 12 0.5")),
              "-"),
          new Case(
              "the window's first day counts",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), sessions(6, 0.5)),
              "0.6"),
          new Case(
              "what is known on the day itself does not count",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), List.of("new 19 20 0.5")),
              "-"),
          new Case(
              "a session counts once, as last known before the day",
              and(
                  sessions(10, 0.1, 0.2, 0.4, 0.5),
                  List.of("again 10 11 0.9", "again 10 12 0.3", "again 10 21 0.8")),
              "0.6"),
          new Case(
              "the session itself does not count",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4, 0.5), List.of("asked 19 19 0.9")),
              "0.6"),
          new Case(
              "nor does it where another has the same figure",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), List.of("other 9 9 0.4", "asked 19 19 0.4")),
              "0.6"),
          new Case(
              "four others and itself tell nothing",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), List.of("asked 19 19 0.5")),
              "-"),
          new Case(
              "what is said to end on the day or later does not count",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), List.of("ahead 20 19 0.5")),
              "-"),
          new Case(
              "what can't be told is not counted",
              and(sessions(10, 0.1, 0.2, 0.3, 0.4), List.of("silent 10 10 -")),
              "-"));

  /** Sessions that ended on a day of the month and were known on it. */
  private static List<String> sessions(int day, double... editShares) {
    List<String> sessions = new ArrayList<>();
    for (double share : editShares) {
      sessions.add("s" + day + "-" + share + " " + day + " " + day + " " + share);
    }
    return sessions;
  }

  private static List<String> and(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  @Test
  void shouldSetASessionBesideThePersonsOthers() {
    StringBuilder drawn = new StringBuilder(HEAD).append('\n');
    StringBuilder expected = new StringBuilder("user_id | edit_share_vs_person\n");
    for (Case each : PEOPLE) {
      List<String> rows = and(each.others(), List.of("asked 19 20 0.9"));
      rows.forEach(row -> drawn.append(line(each.tests(), row)).append('\n'));
      expected.append(each.tests()).append(" | ").append(each.expected()).append('\n');
    }

    assertRows(askedOn20(drawn.toString()), expected.toString());
  }

  private static String line(String person, String drawn) {
    String[] part = drawn.split(" ", -1);
    return "%s of %s | %s | %s | cc | 2026-03-%02dT10:00:00Z | 2026-03-%02d | 1 | %s"
        .formatted(
            part[0],
            person,
            person,
            person,
            Integer.parseInt(part[1]),
            Integer.parseInt(part[2]),
            part[3]);
  }

  @Test
  void shouldKeepSourcesApartAndAnswerForNobodyUnknown() {
    StringBuilder drawn = new StringBuilder(HEAD).append('\n');
    for (String who : List.of("ada | cc", "unknown | cc", "bob | other")) {
      String person = who.split(" ", -1)[0];
      String source = who.split(" ", -1)[2];
      for (int number = 0; number < 5; number++) {
        drawn.append(
            "%s%d | %s | red | %s | 2026-03-10T10:00:00Z | 2026-03-10 | 1 | 0.5\n"
                .formatted(person, number, person, source));
      }
      drawn.append(
          "asked of %s | %s | red | cc | 2026-03-20T10:00:00Z | 2026-03-20 | 1 | 0.75\n"
              .formatted(person, person));
    }

    assertRows(
        askedOn20(drawn.toString()),
        """
        user_id | edit_share_vs_person
        ada     | 0.25
        unknown | -
        bob     | -
        """);
  }

  @Test
  void shouldNotTakeCostsThatAreNotKnownForUsual() {
    // Given sessions by a model without a price, and one by a model that has one
    StringBuilder drawn =
        new StringBuilder(
            "session_id | user_id | source | ended_at | as_of_date | calls | cost_usd | log_cost\n");
    for (String who : List.of("priced | 1.0 | 0.693147181", "not_priced | 0.0 | -")) {
      String person = who.split(" ", -1)[0];
      String cost = who.substring(who.indexOf('|') + 2);
      for (int number = 0; number < 5; number++) {
        drawn.append(
            "%s%d | %s | cc | 2026-03-10T10:00:00Z | 2026-03-10 | 1 | %s\n"
                .formatted(person, number, person, cost));
      }
      drawn.append(
          "asked of %s | %s | cc | 2026-03-20T10:00:00Z | 2026-03-20 | 1 | 1.0 | 0.693147181\n"
              .formatted(person, person));
    }

    assertRows(
        askedOn20(drawn.toString()),
        """
        user_id    | cost_vs_person | cost_vs_team
        priced     | 0.0            | -
        not_priced | -              | -
        """);
  }

  @Test
  void shouldCountASessionForWhomItsNewestRowNames() {
    StringBuilder drawn = new StringBuilder(HEAD).append('\n');
    for (String who : List.of("ada", "bob")) {
      for (int number = 0; number < 4; number++) {
        drawn.append(
            "%s%d | %s | red | cc | 2026-03-10T10:00:00Z | 2026-03-10 | 1 | 0.5\n"
                .formatted(who, number, who));
      }
      drawn.append(
          "asked of %s | %s | red | cc | 2026-03-20T10:00:00Z | 2026-03-20 | 1 | 0.75\n"
              .formatted(who, who));
    }
    drawn.append("moves | ada | red | cc | 2026-03-10T10:00:00Z | 2026-03-10 | 1 | 0.5\n");
    drawn.append("moves | bob | red | cc | 2026-03-10T10:00:00Z | 2026-03-11 | 1 | 0.5\n");

    assertRows(
        askedOn20(drawn.toString()),
        """
        user_id | edit_share_vs_person
        ada     | -
        bob     | 0.25
        """);
  }

  @Test
  void shouldSetASessionBesideTheTeamsOthers() {
    StringBuilder drawn = new StringBuilder(HEAD).append('\n');
    for (String team : List.of("enough", "few", "-")) {
      int others = team.equals("few") ? 19 : 20;
      for (int number = 0; number < others; number++) {
        drawn.append(
            "%s%d | p%s%d | %s | cc | 2026-03-10T10:00:00Z | 2026-03-10 | 3 | -\n"
                .formatted(team, number, team, number, team));
      }
      drawn.append(
          "asked of %s | x%s | %s | cc | 2026-03-20T10:00:00Z | 2026-03-20 | 7 | -\n"
              .formatted(team, team, team));
    }

    assertRows(
        askedOn20(drawn.toString()),
        """
        session_id      | calls_vs_team | calls_vs_person
        asked of enough | 0.693147181   | -
        asked of few    | -             | -
        asked of -      | 0.693147181   | -
        """);
  }

  /** Rows as of the 20th and later are of the run, earlier ones were there. */
  private static Dataset<Row> askedOn20(String drawn) {
    Dataset<Row> all =
        TableRows.of(SessionFeatures.TABLE)
            .rows(drawn)
            .dataset()
            .drop(
                Feature.ALL.stream()
                    .map(Feature::name)
                    .filter(name -> name.contains("_vs_"))
                    .toArray(String[]::new));
    return UsualSessions.add(
            all.where("as_of_date >= '2026-03-20'"),
            all.where("as_of_date < '2026-03-20'"),
            WINDOW_DAYS)
        .where("session_id like 'asked of%' and as_of_date = '2026-03-20'");
  }
}
