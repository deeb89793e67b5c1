package dev.goodhart.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ArithmeticTest {
  /** Hours are written {@code hour=events}. */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "rare-hours.csv", numLinesToSkip = 1)
  void shouldTellTheShareOfHoursThatAreRareForThePerson(
      String tests, String person, String session, Double expected) {
    assertThat(Arithmetic.rareShare(hours(session), hours(person))).as(tests).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "nine-digits.csv", numLinesToSkip = 1)
  void shouldKeepNineDigitsOfANumber(String tests, Double value, Double expected) {
    assertThat(Arithmetic.toNineDigits(value)).as(tests).isEqualTo(expected);
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
