package dev.goodhart.mart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class RankCorrelationTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "rank-correlation.csv", numLinesToSkip = 1)
  void shouldEstimateRhoAndItsInterval(
      String tests, String left, String right, Double rho, Double low, Double high) {
    Optional<RankCorrelation.Estimate> estimate =
        RankCorrelation.spearman(numbers(left), numbers(right));

    assertThat(estimate.isPresent()).as(tests).isEqualTo(rho != null);
    estimate.ifPresent(
        shown -> {
          assertThat(shown.rho()).isCloseTo(rho, within(1e-8));
          assertThat(shown.interval().isPresent()).isEqualTo(low != null);
          shown
              .interval()
              .ifPresent(
                  interval -> {
                    assertThat(interval.low()).isCloseTo(low, within(1e-8));
                    assertThat(interval.high()).isCloseTo(high, within(1e-8));
                  });
        });
  }

  @Test
  void shouldRefuseSamplesThatDoNotPair() {
    assertThatThrownBy(() -> RankCorrelation.spearman(new double[5], new double[6]))
        .hasMessage("samples of 5 and 6 values can't be paired");
  }

  private static double[] numbers(String spaced) {
    return Arrays.stream(spaced.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
