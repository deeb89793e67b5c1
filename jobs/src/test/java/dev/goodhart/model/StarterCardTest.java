package dev.goodhart.model;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.SparkTest;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class StarterCardTest extends SparkTest {
  private static final StarterTrainer.Size SMALL = new StarterTrainer.Size(6, 3, 0.3);
  private static final int ORGANISATIONS = 5;

  @Test
  void shouldSayHowAStarterRanksOrganisationsThatItDidNotSee() {
    // Given five organisations of 240 sessions each, of which the fifth is kept from the trial
    Dataset<Row> rows =
        IntStream.range(0, ORGANISATIONS)
            .mapToObj(
                number ->
                    MadeUpSessions.of(24, 10, 0, 70 + number)
                        .withTruth()
                        .withColumn("organisation", lit(number))
                        .withColumn("key", concat_ws(" ", lit(number), col("session_id"))))
            .reduce(Dataset::unionByName)
            .orElseThrow();

    // When
    String card = StarterCard.of("9", rows, SMALL);

    // Then
    assertThat(card)
        .startsWith("# Starter 9\n")
        .contains("1,200 made-up sessions of 5 organisations");
    List<String> lines = card.lines().filter(line -> line.matches("\\| [0-9].*")).toList();
    assertThat(lines).hasSize(1);
    String[] cells = lines.get(0).split("\\|", -1);
    assertThat(cells[1].strip()).isEqualTo("4");
    assertThat(cells[2].strip()).isEqualTo("claude_code_otlp");
    assertThat(cells[3].strip()).isEqualTo("240");
    double gaming = Double.parseDouble(cells[4].replace('%', ' ').strip()) / 100;
    double precision = Double.parseDouble(cells[5].strip().split(" ", 2)[0]);
    assertThat(precision).isBetween(3 * gaming, 1.0);
  }
}
