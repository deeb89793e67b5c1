package dev.goodhart.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.model.FlagRule;
import dev.goodhart.model.Suspicion;
import dev.goodhart.schema.SessionFeatures;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ScoredSessionTest {
  private static final int MIN_CALLS = 5;
  private static final FlagRule RULE = FlagRule.of(OptionalDouble.of(0.8));
  private static final StructType SCHEMA =
      SessionFeatures.TABLE
          .schema()
          .add("kind", DataTypes.StringType)
          .add("label", DataTypes.StringType);

  @Test
  void shouldFlagByTheRuleThatFlagsInTheLake() {
    assertThat(scored(0.9, 0.34, MIN_CALLS).flagged()).isTrue();
    assertThat(scored(0.9, 0.33, MIN_CALLS).flagged()).isFalse();
    assertThat(scored(0.79, 0.79, MIN_CALLS).flagged()).isFalse();
    assertThat(scored(0.9, 0.34, MIN_CALLS - 1).flagged()).isFalse();
  }

  private static ScoredSession scored(double probability, double withoutFree, long calls) {
    Map<String, Object> known =
        Map.of(
            "session_id", "s",
            "evidence", "mature",
            "label", "tokenmaxxing",
            "ended_at", Timestamp.valueOf("2026-03-01 10:00:00"),
            "pattern_calls", calls);
    Object[] values =
        Arrays.stream(SCHEMA.fields()).map(StructField::name).map(known::get).toArray();
    Row row = new GenericRowWithSchema(values, SCHEMA);
    Suspicion suspicion = new Suspicion(probability, withoutFree);
    return ScoredSession.scored(row, figures -> suspicion, RULE, MIN_CALLS);
  }
}
