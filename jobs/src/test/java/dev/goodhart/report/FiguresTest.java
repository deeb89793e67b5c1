package dev.goodhart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goodhart.ingest.RejectReason;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
  @EnumSource(RejectReason.class)
  void shouldSayInPlainWordsWhyARecordWasRejected(RejectReason reason) {
    assertThat(SHOW.reject(reason.code())).isNotBlank().isNotEqualTo(SHOW.words(reason.code()));
  }

  @ParameterizedTest
  @CsvSource({"10, 4, $2.50", "10, 0, –"})
  void shouldNotDivideByNothing(double usd, long pieces, String expected) {
    assertThat(SHOW.moneyPer(usd, pieces)).isEqualTo(expected);
  }
}
