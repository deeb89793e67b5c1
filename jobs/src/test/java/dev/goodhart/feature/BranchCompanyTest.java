package dev.goodhart.feature;

import static dev.goodhart.RowAssert.assertRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.schema.SessionRefs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BranchCompanyTest extends SparkTest {
  private static final int WINDOW_DAYS = 14;

  /**
   * @param refs what sessions name, as {@code session kind repository ref landed}, days of one
   *     month; the session in question is s, seen as of the 20th
   * @param others sessions that keep it company, null where that can't be told
   */
  private record Case(String refs, Integer others) {}

  private static final Map<String, Case> CASES = new LinkedHashMap<>();

  static {
    CASES.put("alone on its branch", new Case("s branch shop fix 20", 0));
    CASES.put("no reference at all", new Case("t branch shop fix 19", null));
    CASES.put(
        "a commit is no branch", new Case("s commit shop fix 20; t commit shop fix 19", null));
    CASES.put(
        "two others",
        new Case("s branch shop fix 20; t branch shop fix 7; u branch shop fix 19", 2));
    CASES.put(
        "another repository's branch", new Case("s branch shop fix 20; t branch docs fix 19", 0));
    CASES.put("another branch", new Case("s branch shop fix 20; t branch shop try 19", 0));
    CASES.put(
        "known later is not known yet", new Case("s branch shop fix 20; t branch shop fix 21", 0));
    CASES.put(
        "its own branch known later", new Case("s branch shop fix 21; t branch shop fix 2", null));
    CASES.put(
        "a repository without its owner is every owner's",
        new Case("s branch shop fix 20; t branch corp/shop fix 19", 1));
    CASES.put(
        "one session that names it both ways is one",
        new Case("s branch shop fix 20; s branch corp/shop fix 19", 0));
    CASES.put(
        "known before the window is company no more",
        new Case("s branch shop fix 20; t branch shop fix 5; u branch shop fix 6", 1));
    CASES.put(
        "itself known before the window", new Case("s branch shop fix 2; t branch shop fix 3", 0));
    CASES.put(
        "of two branches the busier one",
        new Case(
            "s branch shop fix 9; s branch shop try 20; t branch shop fix 9; u branch shop try 8;"
                + " v branch shop try 9",
            2));
  }

  @Test
  void shouldCountTheOtherSessionsOnTheBranch() {
    // Given
    TableRows rows = TableRows.of(SessionFeatures.TABLE);
    TableRows refs = TableRows.of(SessionRefs.TABLE);
    CASES.forEach(
        (name, given) -> {
          rows.row("session_id", "s@" + name, "as_of_date", "2026-03-20");
          for (String ref : given.refs().split("; ", -1)) {
            String[] parts = ref.split(" ", -1);
            refs.row(
                "session_id",
                parts[0] + "@" + name,
                "ref_kind",
                parts[1],
                "repository",
                parts[2] + "@" + name,
                "ref",
                parts[3],
                "landed_date",
                "2026-03-%02d".formatted(Integer.parseInt(parts[4])));
          }
        });

    // When
    Map<String, Row> added = new LinkedHashMap<>();
    BranchCompany.add(
            rows.dataset().select("session_id", "as_of_date"),
            refs.dataset(),
            Spans.all(),
            WINDOW_DAYS)
        .collectAsList()
        .forEach(row -> added.put(row.getAs("session_id"), row));

    // Then
    assertThat(added).hasSameSizeAs(CASES.entrySet());
    CASES.forEach(
        (name, given) -> {
          Double told = added.get("s@" + name).getAs("log_branch_sessions");
          if (given.others() == null) {
            assertThat(told).as(name).isNull();
          } else {
            assertThat(Math.expm1(told)).as(name).isCloseTo(given.others(), within(1e-9));
          }
        });
  }

  @Test
  void shouldCountNoSessionAsOfDaysOnWhichAnotherTellsTheSame() {
    Dataset<Row> rows =
        TableRows.of(SessionFeatures.TABLE)
            .rows(
                """
                session_id | as_of_date
                s          | 2026-03-19
                s          | 2026-03-20
                """)
            .dataset()
            .select("session_id", "as_of_date");
    Dataset<Row> refs =
        TableRows.of(SessionRefs.TABLE)
            .rows(
                """
                session_id | ref_kind | repository | ref | landed_date
                s          | branch   | shop       | fix | 2026-03-19
                t          | branch   | shop       | fix | 2026-03-19
                """)
            .dataset();

    assertRows(
        BranchCompany.add(rows, refs, Spans.without("t", "2026-03-20"), WINDOW_DAYS),
        """
        session_id | as_of_date | log_branch_sessions
        s          | 2026-03-19 | 0.693147181
        s          | 2026-03-20 | 0.0
        """);
  }
}
