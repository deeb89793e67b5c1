package dev.goodhart.world;

import static java.util.stream.Collectors.toMap;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.goodhart.SparkTest;
import dev.goodhart.schema.SessionFeatures;
import dev.goodhart.world.Behaviour.Price;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ImitationsTest extends SparkTest {
  private static final double GAMERS = 1;
  private static final double COLLEAGUES = 0;
  private static final int SESSIONS = 40;

  /** Gaming of which every figure is 1, among honest sessions of which every figure is 0. */
  private static final Dataset<Row> ROWS =
      figures("rollout", 1, GAMERS, SESSIONS).unionByName(figures("rollout", 0, COLLEAGUES, 3));

  @Test
  void shouldShareTheWeightOfASessionWithItsImitations() {
    // When
    List<Row> rows = Imitations.added(ROWS).collectAsList();

    // Then
    assertThat(rows).hasSize(3 * SESSIONS + 3);
    assertThat(rows.stream().map(row -> row.<String>getAs("key"))).doesNotHaveDuplicates();
    assertThat(rows.stream().filter(row -> row.<Double>getAs("label") == 1))
        .allSatisfy(
            row -> assertThat(row.<Double>getAs("weight")).isCloseTo(1.0 / 3, within(1e-12)));
    assertThat(rows.stream().filter(row -> row.<Double>getAs("label") == 0))
        .allSatisfy(row -> assertThat(row.<Double>getAs("weight")).isEqualTo(1));
  }

  @Test
  void shouldImitateWholeBehavioursThatAreFree() {
    // When
    List<Row> imitations =
        Imitations.added(ROWS).where(col("key").contains("imitates")).collectAsList();

    // Then a behaviour is one's own or the colleague's as a whole, what costs something one's own
    Map<Behaviour, Long> imitated =
        Arrays.stream(Behaviour.values())
            .collect(
                toMap(
                    Function.identity(),
                    behaviour ->
                        imitations.stream().filter(row -> imitates(row, behaviour)).count()));
    assertThat(imitated)
        .allSatisfy(
            (behaviour, sessions) -> {
              if (behaviour.price() == Price.FREE) {
                // a quarter of 80, give or take five standard deviations
                assertThat(sessions).isBetween(1L, 40L);
              } else {
                assertThat(sessions).isZero();
              }
            });
  }

  @Test
  void shouldLeaveAloneWhoeverHasNobodyToImitate() {
    // Given gaming in one source, and honest sessions of another
    Dataset<Row> rows =
        figures("transcript", 1, GAMERS, 2).unionByName(figures("rollout", 0, COLLEAGUES, 3));

    // When
    List<Row> after = Imitations.added(rows).collectAsList();

    // Then
    assertThat(after).hasSize(5).allSatisfy(row -> assertThat(row.<Double>getAs("weight")).isOne());
  }

  private static boolean imitates(Row row, Behaviour behaviour) {
    List<Double> figures =
        behaviour.features().stream().map(feature -> row.<Double>getAs(feature)).toList();
    assertThat(figures)
        .as("%s of %s", behaviour, row.<String>getAs("key"))
        .containsOnly(figures.get(0));
    return figures.get(0) == COLLEAGUES;
  }

  private static Dataset<Row> figures(String source, double label, double figure, int sessions) {
    Stream<Column> about =
        Stream.of(
            concat_ws(" ", lit(source), lit(label), col("id")).as("key"),
            lit(label).as("label"),
            lit(1.0).as("weight"),
            lit(source).as("source"),
            lit("mature").as("evidence"));
    Stream<Column> figures =
        SessionFeatures.FEATURES.stream().map(feature -> lit(figure).as(feature));
    return session().range(sessions).select(Stream.concat(about, figures).toArray(Column[]::new));
  }
}
