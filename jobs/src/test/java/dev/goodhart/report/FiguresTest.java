package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  private static final Figures SHOW = new Figures();

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "figures.csv", numLinesToSkip = 1)
  void shouldWriteNumbersAsPeopleReadThem(
      String tests, String figure, double value, String expected) {
    String shown =
        switch (figure) {
          case "compact" -> SHOW.compact(value);
          case "money" -> SHOW.money(value);
          case "percent" -> SHOW.percent(value);
          case "signed" -> SHOW.signed(value);
          case "count" -> SHOW.count((long) value);
          case "duration" -> SHOW.duration(Duration.ofSeconds((long) value));
          default -> throw new IllegalArgumentException(figure);
        };

    assertThat(shown.replace('\u00a0', ' ')).as(tests).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"10, 4, $2.50", "10, 0, –"})
  void shouldNotDivideByNothing(double usd, long pieces, String expected) {
    assertThat(SHOW.moneyPer(usd, pieces)).isEqualTo(expected);
  }
}
