package dev.goodhart.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class EnoughCallsTest extends SparkTest {
  @Test
  void shouldJudgeNoSessionOfFewCallsNorOneOfWhichNoneAreKnown() {
    Dataset<Row> rows =
        TableRows.of(
                new StructType()
                    .add("session_id", DataTypes.StringType)
                    .add("pattern_calls", DataTypes.LongType))
            .rows(
                """
                session_id | pattern_calls
                many       | 3
                few        | 2
                unknown    | -
                """)
            .dataset();

    List<String> asRows =
        rows.collectAsList().stream()
            .filter(row -> EnoughCalls.of(row, 3))
            .map(row -> row.<String>getAs("session_id"))
            .toList();

    assertThat(asRows).containsExactly("many");
    assertThat(
            rows.where(EnoughCalls.column(3))
                .select("session_id")
                .as(Encoders.STRING())
                .collectAsList())
        .isEqualTo(asRows);
    assertThat(rows.where(EnoughCalls.column(3).isNull()).isEmpty()).isTrue();
  }
}
