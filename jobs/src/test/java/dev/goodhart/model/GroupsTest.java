package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.config.Settings;
import dev.goodhart.model.Groups.Group;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private static final Settings SETTINGS = Settings.defaults();

  private final List<Unseen> rows = new ArrayList<>();

  @Test
  void shouldTakeTheDearestTenth() {
    for (int i = 1; i <= 20; i++) {
      session("p" + i, i, "payments", "2026-06-01T12:00:00Z");
    }

    assertThat(in("heavy tenth"))
        .extracting(row -> row.figured().cost())
        .containsExactly(19.0, 20.0);
  }

  @Test
  void shouldTakeNoneForDearWhereAllCostTheSame() {
    for (int i = 0; i < 20; i++) {
      session("p" + i, 1, "payments", "2026-06-01T12:00:00Z");
    }

    assertThat(in("heavy tenth")).isEmpty();
  }

  @Test
  void shouldPartByEvidenceMonthAndArchetype() {
    add("p", new Unseen.Traits("payments", at("2026-05-31T23:59:59Z"), "mature", "churn"));
    add("p", new Unseen.Traits("payments", at("2026-06-01T00:00:00Z"), "young", null));

    assertThat(names())
        .contains("age mature", "age young", "month 2026-05", "month 2026-06", "archetype churn")
        .doesNotContain("archetype null");
    assertThat(in("age young")).containsExactly(rows.get(1));
    assertThat(in("month 2026-05")).containsExactly(rows.get(0));
    assertThat(in("archetype churn")).containsExactly(rows.get(0));
  }

  @Test
  void shouldPoolTeamsOfFewPeople() {
    // Given: five people, four people with many sessions, one person, and nobody's team
    for (int i = 0; i < 5; i++) {
      session("a" + i, 1, "payments", "2026-06-01T12:00:00Z");
    }
    for (int i = 0; i < 12; i++) {
      session("b" + i % 4, 1, "search", "2026-06-01T12:00:00Z");
    }
    session("c", 1, "risk", "2026-06-01T12:00:00Z");
    session("d", 1, null, "2026-06-01T12:00:00Z");

    // When, Then
    assertThat(names())
        .filteredOn(name -> name.startsWith("team"))
        .containsExactly("team (small teams)", "team payments");
    assertThat(in("team payments")).hasSize(5);
    assertThat(in("team (small teams)")).hasSize(13).noneMatch(row -> row.person().equals("d"));
  }

  @Test
  void shouldLookAtASessionAsOftenHoweverManyAreInItsTeam() {
    // Given: the more sessions, the dearer a look at each, were a team's counted for each of them
    AtomicLong looks = new AtomicLong();
    List<Looked> sessions = Collections.nCopies(500, new Looked(looks));

    // When
    Groups.of(sessions, SETTINGS).people().forEach(group -> group.among(sessions));

    // Then
    assertThat(looks.get() / sessions.size()).isLessThan(20);
  }

  @Test
  void shouldCountNobodyWhereNobodyIsNamed() {
    for (int i = 0; i < 4; i++) {
      session("a" + i, 1, "payments", "2026-06-01T12:00:00Z");
      session("session " + i, 1, "payments", "2026-06-01T12:00:00Z");
    }

    assertThat(names()).contains("team (small teams)").doesNotContain("team payments");
    assertThat(Groups.people(rows)).isEqualTo(4);
  }

  @Test
  void shouldNotTakeForNewOfWhomNothingIsKnown() {
    session("old hand", 1, "payments", "2026-01-01T12:00:00Z");
    session("session of nobody", 1, "payments", "2026-03-01T12:00:00Z");

    assertThat(in("newcomers")).isEmpty();
  }

  @Test
  void shouldTakeForNewWhoCameAfterTheFirstWindowAndNotLongAgo() {
    // Given a window of usual behaviour of 28 days
    session("old hand", 1, "payments", "2026-01-01T12:00:00Z");
    session("was there before, perhaps", 1, "payments", "2026-01-20T12:00:00Z");
    session("new", 1, "payments", "2026-03-01T12:00:00Z");
    session("new", 1, "payments", "2026-03-29T11:59:59Z");
    session("new", 1, "payments", "2026-03-29T12:00:00Z");
    session("old hand", 1, "payments", "2026-03-02T12:00:00Z");

    // When, Then
    assertThat(in("newcomers")).containsExactly(rows.get(2), rows.get(3));
  }

  @Test
  void shouldTakeForNightWorkersWhoStartInTheHoursInWhichFewestDo() {
    // Given a day from 8 to 24 and so a night from 0 to 8, UTC
    for (int hour = 8; hour < 24; hour++) {
      for (int i = 0; i < 3; i++) {
        session("day", 1, "payments", "2026-06-01T%02d:00:00Z".formatted(hour));
      }
    }
    session("both", 1, "payments", "2026-06-01T07:59:00Z");
    session("both", 1, "payments", "2026-06-02T00:00:00Z");
    session("both", 1, "payments", "2026-06-03T03:00:00Z");
    session("both", 1, "payments", "2026-06-03T08:00:00Z");
    session("both", 1, "payments", "2026-06-03T23:00:00Z");
    for (int i = 0; i < 4; i++) {
      session("seldom seen", 1, "payments", "2026-06-01T02:00:00Z");
    }

    // When, Then
    assertThat(in("night workers")).hasSize(5).allMatch(row -> row.person().equals("both"));
  }

  @Test
  void shouldFindANightAcrossMidnight() {
    for (int hour = 6; hour < 22; hour++) {
      session("day", 1, "payments", "2026-06-01T%02d:10:00Z".formatted(hour));
      session("day", 1, "payments", "2026-06-01T%02d:40:00Z".formatted(hour));
    }
    for (String start : List.of("22:00", "23:59", "00:00", "05:59", "06:30")) {
      session("night", 1, "payments", "2026-06-02T" + start + ":00Z");
    }

    assertThat(in("night workers")).hasSize(5).allMatch(row -> row.person().equals("night"));
  }

  @Test
  void shouldTakeForNonCodersWhoSeldomShowAProduct() {
    // Given: one of five sessions with a product, one of four, none of four
    products("reader", true, false, false, false, false);
    products("coder", true, false, false, false, true, false, false, false);
    products("hardly seen", false, false, false, false);

    assertThat(in("non-coders")).hasSize(5).allMatch(row -> row.person().equals("reader"));
  }

  /** A session that counts how often it is asked whose it is. */
  private record Looked(AtomicLong looks) implements Seen {
    @Override
    public String person() {
      looks.incrementAndGet();
      return "p";
    }

    @Override
    public Unseen.Figured figured() {
      return new Unseen.Figured(1, 10, false);
    }

    @Override
    public Unseen.Traits traits() {
      return MadeUpRows.traits("payments", "2026-06-01T12:00:00Z");
    }
  }

  private void products(String person, boolean... shown) {
    for (boolean product : shown) {
      rows.add(
          MadeUpRows.row(
              person,
              new Unseen.Figured(1, 10, !product),
              MadeUpRows.traits("payments", "2026-06-01T12:00:00Z")));
    }
  }

  private void session(String person, double cost, String team, String startedAt) {
    rows.add(
        MadeUpRows.row(
            person, new Unseen.Figured(cost, 10, false), MadeUpRows.traits(team, startedAt)));
  }

  private void add(String person, Unseen.Traits traits) {
    rows.add(MadeUpRows.row(person, new Unseen.Figured(1, 10, false), traits));
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  private List<String> names() {
    return groups().map(Group::name).toList();
  }

  private List<Unseen> in(String name) {
    return groups()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow()
        .among(rows);
  }

  private Stream<Group> groups() {
    Groups groups = Groups.of(rows, SETTINGS);
    return Stream.of(groups.parts(), groups.archetypes(), groups.people()).flatMap(List::stream);
  }
}
