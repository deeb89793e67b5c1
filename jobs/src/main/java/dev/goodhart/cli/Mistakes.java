package dev.goodhart.cli;

import dev.goodhart.config.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is wrong with a command's arguments, settings and key, so that all of it is named at once.
 */
final class Mistakes {
  private final List<String> found = new ArrayList<>();

  /** What is read, or nothing where a mistake was written down instead. */
  <T> Optional<T> check(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (UsageException | SettingsException e) {
      found.add(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Ends the command where there was a mistake.
   *
   * @throws UsageException naming every one
   */
  void refuse() {
    if (!found.isEmpty()) {
      throw new UsageException(String.join("; ", found));
    }
  }
}
