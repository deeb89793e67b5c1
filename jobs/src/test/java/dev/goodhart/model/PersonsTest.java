package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.schema.SessionFeatures;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class PersonsTest extends SparkTest {
  @Test
  void shouldLetSessionsOfWhomNobodyNamesStandForThemselves() {
    // Given
    Dataset<Row> sessions =
        TableRows.of(SessionFeatures.TABLE)
            .rows(
                """
                session_id | user_id
                s1         | ada
                s2         | ada
                s3         | unknown
                s4         | -
                """)
            .dataset()
            .orderBy("session_id");

    // When
    List<String> persons = sessions.collectAsList().stream().map(Persons::of).toList();

    // Then
    assertThat(persons).containsExactly("ada", "ada", "session s3", "session s4");
    assertThat(Persons.number(persons.stream())).isOne();
    assertThat(sessions.select(functions.max(Persons.column())).head().getString(0))
        .isEqualTo("session s4");
    assertThat(sessions.select(Persons.column()).collectAsList().stream().map(row -> row.get(0)))
        .containsExactlyElementsOf(persons.stream().map(Object.class::cast).toList());
    assertThat(Persons.number(Stream.of("session s3"))).isZero();
  }
}
