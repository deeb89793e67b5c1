package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import dev.goodhart.TableRows;
import dev.goodhart.label.Figures;
import dev.goodhart.schema.SessionFeatures;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchetypesTest extends SparkTest {
  private static final Archetypes LEARNT = ArchetypeTrainer.train(rows());

  /** Churn goes over its files again and again, a runaway calls on and on, honest work neither. */
  private static Dataset<Row> rows() {
    Dataset<Row> sessions =
        TableRows.of(SessionFeatures.TABLE)
            .rows(
                "session_id | evidence | file_calls_per_file | calls_per_prompt\n"
                    + sessions("churn", 8, 10)
                    + sessions("runaway", 2, 90)
                    + sessions("feature", 2, 10)
                    + sessions("bugfix", 3, 15))
            .dataset();
    return sessions
        .withColumn("key", col("session_id"))
        .withColumn("kind", split(col("session_id"), " ").getItem(0))
        .withColumn("label", when(col("kind").equalTo("churn"), 1.0).otherwise(0.0))
        .withColumn("weight", lit(1.0));
  }

  private static String sessions(String kind, double files, double calls) {
    return IntStream.range(0, 30)
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT, "%s %d | mature | %s | %s", kind, i, files + i % 3, calls + i % 7))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @ParameterizedTest(name = "{0} file calls, {1} calls, suspected {2}")
  @CsvSource({
    "9, 12, true, churn",
    "9, 12, false, other",
    "3, 92, true, runaway",
    "3, 92, false, runaway",
    "3, 12, false, other"
  })
  void shouldNameGamingWhereItIsSuspectedAndRunawaysAnywhere(
      double files, double calls, boolean suspected, String name) {
    Archetypes.Named named = LEARNT.name(session(files, calls), suspected);

    assertThat(named.name()).isEqualTo(name);
    if (name.equals(Archetypes.OTHER)) {
      assertThat(named.confidence()).isNaN();
    } else {
      assertThat(named.confidence()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void shouldBeLessSureOfWhatLiesBetween() {
    double sure = LEARNT.name(session(9, 12), true).confidence();
    double lessSure = LEARNT.name(session(6, 45), true).confidence();

    assertThat(lessSure).isLessThan(sure);
  }

  @Test
  void shouldNameTheSameWhenReadFromAFile() {
    Archetypes read = Archetypes.of(LEARNT.json());

    assertThat(read.name(session(9, 12), true)).isEqualTo(LEARNT.name(session(9, 12), true));
    assertThat(read.name(session(3, 92), false)).isEqualTo(LEARNT.name(session(3, 92), false));
  }

  private static Figures session(double files, double calls) {
    return Figures.of(Map.of("file_calls_per_file", files, "calls_per_prompt", calls), "mature");
  }
}
