package dev.goodhart.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.DayOfWeek;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleOptionsTest {
  private static final SampleOptions DEFAULTS = SampleOptions.defaults();

  @Test
  void shouldStartOnAMondayByDefault() {
    assertThat(DEFAULTS.start().getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    assertThat(DEFAULTS.reviews()).isEqualTo(0.08);
  }

  @Test
  void shouldNameEveryMistakeAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SampleOptions(
                    0,
                    0,
                    1,
                    0.9,
                    1.5,
                    Set.of("napping"),
                    -1,
                    2,
                    Set.of("xml"),
                    7,
                    DEFAULTS.start()))
        .withMessageContainingAll(
            "users must be at least 1",
            "days must be at least 1",
            "gaming-share must lie in 0..0.3",
            "evasion must lie in 0..1",
            "automations must not be negative",
            "reviews must lie in 0..1",
            "variety must lie in 0..1",
            "no gaming archetype 'napping'",
            "keep_alive",
            "no format 'xml'; there are [claude_code_otlp, ");
  }

  @Test
  void shouldRefuseWhatIsNotANumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DEFAULTS.withGaming(Double.NaN, 0.5))
        .withMessageContaining("gaming-share");
  }

  @Test
  void shouldAcceptTheArchetypesThatThereAre() {
    assertThatNoException()
        .isThrownBy(() -> DEFAULTS.withArchetypes(Set.copyOf(Kind.gamingNames())));
  }
}
