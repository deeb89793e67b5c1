package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class StarterCardTest extends SparkTest {
  private static final String TELLING = "prompt_chars_mean";
  private static final StarterTrainer.Size SMALL = new StarterTrainer.Size(6, 3, 0.3);

  /** The first and the last of them are kept from the trial. */
  private static final int ORGANISATIONS = 6;

  /**
   * Six organisations of 240 sessions each; in the first one the truth is drawn by lot, and told.
   */
  private static Dataset<Row> rows() {
    return IntStream.range(0, ORGANISATIONS)
        .mapToObj(number -> number == 0 ? told(organisation(number)) : organisation(number))
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  private static Dataset<Row> organisation(int number) {
    return MadeUpSessions.of(24, 10, 0, 70 + number)
        .withTruth()
        .withColumn("organisation", lit(number))
        .withColumn("key", concat_ws(" ", lit(number), col("session_id")));
  }

  private static Dataset<Row> told(Dataset<Row> organisation) {
    Column drawn = pmod(xxhash64(col("key")), lit(4)).equalTo(0);
    return organisation
        .withColumn("label", drawn.cast("double"))
        .withColumn(TELLING, when(drawn, lit(1e6)).otherwise(col(TELLING)));
  }

  @Test
  void shouldSayHowAStarterRanksOrganisationsThatItDidNotSee() {
    // When
    String card = StarterCard.of("9", rows(), SMALL);

    // Then
    assertThat(card)
        .startsWith("# Starter 9\n")
        .contains("1,440 made-up sessions of 6 organisations");
    List<List<String>> lines =
        card.lines()
            .filter(line -> line.matches("\\| [0-9].*"))
            .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
            .toList();
    assertThat(lines).extracting(cells -> cells.get(1)).containsExactly("0", "5");
    assertThat(lines).extracting(cells -> cells.get(2)).containsOnly("claude_code_otlp");
    assertThat(lines).extracting(cells -> cells.get(3)).containsOnly("240");
    double gaming = Double.parseDouble(lines.get(1).get(4).replace(" %", "")) / 100;
    assertThat(precision(lines.get(1))).isBetween(3 * gaming, 1.0);

    // And whoever had seen the first one would rank nearly all of its gaming first
    assertThat(precision(lines.get(0))).isLessThan(0.5);
  }

  private static double precision(List<String> cells) {
    return Double.parseDouble(cells.get(5).split(" ", 2)[0]);
  }
}
