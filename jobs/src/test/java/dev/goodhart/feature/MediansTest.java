package dev.goodhart.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class MediansTest {
  /** What is expected is written in bins, each of which is a factor of two. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "medians.csv", numLinesToSkip = 1)
  void shouldDrawAStraightLineWithinTheBinOfTheMedian(String tests, String bins, double expected) {
    long[] counts = Arrays.stream(bins.split(" ", -1)).mapToLong(Long::parseLong).toArray();

    assertThat(Medians.logMedian(counts)).as(tests).isCloseTo(expected * Math.log(2), within(1e-9));
  }

  @Test
  void shouldKnowNoMedianOfNothing() {
    assertThat(Medians.logMedian(new long[40])).isNull();
  }

  /** Hours are written {@code hour=events}. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "rare-hours.csv", numLinesToSkip = 1)
  void shouldTellTheShareOfHoursThatAreRareForThePerson(
      String tests, String person, String session, Double expected) {
    assertThat(Medians.rareShare(hours(session), hours(person))).as(tests).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "nine-digits.csv", numLinesToSkip = 1)
  void shouldKeepNineDigitsOfANumber(String tests, Double value, Double expected) {
    assertThat(Medians.toNineDigits(value)).as(tests).isEqualTo(expected);
  }

  private static long[] hours(String drawn) {
    long[] hours = new long[24];
    if (drawn != null) {
      for (String hour : drawn.split(" ", -1)) {
        String[] hourAndEvents = hour.split("=", -1);
        hours[Integer.parseInt(hourAndEvents[0])] = Long.parseLong(hourAndEvents[1]);
      }
    }
    return hours;
  }
}
