package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class OwnTreesTest extends SparkTest {
  /** Sessions of which every tenth was reviewed. */
  private Dataset<Row> sessions(long number) {
    return session()
        .range(number)
        .select(
            concat(lit("session "), col("id")).as("session_id"),
            when(col("id").mod(10).equalTo(0), "legitimate").as("verdict"));
  }

  @Test
  void shouldLearnFromAllReviewedAndFromSomeOthers() {
    Dataset<Row> drawn = OwnTrees.drawn(sessions(40_000));

    assertThat(drawn.filter(col("verdict").isNotNull()).count()).isEqualTo(4_000);
    assertThat(drawn.filter(col("verdict").isNull()).count()).isBetween(9_600L, 10_400L);
  }

  @Test
  void shouldLearnFromAllWhereTheyAreFew() {
    assertThat(OwnTrees.drawn(sessions(1_000)).count()).isEqualTo(1_000);
  }
}
