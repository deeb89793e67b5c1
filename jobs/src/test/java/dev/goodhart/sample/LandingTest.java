package dev.goodhart.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final byte[] LINE = "{}\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void shouldKeepOnlyTheDaysOpenThatCanStillReceiveSomething() throws IOException {
    int most = 0;
    try (Landing landing = new Landing(folder, "logs", true, FIRST, FIRST.plusDays(399))) {
      for (int day = 0; day < 400; day++) {
        for (int later = 0; later < 5; later++) {
          landing.write(FIRST.plusDays(day + later), LINE);
        }
        landing.closeBefore(FIRST.plusDays(day));
        most = Math.max(most, landing.openDays());
      }
    }

    assertThat(most).isEqualTo(5);
  }

  @Test
  void shouldNotWriteWhatLandsBeforeOrAfterTheOrganisationsTime() throws IOException {
    try (Landing landing = new Landing(folder, "logs", false, FIRST, FIRST.plusDays(1))) {
      assertThat(landing.write(FIRST.minusDays(1), LINE)).isFalse();
      assertThat(landing.write(FIRST.plusDays(2), LINE)).isFalse();
      assertThat(landing.write(FIRST.plusDays(1), LINE)).isTrue();
    }

    assertThat(folder.resolve("year=2026/month=01/day=06/logs-0000.json")).hasBinaryContent(LINE);
    assertThat(Files.exists(folder.resolve("year=2026/month=01/day=05"))).isFalse();
  }
}
