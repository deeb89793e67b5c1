package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class OwnTreesTest extends SparkTest {
  private static final StructType EXAMPLE =
      new StructType()
          .add("session_id", DataTypes.StringType)
          .add("quiet", DataTypes.BooleanType)
          .add("label", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("verdict", DataTypes.StringType)
          .add("supposed", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

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
  void shouldTakeReviewsAtFullWeightAndEarlyWorkAsHonestWhateverRulesSay() {
    assertThat(sides(false, 1.0, 1.0, "tokenmaxxing")).containsExactly("1.0 x 1.00");
    assertThat(sides(true, 1.0, 1.0, "tokenmaxxing")).containsExactly("1.0 x 1.00");
    assertThat(sides(true, 0.75, 0.16, null)).containsExactly("0.0 x 0.30");
    assertThat(sides(true, null, null, null)).containsExactly("0.0 x 0.30");
    assertThat(sides(false, null, null, null)).containsExactly("0.0 x 0.10");
    assertThat(sides(false, 0.75, 0.16, null)).containsExactly("0.0 x 0.04", "1.0 x 0.12");
  }

  /** Sides of a session and what they count, one that the starter is sure of. */
  private static List<String> sides(boolean quiet, Double label, Double weight, String verdict) {
    Object[] values = {"s", quiet, label, weight, verdict, 0.99, Vectors.dense(1)};
    Row session = new GenericRowWithSchema(values, EXAMPLE);
    return OwnTrees.weighted(session, 1).stream()
        .map(row -> String.format(Locale.ROOT, "%s x %.2f", row.get(1), row.getDouble(2)))
        .toList();
  }

  @Test
  void shouldLearnFromAllWhereTheyAreFew() {
    assertThat(OwnTrees.drawn(sessions(1_000)).count()).isEqualTo(1_000);
  }
}
