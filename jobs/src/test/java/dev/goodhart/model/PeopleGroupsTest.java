package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.config.Settings;
import dev.goodhart.model.PeopleGroups.Member;
import dev.goodhart.schema.SessionFeatures;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PeopleGroupsTest extends SparkTest {
  @Test
  void shouldNameTheGroupsOfPeopleThatASessionIsIn() {
    // Given one who came later than the first window and edits, and one who never does
    Dataset<Row> sessions =
        TableRows.of(SessionFeatures.TABLE)
            .rows(
                """
                session_id | user_id | team     | started_at           | evidence | edit_share
                a1         | ann     | payments | 2026-01-05T09:00:00Z | mature   | 0
                a2         | ann     | payments | 2026-01-06T09:00:00Z | mature   | 0
                a3         | ann     | payments | 2026-01-07T09:00:00Z | mature   | 0
                a4         | ann     | payments | 2026-01-08T09:00:00Z | mature   | 0
                a5         | ann     | payments | 2026-01-09T09:00:00Z | mature   | 0
                b1         | bob     | -        | 2026-03-02T09:00:00Z | young    | 0.25
                nobody     | -       | -        | 2026-01-05T09:00:00Z | none     | 0.5
                """)
            .dataset();

    // When
    List<Member> members = PeopleGroups.of(sessions, Settings.defaults());

    // Then
    assertThat(members)
        .contains(
            new Member("a1", "team (small teams)"),
            new Member("a1", "non-coders"),
            new Member("b1", "newcomers"))
        .noneMatch(member -> member.session().equals("nobody"))
        .noneMatch(member -> member.group().startsWith("archetype"));
  }
}
